"""Courses for pages that are not about courses."""

from collections.abc import Sequence
from typing import Any

from django import template

from courses import structured
from courses.models import CourseIndexPage, CoursePage

register = template.Library()


@register.simple_tag
def featured_courses(limit: int = 6) -> list[CoursePage]:
    """Live courses that an editor marked for the home page, in the editors' order."""
    chosen = CoursePage.objects.live().filter(featured=True).order_by("path")
    return list(chosen.select_related("image").prefetch_related("image__renditions")[:limit])


@register.simple_tag
def course_index() -> CourseIndexPage | None:
    """The page that lists all courses, if it is published."""
    return CourseIndexPage.objects.live().first()


@register.simple_tag
def all_courses() -> list[tuple[int, str]]:
    """Number and name of every published course, in the editors' order."""
    rows = CoursePage.objects.live().order_by("path")
    return list(rows.values_list("pk", "title"))


@register.simple_tag
def course_data(course: CoursePage, path: str, institution: str) -> dict[str, Any]:
    """The course for search engines, for ``linked_data``."""
    return structured.course(course, path, institution or "CapyVagas")


@register.simple_tag
def course_name_of(courses: Sequence[tuple[int, str]], number: int | None) -> str:
    """The name of the course with this number, or empty."""
    return dict(courses).get(number, "") if number else ""


@register.simple_tag
def course_is_known(courses: Sequence[tuple[int, str]], number: int | None) -> bool:
    """Whether it is one of these, or none was asked for."""
    return not number or number in dict(courses)
