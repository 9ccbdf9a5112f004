"""What can be asked, and what comes back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vacancies.models import Vacancy


class Sort(StrEnum):
    """``RELEVANCE`` without a text to be relevant to is ``NEWEST``."""

    RELEVANCE = "relevancia"
    NEWEST = "recentes"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Any of ``terms`` (all the words of one), and every other field that is given.

    ``city`` is "Curitiba/PR" or "Curitiba" and lets remote vacancies through;
    ``course`` keeps the vacancies that were recorded as matching that course; ``hours`` those
    of at most so many hours a week, and ``semester`` those open to somebody in that semester,
    as far as a vacancy says so: one that says nothing of it is left out. ``exact`` takes the
    text as it was typed: no correction of errors, no synonyms, no place read from it.
    """

    terms: tuple[str, ...] = ()
    text: str = ""
    city: str = ""
    state: str = ""
    remote: bool | None = None
    kind: str = ""
    course: int | None = None
    posted_since: date | None = None
    hours: int | None = None
    semester: int | None = None
    sort: Sort = Sort.RELEVANCE
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page; ``total`` counts all that match and are not excluded, up to ``CAP``.

    ``more`` says that there are more than ``total``. ``corrected`` is the text that was looked
    for instead of the one that was typed, ``place`` the one that was read from it; or empty.
    """

    vacancies: list[Vacancy]
    total: int
    more: bool = False
    corrected: str = ""
    place: str = ""
