"""What is wrong with a document that somebody brought, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. ``where`` names the place as an editor would, or the row."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class BrokenDocument(Exception):
    """Nothing of this document can be used; ``faults`` says why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)[:MOST_TOLD]
        super().__init__("; ".join(map(str, self.faults)))


def broken(what: str, where: str = "") -> BrokenDocument:
    return BrokenDocument([Fault(where, what)])


def not_a(kind: str) -> str:
    """A value is not of the kind that belongs there."""
    return _("aqui deveria haver %(kind)s.") % {"kind": kind}
