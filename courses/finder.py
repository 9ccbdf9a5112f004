"""Finding a course: by its words, and by what it is, with a count beside every choice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.models import CoursePage, Level, Modality, Shift

TEXT_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Option:
    """``count`` courses would be left if this were chosen, all else unchanged."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """``name`` is the word in the address; without an option chosen, all courses pass."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.chosen), None)


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    label: str
    value_of: Callable[[CoursePage], str]
    labels: Mapping[str, str]


class Finder:
    """Courses, and what an address asks of them. A value that no course has is left out."""

    def __init__(self, courses: Sequence[CoursePage], asked: Mapping[str, str]) -> None:
        self.all = courses
        self.text = _visible(asked.get("texto", ""))[:TEXT_LIMIT]
        self._kinds = _kinds(courses)
        self._asked = {
            kind.name: asked[kind.name]
            for kind in self._kinds
            if asked.get(kind.name, "") in kind.labels
        }

    @cached_property
    def found(self) -> list[CoursePage]:
        return [course for course in self._named if self._passes(course)]

    @cached_property
    def facets(self) -> list[Facet]:
        return [self._facet(kind) for kind in self._kinds]

    @property
    def filtered(self) -> bool:
        return bool(self.text or self._asked)

    @property
    def query(self) -> str:
        """The one address of what was understood: always in this order, nothing empty."""
        said = {"texto": self.text, **self._asked}
        return urlencode({name: value for name, value in said.items() if value})

    @cached_property
    def _named(self) -> list[CoursePage]:
        words = slugify(self.text).split("-") if slugify(self.text) else []
        if self.text and not words:
            return []
        return [course for course in self.all if not words or _holds(course, words)]

    def _passes(self, course: CoursePage, but: str = "") -> bool:
        return all(
            kind.value_of(course) == self._asked[kind.name]
            for kind in self._kinds
            if kind.name in self._asked and kind.name != but
        )

    def _facet(self, kind: _Kind) -> Facet:
        left = [kind.value_of(c) for c in self._named if self._passes(c, but=kind.name)]
        chosen = self._asked.get(kind.name)
        options = (
            Option(value, label, left.count(value), value == chosen)
            for value, label in kind.labels.items()
        )
        return Facet(kind.name, kind.label, tuple(o for o in options if o.count or o.chosen))


def _kinds(courses: Sequence[CoursePage]) -> tuple[_Kind, ...]:
    places = {slugify(course.campus): course.campus for course in courses}
    return (
        _Kind("grau", _("Grau"), lambda course: course.level, _labels(Level.choices)),
        _Kind("modalidade", _("Modalidade"), lambda c: c.modality, _labels(Modality.choices)),
        _Kind("turno", _("Turno"), lambda course: course.shift, _labels(Shift.choices)),
        _Kind(
            "campus",
            _("Campus"),
            lambda course: slugify(course.campus),
            dict(sorted(places.items())),
        ),
    )


def _labels(choices: Sequence[tuple[str, object]]) -> dict[str, str]:
    return {value: str(label) for value, label in choices}


def _holds(course: CoursePage, words: Sequence[str]) -> bool:
    """Every word begins a word of the course."""
    terms = " ".join(term.term for term in course.active_terms)
    said = slugify(f"{course.title} {course.code} {course.summary} {course.campus} {terms}")
    return all(f"-{word}" in f"-{said}" for word in words)


def _visible(text: str) -> str:
    """On one line, without the characters that nobody sees: the page shows what was typed."""
    return "".join(c for c in " ".join(text.replace("\0", " ").split()) if c.isprintable())
