"""Looks at links by hand: those that are due now, as politely as the worker does."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from vacancies import checking, closing
from vacancies.checking import Looked
from vacancies.liveness import Verdict
from vacancies.models import VacancySettings

WIDTH = 30
LONGEST_NAP = 5.0
SAID = {
    Verdict.ALIVE: "no ar",
    Verdict.GONE: "fora do ar",
    Verdict.SAID: "encerradas",
    Verdict.UNCERTAIN: "sem certeza",
}


class Command(BaseCommand):
    help = "Confere os links das vagas que estão na vez; no fim diz como estavam."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=100, help="Quantos links, no máximo.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not VacancySettings.current().check_links:
            self.stdout.write("A conferência está desligada nas configurações das buscas.")
            return
        wanted = min(options["limit"], checking.due(timezone.now()))
        done = self._look(wanted)
        changed = closing.tend(timezone.now())
        parts = [f"{n} {SAID[v]}" for v in Verdict if (n := [d.verdict for d in done].count(v))]
        self.stdout.write(f"{len(done)} links conferidos: {', '.join(parts) or 'nenhum na vez'}.")
        if changed:
            self.stdout.write(f"{changed} vagas encerradas ou reabertas pelo calendário.")

    def _look(self, wanted: int) -> list[Looked]:
        """Look until all were looked at, or those that are left have to rest for long."""
        done: list[Looked] = []

        def show(looked: Looked) -> None:
            done.append(looked)
            self._bar(len(done), wanted)

        naps = 0.0
        pause = VacancySettings.current().check_pause_seconds
        while len(done) < wanted and naps <= pause:
            left = wanted - len(done)
            if checking.check_due(limit=left, seconds=3600, report=show):
                naps = 0.0
            else:
                naps += LONGEST_NAP
                time.sleep(min(LONGEST_NAP, pause))
        if done and self.stdout.isatty():
            self.stdout.write("")
        return done

    def _bar(self, done: int, wanted: int) -> None:
        """A bar on a terminal; nothing in a log."""
        if self.stdout.isatty():
            full = WIDTH * done // max(wanted, 1)
            bar = "█" * full + "·" * (WIDTH - full)
            self.stdout.write(f"\r{bar} {done}/{wanted}", ending="")
            self.stdout.flush()
