"""What a conversation test is made of: what the person does, and what the bot must answer.

``rehearsal`` says how it is played, and how what came is compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .engine.events import MediaKind
from .engine.release import FlowId, StepId
from .samples import World

DEFAULT_AT = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)  # a Monday, ten in the morning in Curitiba


class How(StrEnum):
    """How an expected text is compared with the bubble that came."""

    WHOLE = "whole"  # the bubble says this and nothing else
    CONTAINS = "contains"  # one of the bubbles of this answer has this in it
    LACKS = "lacks"  # none of the bubbles of this answer has this in it


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
    already; with ``curso_id`` alone the release says the rest about the course. ``returning``
    is a person who has talked to the bot before.
    """

    at: datetime = DEFAULT_AT
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
