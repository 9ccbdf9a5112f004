"""What can be done in a talk, and how it travels in a page: a short list of pairs, as JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot_flows.engine.events import MediaKind
from bot_flows.scripts import Says, Sends, Waits

MOST_ACTS = 200
LONGEST_TEXT = 4096
LONGEST_SCRIPT = 100_000
LONGEST_WAIT = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class StaffSays:
    """Somebody of ours types this from the phone itself."""

    text: str


@dataclass(frozen=True, slots=True)
class SearchEnds:
    """The search at the sources that was under way ended."""


type Act = Says | Sends | Waits | StaffSays | SearchEnds


class Unreadable(ValueError):
    """Not a script of acts that we wrote."""


def dumps(acts: Sequence[Act]) -> str:
    """The acts as a page carries them."""
    return json.dumps([_out(act) for act in acts], ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> tuple[Act, ...]:
    """What ``dumps`` wrote; empty for an empty text. Raises Unreadable."""
    if len(text) > LONGEST_SCRIPT:
        raise Unreadable("too long")
    try:
        pairs = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    if not isinstance(pairs, list) or len(pairs) > MOST_ACTS:
        raise Unreadable("not a list of acts")
    return tuple(_in(pair) for pair in pairs)


def says(text: str) -> Says:
    """A text that a person can send: as long as WhatsApp lets it be."""
    return Says(_typed(text))


def _typed(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unreadable("no text")
    return value.replace("\0", "").encode(errors="replace").decode()[:LONGEST_TEXT]


def _out(act: Act) -> list[Any]:
    match act:
        case Says(text):
            return ["diz", text]
        case Sends(kind):
            return ["manda", str(kind)]
        case Waits(time):
            return ["passa", int(time.total_seconds()) // 60]
        case StaffSays(text):
            return ["equipe", text]
        case SearchEnds():
            return ["busca", ""]


def _in(pair: Any) -> Act:
    match pair:
        case ["diz", value]:
            return says(value)
        case ["manda", str(value)] if value in set(MediaKind):
            return Sends(MediaKind(value))
        case ["passa", int(value)] if 0 < value <= LONGEST_WAIT.total_seconds() // 60:
            return Waits(timedelta(minutes=value))
        case ["equipe", value]:
            return StaffSays(_typed(value))
        case ["busca", _]:
            return SearchEnds()
    raise Unreadable("not an act")
