"""Which vacancies fit which course: the courses' terms, handed to vacancies as plain values."""

from courses.selectors import live_courses
from vacancies import matching
from vacancies.models import Search

from .engine.reading import fold


def terms() -> list[str]:
    """What is asked of the sites for all live courses: their active terms, each once."""
    return list(dict.fromkeys(term for course in live_courses() for term in course.terms))


def renew() -> None:
    """Match every live course by its terms of today; what matched by other terms goes."""
    for course in live_courses():
        matching.forget_terms(int(course.id), course.terms)
        matching.match_course(int(course.id), course.name, course.terms)


def renew_after(search_id: int) -> None:
    """A search brought vacancies: match the courses that have its term."""
    term = Search.objects.values_list("term", flat=True).get(pk=search_id)
    for course in live_courses():
        terms = [item for item in course.terms if fold(item) == fold(term)]
        matching.match_course(int(course.id), course.name, terms)
