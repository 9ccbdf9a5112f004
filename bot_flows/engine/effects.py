"""What the world is asked to do. Imperative; plain values, applied in order."""

from dataclasses import dataclass, field
from datetime import datetime

from .release import Media
from .state import Asked, Mark


@dataclass(frozen=True, slots=True)
class Source:
    """Where words come from: the step where they are said, and the reply that words them."""

    flow: str = ""
    step: str = ""
    reply: str = ""


NOWHERE = Source()


@dataclass(frozen=True, slots=True)
class Say:
    """Send a text, with a picture or a document where there is one."""

    text: str
    media: Media | None = None
    source: Source = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """Send a question and its options; they are numbered from 1. ``asked`` is what a tap on one
    of them answers, where they are shown as something to tap."""

    text: str
    options: tuple[str, ...]
    source: Source = field(default=NOWHERE, compare=False, repr=False)
    asked: Asked | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SearchVacancies:
    """Answer with VacanciesFound before this turn ends.

    Vacancies that match any of ``terms``, in ``city`` (a name like "Curitiba/PR", or empty),
    none of ``exclude``, at most ``limit``. ``course`` is the course's id, or empty.
    ``stored_only`` asks for no new search at the sources. With ``filters``, the sentence of a
    filter, exactly what that says is looked for, and only what was recorded for the course;
    with ``saved``, what this student saved, the newest first. What the student hid never comes.
    """

    key: str
    terms: tuple[str, ...]
    city: str = ""
    course: str = ""
    exclude: tuple[int, ...] = ()
    limit: int = 5
    stored_only: bool = False
    filters: str = ""
    saved: bool = False


@dataclass(frozen=True, slots=True)
class MarkVacancies:
    """Keep that this student marked these vacancies; with ``off``, that they did not."""

    mark: Mark
    vacancies: tuple[int, ...]
    off: bool = False


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person takes over this chat; the bot is silent until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class OptOut:
    """Never write first to this contact."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Nothing understood this text here: for the editors' list."""

    text: str
    flow: str
    step: str


type Effect = Say | Offer | SearchVacancies | MarkVacancies | HandOver | OptOut | Missed
