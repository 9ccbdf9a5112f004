"""Courses for pages that are not about courses."""

from django import template

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
