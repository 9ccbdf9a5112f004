"""Loads the demonstration: the site, the courses, the vacancies, the bot, and its people."""

import os
import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandParser

import courses.demo
import home.demo
import vacancies.demo
from bot_flows import demo, matches, publishing
from bot_flows.access import ANALYST, OPERATOR, REVIEWER, WRITER, Role
from vacancies.search import lexicon

# Somebody of each group; None may do everything.
PEOPLE: dict[str, Role | None] = {
    "editora": None,
    "redatora": WRITER,
    "revisora": REVIEWER,
    "operadora": OPERATOR,
    "analista": ANALYST,
}


class Command(BaseCommand):
    help = "Carrega o conteúdo de demonstração; repetir não muda o que já existe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset-password", action="store_true", help="Troca a senha das pessoas."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        editor, names, password = _people(reset=options["reset_password"])
        with publishing.held():
            page = self._do("Site", home.demo.load)
            self._do("Cursos", lambda: courses.demo.load(page))
            self._do("Vagas", vacancies.demo.load)
        self._do("Vagas de cada curso", matches.renew)
        self._do("Palavras das vagas", lexicon.learn)
        self._do("Bot", lambda: demo.load(editor))
        if names:
            self.stdout.write(f"Usuárias: {', '.join(names)}  Senha: {password}")

    def _do[T](self, name: str, load: Callable[[], T]) -> T:
        self.stdout.write(f"{name}… ", ending="")
        self.stdout.flush()
        result = load()
        self.stdout.write("pronto")
        return result


def _people(*, reset: bool) -> tuple[User, list[str], str]:
    """The editor, and the names whose password was set just now, with that password."""
    password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
    rows = [_person(name, role) for name, role in PEOPLE.items()]
    fresh = [user for user, created in rows if created or reset]
    for user in fresh:
        user.set_password(password)
        user.save()
    return rows[0][0], [user.username for user in fresh], password


def _person(name: str, role: Role | None) -> tuple[User, bool]:
    rules = role is None
    defaults = {"first_name": name.title(), "is_staff": rules, "is_superuser": rules}
    user, created = User.objects.get_or_create(username=name, defaults=defaults)
    if created and role:
        user.groups.set(Group.objects.filter(name=role.name))
    return user, created
