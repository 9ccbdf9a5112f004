"""What other parts of the system may ask about courses."""

from collections import defaultdict
from dataclasses import dataclass

from courses.models import CoursePage, CourseSearchTerm


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A live course as the bot needs it."""

    id: str
    name: str
    code: str
    facts: str
    terms: tuple[str, ...]
    """Only the active ones, the most important first."""


def live_courses() -> list[CourseFacts]:
    """Every published, public course in the editors' order; three SQL statements, always."""
    courses = list(CoursePage.objects.live().public().defer("body").order_by("path"))
    terms = _active_terms([course.pk for course in courses])
    return [
        CourseFacts(str(page.pk), page.title, page.code, page.facts, tuple(terms[page.pk]))
        for page in courses
    ]


def _active_terms(pages: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = CourseSearchTerm.objects.filter(page__in=pages, active=True).order_by("sort_order", "pk")
    for page, term in rows.values_list("page_id", "term"):
        found[page].append(term)
    return found
