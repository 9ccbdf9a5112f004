"""A filter of the site as a sentence: "Vagas: python, em Curitiba/PR, estágio".

Here only the head is read: whether it is such a sentence, and the course that it names. What
the clauses behind the colon mean is for who looks the vacancies up.
"""

import re
from dataclasses import dataclass

from .clean import clean
from .folding import bare, fold
from .reading import named
from .release import Course, Release
from .searching import course_options

LONGEST = 600  # characters of a sentence that are kept
_GREETING = r"(?:oi+e?|ola|opa|bom dia|boa tarde|boa noite|tudo bem|quero|queria|ver|as)\b"
_HEAD = re.compile(
    rf"[^\w:]*(?:{_GREETING}[^\w:]*)*vagas?\b"
    r"(?: +d[oe] curso\b *(?P<course>[^:]+)?)? *(?P<colon>:)?"
)
_COLON = re.compile("[:：]")
_FURTHEST = 50  # characters of greeting before "vagas"


@dataclass(frozen=True, slots=True)
class Filters:
    """``sentence`` is empty where nothing but a course is named; ``label`` is for people.
    Neither sentence nor course: the course that is named is not one of ours, or not one alone."""

    sentence: str = ""
    label: str = ""
    course: Course | None = None


def read_filters(text: str, release: Release) -> Filters | None:
    """The filter that a message is; None for any other message."""
    if "vaga" not in fold(text)[:_FURTHEST]:
        return None
    found = _HEAD.match(bare(text))
    if found is None or not (found["colon"] or found["course"]):
        return None
    course = _course(found["course"] or "", release)
    if not found["colon"] or (course is None and found["course"]):
        return Filters(course=course)
    said = clean(_COLON.split(text[: LONGEST * 4], maxsplit=1)[-1], LONGEST)
    return Filters(clean(text, LONGEST), _label(said, course), course)


def _course(name: str, release: Release) -> Course | None:
    if not name.strip() or not release.courses:
        return None
    keys = named(name, course_options(release.courses))
    return release.course(keys[0]) if len(keys) == 1 else None


def _label(said: str, course: Course | None) -> str:
    """ "python, em Curitiba/PR · Design"; the course alone where the filter says nothing else."""
    plain = " ".join(said.translate(_QUOTES).split())
    if course is None:
        return plain
    return course.name if not plain or fold(plain) == "todas" else f"{plain} · {course.name}"


_QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»'))
