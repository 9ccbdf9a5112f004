"""A conversation test: what the person does, and what the bot must answer.

Pure: played against a release on the same engine as the webhook, with a small fixed world of
vacancies, so that a test says the same tomorrow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from .engine.events import MediaKind
from .engine.release import FlowId, StepId


class How(StrEnum):
    """How an expected text is compared with the bubble that came."""

    WHOLE = "whole"  # the bubble says this and nothing else
    CONTAINS = "contains"  # one of the bubbles of this answer has this in it
    LACKS = "lacks"  # none of the bubbles of this answer has this in it


class World(StrEnum):
    """What a search for vacancies finds in a test."""

    SOME = "some"
    NONE = "none"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Says:
    """The person types this."""

    text: str


@dataclass(frozen=True, slots=True)
class Sends:
    """The person sends something that is not text."""

    kind: MediaKind


@dataclass(frozen=True, slots=True)
class Waits:
    """Time passes."""

    time: timedelta


@dataclass(frozen=True, slots=True)
class Expects:
    """The bot must have said this since the person spoke last."""

    text: str
    how: How = How.WHOLE


@dataclass(frozen=True, slots=True)
class ExpectsFlow:
    """The conversation must be in this flow now."""

    flow: FlowId


type Act = Says | Sends | Waits | Expects | ExpectsFlow


@dataclass(frozen=True, slots=True)
class Opening:
    """How a chat begins: when, where and with whom.

    ``at`` is aware. Without ``flow`` the person writes first, as on the phone; with it the
    chat begins there, at ``step`` where one is given. ``slots`` are answers that are known
    already. ``returning`` is a person who has talked to the bot before.
    """

    at: datetime
    name: str = "Ana Souza"
    flow: FlowId = ""
    step: StepId = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    returning: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One act of a script; ``id`` is that of the block an editor wrote it in."""

    act: Act
    id: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A whole test."""

    opening: Opening
    lines: tuple[Line, ...]
    world: World = World.SOME
