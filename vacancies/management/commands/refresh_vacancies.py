"""``manage.py refresh_vacancies --term "dados" --place "Curitiba/PR"``: ask the sites now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from vacancies import refresh
from vacancies.models import SearchRun, VacancySettings
from vacancies.models.searches import SITES


class Command(BaseCommand):
    help = "Busca vagas nos sites agora e diz o que cada site respondeu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--term", required=True, action="append", help="termo; pode repetir")
        parser.add_argument("--place", default="", help="cidade, como Curitiba/PR")

    def handle(self, *args: Any, **options: Any) -> None:
        if not VacancySettings.current().sites:
            raise CommandError(_("Todos os sites estão desligados nas configurações das buscas."))
        answered = [self._refresh(term, options["place"]) for term in options["term"]]
        if not all(answered):
            raise CommandError(_("Nem todas as buscas tiveram resposta."))

    def _refresh(self, term: str, place: str) -> bool:
        """True where a site answered."""
        try:
            search_id = refresh.ask(term, place, now=timezone.now())
        except ValueError:
            raise CommandError(_("O termo precisa ter ao menos uma palavra.")) from None
        self.stdout.write(_("Buscando “%(term)s”…") % {"term": term})
        runs: list[SearchRun] = []
        if not refresh.run(search_id, report=lambda run: self._say(run, runs)):
            self.stdout.write(_("  Esta busca já está em andamento."))
        return any(run.outcome in {"found", "empty"} for run in runs)

    def _say(self, run: SearchRun, runs: list[SearchRun]) -> None:
        runs.append(run)
        counts = _("%(found)s anúncios, %(new)s vagas novas") % {"found": run.found, "new": run.new}
        said = [SITES.get(run.site, run.site), run.get_outcome_display(), counts, run.message]
        self.stdout.write("  " + " · ".join(part for part in said if part))
