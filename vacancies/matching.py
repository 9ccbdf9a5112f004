"""Which courses a vacancy fits, by which term, and how the vacancy itself says it.

A course is a number, a name and its terms here. The search finds the candidates of a term;
``fitting`` keeps those whose own words say it, and these words are the reason that people see,
on the site, in the bot and in the API alike.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext

from . import words
from .fitting import MOST_SAID, Record, Said
from .models import MatchWait, Vacancy, VacancyMatch
from .search import Criteria, queryset

LIMIT = 1000  # vacancies of one term, the newest
BATCH = 200  # vacancies that are compared with all courses at once
MOST_SHOWN = 3
_WAIT = """
INSERT INTO vacancies_matchwait (vacancy_id, since)
SELECT unnest(%s::bigint[]), %s ON CONFLICT DO NOTHING
"""
_TEXTS = {"title", "description", "live", "moderation", "closed_at", "merged_into"}


@dataclass(frozen=True, slots=True)
class Course:
    """A course as plain values; ``terms`` are the ones that are searched for, in order."""

    id: int
    name: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """``said`` is a piece of the vacancy's own title or text; ``term`` is the course's."""

    course_id: int
    course_name: str
    term: str
    said: str
    in_title: bool


type Key = tuple[int, int, str]  # vacancy, course, term


def reasons(vacancy: Vacancy, course_id: int | None = None) -> list[Reason]:
    """Why it fits (this course), the strongest first; no statement where matches are prefetched."""
    matches = [m for m in vacancy.matches.all() if course_id in (None, m.course_id)]
    matches.sort(key=lambda m: (-m.strength, m.course_name, words.fold(m.term)))
    return [
        Reason(
            m.course_id,
            m.course_name,
            m.term,
            m.said,
            m.strength == VacancyMatch.Strength.TITLE,
        )
        for m in matches
    ]


def strongest_first(rows: QuerySet[Vacancy], course_id: int) -> QuerySet[Vacancy]:
    """By the best reason that each has for this course: a title before a mention; then the newest.

    ``rows`` fit the course. A subquery for each row that fits, answered by ``match_course``.
    """
    own = VacancyMatch.objects.filter(vacancy=OuterRef("pk"), course_id=course_id)
    best = own.order_by("-strength").values("strength")[:1]
    return rows.alias(best=Subquery(best)).order_by("-best", "-sort_date", "-pk")


def label(vacancy: Vacancy, course_id: int | None = None) -> str:
    """``bate com: Python, Engenharia de Software``, or empty: one line for every door."""
    said = {words.fold(r.said): r.said for r in reversed(reasons(vacancy, course_id)) if r.said}
    shown = list(reversed(said.values()))[:MOST_SHOWN]
    return gettext("bate com: %(reasons)s") % {"reasons": ", ".join(shown)} if shown else ""


def find_fitting(
    term: str, among: Collection[int] | None = None
) -> Iterator[tuple[int, str, Said]]:
    """Id, title and reason of the listed vacancies that say this term; one statement."""
    rows = queryset(Criteria(terms=(term,)))
    if among is not None:
        rows = rows.filter(pk__in=among)
    for pk, title, text in rows.values_list("pk", "title", "description")[:LIMIT]:
        if said := Record(title, text).said(term):
            yield pk, title, said


def match(courses: Sequence[Course], *, among: Collection[int] | None = None) -> None:
    """Record what fits these courses by their terms of today; what no longer does, goes.

    A statement for each different term, and at most four more.
    """
    found = _found(courses, among)
    known = VacancyMatch.objects.filter(course_id__in=[course.id for course in courses])
    listed = known.filter(vacancy__listed=True)
    if among is not None:
        listed = listed.filter(vacancy__in=among)
    rows = listed.values_list("pk", "vacancy_id", "course_id", "term")
    gone = [pk for pk, *key in rows if tuple(key) not in found]
    with transaction.atomic(savepoint=False):
        if gone:
            VacancyMatch.objects.filter(pk__in=gone).delete()
        VacancyMatch.objects.bulk_create(
            found.values(),
            LIMIT,
            update_conflicts=True,
            unique_fields=["vacancy", "course_id", "term"],
            update_fields=["course_name", "said", "strength"],
        )


def match_course(
    course_id: int,
    course_name: str,
    terms: Iterable[str],
    *,
    among: Collection[int] | None = None,
) -> None:
    """``match`` for one course."""
    match([Course(course_id, course_name, tuple(terms))], among=among)


def _found(courses: Sequence[Course], among: Collection[int] | None) -> dict[Key, VacancyMatch]:
    """What should be recorded. Courses that share a term share its search."""
    named: dict[str, list[tuple[Course, str]]] = {}
    for course in courses:
        for term in course.terms:
            named.setdefault(words.fold(term), []).append((course, term[:100]))
    found: dict[Key, VacancyMatch] = {}
    for sharing in named.values():
        for pk, _title, said in find_fitting(sharing[0][1], among):
            for course, term in sharing:
                found[pk, course.id, term] = _match(pk, course, term, said)
    return found


def _match(pk: int, course: Course, term: str, said: Said) -> VacancyMatch:
    return VacancyMatch(
        vacancy_id=pk,
        course_id=course.id,
        course_name=course.name[:200],
        term=term,
        said=said.text[:MOST_SAID],
        strength=said.strength,
    )


def keep_courses(courses: Iterable[Course]) -> None:
    """Other courses have no vacancies any more; a new name is everywhere at once."""
    kept = {course.id: course for course in courses}
    VacancyMatch.objects.exclude(course_id__in=list(kept)).delete()
    for course in kept.values():
        rows = VacancyMatch.objects.filter(course_id=course.id)
        rows.exclude(term__in=[term[:100] for term in course.terms]).delete()
        rows.exclude(course_name=course.name[:200]).update(course_name=course.name[:200])


def counts() -> dict[int, int]:
    """How many listed vacancies each course has."""
    rows = VacancyMatch.objects.filter(vacancy__listed=True).values_list("course_id")
    return dict(rows.annotate(Count("vacancy", distinct=True)).order_by())


def wait(vacancy_ids: Iterable[int]) -> None:
    """These are new or were told otherwise: they are to be compared; one statement."""
    ids, now = list(vacancy_ids), timezone.now()
    if ids and connection.vendor == "postgresql":  # as bulk_create does it, without its rows
        with connection.cursor() as cursor:
            cursor.execute(_WAIT, [ids, now])
        return
    rows = [MatchWait(vacancy_id=pk, since=now) for pk in ids]
    MatchWait.objects.bulk_create(rows, LIMIT, ignore_conflicts=True)


def vacancy_saved(
    sender: object, instance: Vacancy, update_fields: Collection[str] | None = None, **_: Any
) -> None:
    """Whoever saved it, by whichever door: a form, an editor, an integration."""
    if update_fields is None or _TEXTS & set(update_fields):
        wait([instance.pk])


def anything_waits() -> bool:
    return MatchWait.objects.filter(vacancy__listed=True).exists()


@transaction.atomic
def match_waiting(courses: Sequence[Course]) -> int:
    """Compare one batch of what waits with all courses; how many there were."""
    rows = MatchWait.objects.filter(vacancy__listed=True).order_by("pk")
    rows = rows.select_for_update(skip_locked=True, of=("self",))
    ids = list(rows.values_list("pk", flat=True)[:BATCH])
    if ids:
        match(courses, among=ids)
        MatchWait.objects.filter(pk__in=ids).delete()
    return len(ids)
