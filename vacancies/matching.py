"""Which courses a vacancy fits, and by which term. A course is a number and a name here."""

from collections.abc import Collection, Iterable

from .models import Vacancy, VacancyMatch
from .search import Criteria, queryset

LIMIT = 1000


def record_matches(
    vacancies: Iterable[Vacancy | int], course_id: int, course_name: str, term: str
) -> None:
    """Keep that these vacancies fit the course by this term; saying it twice changes nothing."""
    rows = [
        VacancyMatch(
            vacancy_id=v if isinstance(v, int) else v.pk,
            course_id=course_id,
            course_name=course_name[:200],
            term=term[:100],
        )
        for v in vacancies
    ]
    VacancyMatch.objects.bulk_create(rows, LIMIT, ignore_conflicts=True)


def match_course(
    course_id: int,
    course_name: str,
    terms: Iterable[str],
    *,
    among: Collection[int] | None = None,
) -> None:
    """Find and record what fits each of a course's terms; three statements a term."""
    for term in terms:
        rows = queryset(Criteria(terms=(term,)))
        if among is not None:
            rows = rows.filter(pk__in=among)
        record_matches(rows.values_list("pk", flat=True)[:LIMIT], course_id, course_name, term)


def forget_terms(course_id: int, keep: Iterable[str]) -> None:
    """A course's terms changed: what matched by another term matches no more."""
    VacancyMatch.objects.filter(course_id=course_id).exclude(term__in=list(keep)).delete()


def reasons(vacancy: Vacancy) -> list[str]:
    """``Design: UX/UI`` for each course and term that this vacancy fits."""
    return [str(match) for match in vacancy.matches.order_by("course_name", "term")]
