"""Vacancies for pages that are not about vacancies."""

from django import template

from vacancies.models import Vacancy
from vacancies.search import Criteria, queryset

register = template.Library()


@register.simple_tag
def newest_vacancies(limit: int = 3, course: int | None = None) -> list[Vacancy]:
    """The newest live vacancies, of one course when it is given."""
    return list(queryset(Criteria(course=course))[:limit])
