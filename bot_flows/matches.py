"""Which vacancies fit which course: the courses' terms, handed to vacancies as plain values."""

from courses.selectors import live_courses
from vacancies import matching
from vacancies.matching import Course

MOST_BATCHES = 50


def courses() -> list[Course]:
    """The live courses with their terms of today."""
    return [Course(int(course.id), course.name, course.terms) for course in live_courses()]


def terms() -> list[str]:
    """What is asked of the sites for all live courses: their active terms, each once."""
    return list(dict.fromkeys(term for course in live_courses() for term in course.terms))


def renew() -> None:
    """Match every live course anew; what matched by other terms, or other courses, goes."""
    known = courses()
    matching.keep_courses(known)
    matching.match(known)


def match_waiting() -> int:
    """Compare with the courses what came or was told otherwise; how many there were."""
    known, done = courses(), 0
    for _batch in range(MOST_BATCHES):
        count = matching.match_waiting(known)
        done += count
        if not count:
            break
    return done


def anything_waits() -> bool:
    return matching.anything_waits()
