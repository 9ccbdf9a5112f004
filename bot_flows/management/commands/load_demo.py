"""Loads the demonstration: the site, the courses, the vacancies, the bot, and an editor."""

import os
import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandParser

import courses.demo
import home.demo
import vacancies.demo
from bot_flows import demo, matches, publishing

EDITOR = "editora"


class Command(BaseCommand):
    help = "Carrega o conteúdo de demonstração; repetir não muda o que já existe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset-password", action="store_true", help="Troca a senha da editora."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        editor, password = _editor(reset=options["reset_password"])
        with publishing.held():
            page = self._do("Site", home.demo.load)
            self._do("Cursos", lambda: courses.demo.load(page))
            self._do("Vagas", vacancies.demo.load)
        self._do("Vagas de cada curso", matches.renew)
        self._do("Bot", lambda: demo.load(editor))
        if password:
            self.stdout.write(f"Usuária: {EDITOR}  Senha: {password}")

    def _do[T](self, name: str, load: Callable[[], T]) -> T:
        self.stdout.write(f"{name}… ", ending="")
        self.stdout.flush()
        result = load()
        self.stdout.write("pronto")
        return result


def _editor(*, reset: bool) -> tuple[User, str]:
    """The editor of the demonstration, and the password where it was set just now."""
    editor, created = User.objects.get_or_create(
        username=EDITOR, defaults={"first_name": "Editora", "is_staff": True, "is_superuser": True}
    )
    if not created and not reset:
        return editor, ""
    password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
    editor.set_password(password)
    editor.save()
    return editor, password
