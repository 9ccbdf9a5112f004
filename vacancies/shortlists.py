"""What one person marked, as a value."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Marks:
    """Ids of vacancies; ``saved`` has the newest first."""

    saved: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    applied: frozenset[int] = frozenset()

    def with_mark(self, kind: str, vacancies: Iterable[int], *, off: bool = False) -> Self:
        """These marks once one is set or, with ``off``, taken away; other kinds change nothing."""
        ids = tuple(vacancies)
        match kind:
            case "saved" if off:
                return replace(self, saved=tuple(pk for pk in self.saved if pk not in ids))
            case "saved":
                new = tuple(pk for pk in reversed(ids) if pk not in self.saved)
                return replace(self, saved=new + self.saved)
            case "hidden":
                return replace(self, hidden=_changed(self.hidden, ids, off))
            case "applied":
                return replace(self, applied=_changed(self.applied, ids, off))
        return self


NO_MARKS = Marks()


def _changed(known: frozenset[int], ids: tuple[int, ...], off: bool) -> frozenset[int]:
    return known.difference(ids) if off else known.union(ids)
