"""What would come and go if a course were searched for by other terms. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from .matching import find_fitting
from .models import Vacancy, VacancyMatch

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class TermCount:
    """``fitting`` listed vacancies say this term; ``alone`` of them say no other term."""

    term: str
    fitting: int
    alone: int


@dataclass(frozen=True, slots=True)
class Moving:
    """A vacancy that would come or go, and the words of it by which it fits or fitted."""

    id: int
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``coming`` and ``going`` name the newest fifty; the numbers count all."""

    terms: list[TermCount]
    coming: list[Moving]
    going: list[Moving]
    count_coming: int
    count_going: int
    staying: int

    @property
    def more_coming(self) -> int:
        return self.count_coming - len(self.coming)

    @property
    def more_going(self) -> int:
        return self.count_going - len(self.going)


def compare(course_id: int, terms: Sequence[str]) -> Comparison:
    """The vacancies of these terms beside those that the course has now.

    A statement a term, and two more.
    """
    by_term = {term: {pk: (title, said.text) for pk, title, said in find_fitting(term)}
               for term in terms}  # fmt: skip
    fitting: dict[int, tuple[str, list[str]]] = {}
    for found in by_term.values():
        for pk, (title, said) in found.items():
            fitting.setdefault(pk, (title, []))[1].append(said)
    now = _now(course_id)
    coming = [Moving(pk, *_named(fitting[pk])) for pk in sorted(set(fitting) - set(now))[::-1]]
    going = sorted(set(now) - set(fitting), reverse=True)
    return Comparison(
        terms=[_count(term, found, fitting) for term, found in by_term.items()],
        coming=coming[:MOST_LISTED],
        going=_leaving(going[:MOST_LISTED], now),
        count_coming=len(coming),
        count_going=len(going),
        staying=len(set(now) & set(fitting)),
    )


def _now(course_id: int) -> dict[int, list[str]]:
    rows = VacancyMatch.objects.filter(course_id=course_id, vacancy__listed=True)
    found: dict[int, list[str]] = {}
    for pk, term, said in rows.order_by("-strength").values_list("vacancy_id", "term", "said"):
        found.setdefault(pk, []).append(said or gettext("termo “%(term)s”") % {"term": term})
    return found


def _leaving(ids: list[int], now: dict[int, list[str]]) -> list[Moving]:
    titles = dict(Vacancy.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [Moving(pk, titles[pk], ", ".join(dict.fromkeys(now[pk]))) for pk in ids if pk in titles]


def _named(found: tuple[str, list[str]]) -> tuple[str, str]:
    title, said = found
    return title, ", ".join(dict.fromkeys(said))


def _count(
    term: str, found: dict[int, tuple[str, str]], fitting: dict[int, tuple[str, list[str]]]
) -> TermCount:
    alone = sum(len(fitting[pk][1]) == 1 for pk in found)
    return TermCount(term, len(found), alone)
