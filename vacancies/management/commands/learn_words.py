"""``manage.py learn_words``: what typing errors are corrected by, up to date at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from vacancies.models import LexiconWord
from vacancies.search import lexicon


class Command(BaseCommand):
    help = "Lê as vagas novas e aprende as palavras delas (a busca corrige erros por elas)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="esquece tudo e lê todas as vagas")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            lexicon.forget()
        read = 0
        while now := lexicon.learn(batches=1):
            read += now
            self.stdout.write(_("%(read)s vagas lidas …") % {"read": read})
        count = LexiconWord.objects.count()
        self.stdout.write(_("A busca conhece %(count)s palavras.") % {"count": count})
