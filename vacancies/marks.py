"""The vacancies that a person saved, hid or applied to.

Kept by an opaque ``owner``; whoever gives an owner its name also calls ``forget`` when that
person asks for their data to be erased, and ``move`` when two of them prove to be one.
"""

from collections.abc import Iterable
from datetime import datetime

from .models import Vacancy, VacancyMark
from .shortlists import Marks

MOST = 2000  # marks of one owner that are looked at, the newest


def marks_of(owner: str) -> Marks:
    """What this owner marked; one statement."""
    rows = VacancyMark.objects.filter(owner=owner).order_by("-at", "-pk")
    found: dict[str, list[int]] = {kind: [] for kind in VacancyMark.Kind.values}
    for kind, vacancy in rows.values_list("kind", "vacancy_id")[:MOST]:
        found[kind].append(vacancy)
    return Marks(
        saved=tuple(found[VacancyMark.Kind.SAVED]),
        hidden=frozenset(found[VacancyMark.Kind.HIDDEN]),
        applied=frozenset(found[VacancyMark.Kind.APPLIED]),
    )


def mark(owner: str, kind: str, vacancies: Iterable[int], *, now: datetime) -> None:
    """Keep the marks; one that is there already stays as it is.

    A vacancy that was merged into another meanwhile stands for that one; one that is gone is
    left out.
    """
    wanted = list(dict.fromkeys(vacancies))
    known = Vacancy.objects.filter(pk__in=wanted).values_list("pk", "merged_into_id")
    into = {pk: merged or pk for pk, merged in known}
    rows = [
        VacancyMark(owner=owner, kind=kind, vacancy_id=into[pk], at=now)
        for pk in wanted
        if pk in into
    ]
    VacancyMark.objects.bulk_create(rows, ignore_conflicts=True)


def unmark(owner: str, kind: str, vacancies: Iterable[int]) -> None:
    """Take these marks away; those that are not there do not matter."""
    VacancyMark.objects.filter(owner=owner, kind=kind, vacancy__in=list(vacancies)).delete()


def move(owner: str, to: str) -> None:
    """Two owners are one person: all of the first's marks are the second's from now on."""
    mine = VacancyMark.objects.filter(owner=owner)
    rows = [
        VacancyMark(owner=to, kind=row.kind, vacancy_id=row.vacancy_id, at=row.at)
        for row in mine.order_by("at", "pk")
    ]
    VacancyMark.objects.bulk_create(rows, ignore_conflicts=True)
    mine.delete()


def forget(owner: str) -> int:
    """Erase everything that this owner marked; how many marks there were."""
    return VacancyMark.objects.filter(owner=owner).delete()[0]
