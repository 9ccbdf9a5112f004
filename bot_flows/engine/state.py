"""One contact's place in the bot: small, immutable, and JSON between turns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Phase(StrEnum):
    """What a waiting conversation waits for."""

    ANSWER = "answer"  # a Menu's choice, an Ask's answer, a Courses step's course
    TERM = "term"  # a Vacancies step: which search term
    SEARCH = "search"  # a Vacancies step: the world's answer, within the turn
    LIST = "list"  # a Vacancies step: vacancies are on the screen
    NEWS = "news"  # the same, for vacancies that arrived after the first answer
    RESCUE = "rescue"  # the third misunderstanding: menu, person, or try again
    RESUME = "resume"  # back after a long time: go on, or menu


@dataclass(frozen=True, slots=True)
class Place:
    """Where the conversation waits."""

    flow: str
    step: str
    phase: Phase = Phase.ANSWER


@dataclass(frozen=True, slots=True)
class Option:
    """One line that the student saw, in the order of its number."""

    key: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was shown: a tap answers this one, whatever was asked since."""

    at: Place
    options: tuple[Option, ...]

    def to_json(self) -> dict[str, Any]:
        """As JSON values; synonyms are left out, for nobody types into a poll."""
        options = [[option.key, option.label] for option in self.options]
        return {"at": _place_out(self.at), "options": options}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Asked":
        """What ``to_json`` wrote. LookupError, TypeError or ValueError for anything else."""
        flow, step, phase = data["at"]
        options = tuple(Option(key, label) for key, label in data["options"])
        return Asked(Place(flow, step, Phase(phase)), options)


class Mark(StrEnum):
    """What a student says of a vacancy."""

    SAVED = "saved"
    APPLIED = "applied"
    HIDDEN = "hidden"
    BROKEN = "broken"  # its link leads nowhere: a report, nothing of the student's own


@dataclass(frozen=True, slots=True)
class Marked:
    """Vacancies that were marked, or, with ``off``, whose mark was taken away."""

    mark: Mark
    vacancies: tuple[int, ...]
    off: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """The running search of a Vacancies step; ``total`` is how many there were at the last look.

    ``filters`` is the sentence of a filter, where one is searched by; ``saved`` lists what the
    student saved. The vacancy with the number 2 is the second of ``shown``.
    """

    key: str
    label: str
    terms: tuple[str, ...]
    city: str = ""
    course: str = ""
    shown: tuple[int, ...] = ()
    pending: bool = False
    total: int = 0
    filters: str = ""
    saved: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """``offered`` is what the last question showed, so that "2" means what the student saw
    even when an edit moved the choices since. ``marked`` is what can be undone with the next
    message. Times are aware datetimes in UTC."""

    at: Place | None = None
    offered: tuple[Option, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    history: tuple[Place, ...] = ()
    misses: int = 0
    greeted: bool = False
    stopped: bool = False
    silent_until: datetime | None = None
    last_at: datetime | None = None
    search: Search | None = None
    marked: Marked | None = None


def to_json(state: State) -> dict[str, Any]:
    """A state as JSON values; defaults are left out, so that a row stays small."""
    data: dict[str, Any] = {
        "at": _place_out(state.at),
        "offered": [[item.key, item.label, list(item.synonyms)] for item in state.offered],
        "slots": dict(state.slots),
        "history": [_place_out(place) for place in state.history],
        "misses": state.misses,
        "greeted": state.greeted,
        "stopped": state.stopped,
        "silent_until": _time_out(state.silent_until),
        "last_at": _time_out(state.last_at),
        "search": _search_out(state.search),
        "marked": _marked_out(state.marked),
    }
    return {key: value for key, value in data.items() if value}


def from_json(data: Mapping[str, Any]) -> State:
    """The state that ``to_json`` wrote; an empty mapping is a new contact's state."""
    return State(
        at=_place_in(data.get("at")),
        offered=tuple(
            Option(key, label, tuple(synonyms)) for key, label, synonyms in data.get("offered", ())
        ),
        slots=dict(data.get("slots", {})),
        history=tuple(
            Place(flow, step, Phase(phase)) for flow, step, phase in data.get("history", ())
        ),
        misses=data.get("misses", 0),
        greeted=data.get("greeted", False),
        stopped=data.get("stopped", False),
        silent_until=_time_in(data.get("silent_until")),
        last_at=_time_in(data.get("last_at")),
        search=_search_in(data.get("search")),
        marked=_marked_in(data.get("marked")),
    )


def _place_out(place: Place | None) -> list[str] | None:
    return [place.flow, place.step, place.phase] if place else None


def _place_in(data: list[str] | None) -> Place | None:
    return Place(data[0], data[1], Phase(data[2])) if data else None


def _time_out(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _time_in(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _search_out(search: Search | None) -> list[Any] | None:
    if search is None:
        return None
    return [
        search.key,
        search.label,
        list(search.terms),
        search.city,
        search.course,
        list(search.shown),
        search.pending,
        search.total,
        *((search.filters, search.saved) if search.filters or search.saved else ()),
    ]


def _search_in(data: list[Any] | None) -> Search | None:
    if not data:
        return None
    key, label, terms, city, course, shown, *rest = data
    return Search(key, label, tuple(terms), city, course, tuple(shown), *rest)


def _marked_out(marked: Marked | None) -> list[Any] | None:
    return [marked.mark, list(marked.vacancies), marked.off] if marked else None


def _marked_in(data: list[Any] | None) -> Marked | None:
    return Marked(Mark(data[0]), tuple(data[1]), data[2]) if data else None
