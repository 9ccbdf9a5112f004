"""How a talk begins and against what it is played."""

from dataclasses import dataclass, field
from datetime import datetime

from bot_flows.compiler import compile_drafts
from bot_flows.engine.release import FlowId, StepId
from bot_flows.engine.release import Release as Bot
from bot_flows.models import Persona, Release
from bot_flows.models.release import load
from bot_flows.rehearsal import Opening

from .agenda import Agenda
from .talk import Releases
from .worlds import Finds

DRAFTS, PUBLISHED, AGENDA = "rascunho", "publicada", "agenda"


class NoSuchRelease(LookupError):
    """There is no release of this name, or it is written in a format that is read no more."""


@dataclass(frozen=True, slots=True)
class Setting:
    """``version`` is DRAFTS, PUBLISHED, AGENDA (what will be on the air at the time of the talk)
    or the number of a release. ``at`` is aware."""

    at: datetime
    version: str = DRAFTS
    persona: Persona = field(default_factory=Persona)
    flow: FlowId = ""
    step: StepId = ""
    finds: Finds = Finds.SOME

    def opening(self) -> Opening:
        """What the engine needs to know of it."""
        return Opening(
            at=self.at,
            name=self.persona.name,
            flow=self.flow,
            step=self.step,
            slots=self.persona.slots,
            returning=self.persona.returning,
        )


def releases(version: str, now: datetime) -> Releases:
    """The release on the air at each time of a talk. Raises NoSuchRelease."""
    if version == AGENDA:
        return Agenda(now).release_at
    bot = compile_drafts() if version == DRAFTS else _load(version)
    return lambda at: bot


def _load(version: str) -> Bot:
    number = active_number() if version == PUBLISHED else version
    try:
        return load(int(number or 0))
    except (Release.DoesNotExist, ValueError, OverflowError) as error:
        raise NoSuchRelease(version) from error


def active_number() -> int | None:
    """The number of the release on the air."""
    return Release.objects.filter(active=True).values_list("number", flat=True).first()
