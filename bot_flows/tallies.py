"""What each site said to many searches, added up, as a table of plain text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from vacancies.models import SearchRun
from vacancies.models.searches import SITES


@dataclass(frozen=True, slots=True)
class Tally:
    """``postings`` and ``new`` count advertisements and vacancies; the others count searches."""

    site: str
    postings: int = 0
    new: int = 0
    found: int = 0
    empty: int = 0
    blocked: int = 0
    failed: int = 0
    unasked: int = 0

    def plus(self, run: SearchRun) -> "Tally":
        counted = {run.outcome: getattr(self, run.outcome) + 1}
        return replace(self, postings=self.postings + run.found, new=self.new + run.new, **counted)


def table(tallies: Sequence[Tally]) -> str:
    """A line for each site under a head; columns as wide as what is in them."""
    head = [
        _("site"),
        _("encontrou"),
        _("nada"),
        _("bloqueou"),
        _("falhou"),
        _("não perguntado"),
        _("anúncios"),
        _("vagas novas"),
    ]
    rows = [head, *(_cells(tally) for tally in tallies)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _cells(tally: Tally) -> list[str]:
    counts = [
        tally.found,
        tally.empty,
        tally.blocked,
        tally.failed,
        tally.unasked,
        tally.postings,
        tally.new,
    ]
    return [SITES.get(tally.site, tally.site), *map(str, counts)]
