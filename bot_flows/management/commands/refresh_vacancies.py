"""``manage.py refresh_vacancies --all``: every course's terms at every site, now.

``--term "dados" --place "Curitiba/PR"`` asks for one. The command ends with an error where a
site did not answer; what is left is asked when it is run again.
"""

import sys
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot_flows import matches
from bot_flows.progress import Progress
from bot_flows.tallies import Tally, table
from vacancies import refresh, schedule, sites
from vacancies.models import SearchRun, VacancySettings
from vacancies.models.searches import SITES

INTERRUPTED = 130


class Command(BaseCommand):
    help = "Busca vagas nos sites agora e diz o que cada site respondeu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--all", action="store_true", help="os termos de todos os cursos")
        what.add_argument("--term", action="append", help="termo; pode repetir")
        parser.add_argument("--place", default="", help="cidade, como Curitiba/PR (com --term)")
        parser.add_argument(
            "--again", action="store_true", help="com --all: também o que já foi respondido"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not VacancySettings.current().sites:
            raise CommandError(_("Todos os sites estão desligados nas configurações das buscas."))
        try:
            if options["all"]:
                self._refresh_all(again=options["again"])
            else:
                self._refresh_terms(options["term"], options["place"])
        except KeyboardInterrupt:
            self.stderr.write(_("\nInterrompida. Rode de novo: ela continua de onde parou."))
            sys.exit(INTERRUPTED)

    def _refresh_terms(self, terms: list[str], place: str) -> None:
        answered = [self._refresh(term, place) for term in terms]
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
        self._say_unasked({run.site for run in runs})
        return any(run.outcome in sites.ANSWERED for run in runs)

    def _say(self, run: SearchRun, runs: list[SearchRun]) -> None:
        runs.append(run)
        counts = _("%(found)s anúncios, %(new)s vagas novas") % {"found": run.found, "new": run.new}
        said = [SITES.get(run.site, run.site), run.get_outcome_display(), counts, run.message]
        self.stdout.write("  " + " · ".join(part for part in said if part))

    def _say_unasked(self, asked: set[str]) -> None:
        for site, why in _closed(asked).items():
            self.stdout.write(f"  {SITES.get(site, site)} · {why}")

    def _refresh_all(self, *, again: bool) -> None:
        planned = schedule.plan(matches.terms(), now=timezone.now())
        if not planned.total:
            raise CommandError(_("Nenhum curso publicado tem termos de busca ativos."))
        errands = schedule.errands(now=timezone.now(), again=again)
        tallies = {site: Tally(site) for site in VacancySettings.current().sites}
        self._say_paused()
        progress = Progress(self.stdout, len(errands))
        missed = 0
        try:
            for errand in errands:
                progress.begin(errand.label)
                missed += self._run(errand, tallies, progress)
        finally:
            progress.end()
            self.stdout.write(table(list(tallies.values())))
        if not errands:
            self.stdout.write(_("Tudo em dia: nenhuma busca era necessária."))
        if missed:
            said = ngettext(
                "%(n)s pergunta ficou sem resposta; rode de novo mais tarde.",
                "%(n)s perguntas ficaram sem resposta; rode de novo mais tarde.",
                missed,
            )
            raise CommandError(said % {"n": missed})

    def _run(self, errand: schedule.Errand, tallies: dict[str, Tally], progress: Progress) -> int:
        """Ask one search of its sites; how many of them gave no answer."""
        said: dict[str, SearchRun] = {}

        def take(run: SearchRun) -> None:
            said[run.site] = run
            tallies[run.site] = tallies[run.site].plus(run)
            progress.tell(f"{SITES.get(run.site, run.site)}: {run.get_outcome_display()}")

        refresh.queue_by_clock(errand.search_id, timezone.now())
        ran = refresh.run(errand.search_id, report=take, among=errand.sites)
        for site in set(errand.sites) - set(said):
            tallies[site] = replace(tallies[site], unasked=tallies[site].unasked + 1)
        if ran and said:
            matches.match_waiting()
        progress.done()
        return sum(
            1 for s in errand.sites if s not in said or said[s].outcome not in sites.ANSWERED
        )

    def _say_paused(self) -> None:
        for state in sites.states(VacancySettings.current().sites).values():
            if state.paused_at:
                self.stdout.write(
                    _("%(site)s está parado no painel e fica de fora.") % {"site": state}
                )


def _closed(asked: set[str]) -> dict[str, str]:
    """Why each site that was not asked was not."""
    now = timezone.now()
    found = {}
    for site, state in sites.states(VacancySettings.current().sites).items():
        if site in asked:
            continue
        if state.paused_at:
            found[site] = _("parado no painel")
        elif state.blocked_until and state.is_blocked(now):
            until = date_format(timezone.localtime(state.blocked_until), "H:i:s")
            found[site] = _("bloqueado até %(until)s; não foi perguntado") % {"until": until}
    return found
