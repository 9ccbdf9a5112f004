"""Vacancies for any page that shows some."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import prefetch_related_objects
from django.utils import timezone

from vacancies import matching, phrases, structured, summaries, words
from vacancies.models import Vacancy
from vacancies.models.facts import BENEFITS
from vacancies.search import Criteria, queryset

register = template.Library()


@register.simple_tag
def first_vacancies(limit: int = 3, course: int | None = None) -> list[Vacancy]:
    """The newest live vacancies with why they match; of a course, those that fit it best."""
    rows = queryset(Criteria(course=course)).defer("description")
    if course is not None:
        rows = matching.strongest_first(rows, course)
    found = list(rows[:limit])
    prefetch_related_objects(found, "matches")
    return found


@register.simple_tag
def vacancy_summary(vacancy: Vacancy, course: int | None = None) -> summaries.Summary:
    """What a card says of a vacancy, with the reasons for one course or for all."""
    return summaries.summarise(vacancy, timezone.now(), course or None)


@register.filter
def visible(text: Any) -> str:
    """Text on one line without control and direction characters."""
    return summaries.visible(str(text or ""))


@register.filter
def benefits(values: Any) -> list[str]:
    """What is offered beside the pay, as lines to show: by name from the list, or as written."""
    given: Iterable[Any] = values if isinstance(values, list) else ()
    said = (str(BENEFITS.get(str(value), words.line(str(value), 80))) for value in given)
    return list(dict.fromkeys(filter(None, said)))[:20]


@register.simple_tag
def job_posting(vacancy: Vacancy) -> dict[str, Any] | None:
    """The vacancy for search engines, for ``linked_data``; None where it is not ours to give."""
    return structured.job_posting(vacancy)


@register.simple_tag
def spoken(course: int | None = None, course_name: str = "") -> str:
    """What a student would write to the bot to be shown a course's vacancies."""
    return phrases.say(Criteria(course=course), course_name)


@register.simple_tag
def spoken_filters(criteria: Criteria, course_name: str = "") -> str:
    """What a student would write to the bot to be shown this list; for all of it, a greeting."""
    if criteria == Criteria():
        return "oi"
    return phrases.say(criteria, course_name)
