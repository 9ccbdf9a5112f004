"""What happened. Past tense; plain values."""

from dataclasses import dataclass
from enum import StrEnum

from .state import Asked


class MediaKind(StrEnum):
    """A message that is not text."""

    AUDIO = "audio"
    IMAGE = "image"
    VIDEO = "video"
    STICKER = "sticker"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact"
    CALL = "call"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TextReceived:
    """A person typed this. ``name`` is what they call themselves on WhatsApp.

    ``asked`` is the question whose option of that label they tapped instead of typing; the
    text is empty where they tapped one, and which did not reach us.
    """

    text: str
    name: str = ""
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class MediaReceived:
    kind: MediaKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class StaffSpoke:
    """Somebody of ours typed in this chat from the phone itself."""

    text: str


@dataclass(frozen=True, slots=True)
class VacancyCard:
    """A vacancy as a student sees it; every field is ready to be shown, or empty.

    ``facts`` are what a student decides by ("20 h por semana · remoto"), ``reasons`` why it fits
    ("Bate com: Python"), ``mark`` what this student said of it, or that it closed.
    """

    id: int
    title: str
    company: str = ""
    place: str = ""
    kind: str = ""
    salary: str = ""
    source: str = ""
    published: str = ""
    link: str = ""
    confirmed: str = ""
    reasons: str = ""
    facts: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class VacanciesFound:
    """The answer to a SearchVacancies effect, given within the same turn.

    ``total`` counts all that match, the shown ones included; ``updated`` says when a source
    answered last, ready to be shown ("há 3 h"); ``refreshing`` that a new search is under
    way and a SearchFinished will follow; ``blocked`` that every source turned the last away.
    """

    vacancies: tuple[VacancyCard, ...]
    total: int
    updated: str = ""
    refreshing: bool = False
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class SearchFinished:
    """A search that was under way ended. ``key`` is that of the effect that asked."""

    key: str


type Event = TextReceived | MediaReceived | StaffSpoke | VacanciesFound | SearchFinished
