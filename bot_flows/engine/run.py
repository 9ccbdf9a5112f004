"""What one turn works on: the state so far, the effects so far, and how to speak.

A Run lives for one call of ``take_turn`` and is the only thing in the engine that changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import effects
from .clean import clean
from .effects import Effect, Source
from .heard import Heard, How
from .release import Course, Flow, Media, Release, Step
from .state import Asked, Option, Phase, Place, State
from .wording import PLACEHOLDERS, Reply, fill

HISTORY_LIMIT = 20


class Run:
    """The release, the time, and what has come of the turn until now."""

    __slots__ = ("effects", "heard", "now", "release", "speaker", "state", "typed")

    def __init__(self, release: Release, state: State, now: datetime, typed: str = "") -> None:
        self.release = release
        self.state = state
        self.now = now
        self.typed = typed
        self.effects: list[Effect] = []
        self.speaker = (state.at.flow, state.at.step) if state.at else ("", "")
        self.heard: Heard | None = None

    def trial(self) -> "Run":
        """A copy to try something on; nothing comes of it unless it is adopted."""
        return Run(self.release, self.state, self.now, self.typed)

    def adopt(self, trial: "Run") -> None:
        """Let what was tried come true."""
        self.state = trial.state
        self.effects.extend(trial.effects)
        self.heard = trial.heard or self.heard

    def note(self, how: How, *what: str, numbers: Sequence[int] = ()) -> None:
        """Put down why the text is read as it is, for who tries the bot out."""
        self.heard = Heard(how, what, tuple(numbers))

    def note_options(self, how: How, keys: Sequence[str]) -> None:
        """The same, where options that were shown are meant."""
        shown = [
            (number, option.label)
            for number, option in enumerate(self.state.offered, start=1)
            if option.key in keys
        ]
        self.note(how, *(label for _, label in shown), numbers=[number for number, _ in shown])

    def change(self, **fields: Any) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **fields)

    def keep(self, **slots: str) -> None:
        """Remember answers."""
        self.change(slots={**self.state.slots, **slots})

    def fill(self, text: str, values: Mapping[str, str] | None = None) -> str:
        """The text with what this conversation knows in place of its placeholders."""
        return fill(text, {**self.state.slots, **values} if values else self.state.slots)

    def reply(self, key: Reply, values: Mapping[str, str] | None = None) -> str:
        """The wording of a reply template, filled."""
        return self.fill(self.release.reply(key), values)

    def say(self, text: str, media: Media | None = None, *, reply: str = "") -> None:
        """Send a text that is already filled; an empty one without media is left out."""
        if text.strip() or media:
            self.effects.append(effects.Say(text, media, Source(*self.speaker, reply)))

    def say_reply(self, key: Reply, values: Mapping[str, str] | None = None) -> None:
        self.say(self.reply(key, values), reply=key)

    def say_misunderstood(self, key: Reply, options: str = "") -> None:
        """A reply that may quote what was typed and name options."""
        longest = PLACEHOLDERS["resposta"].longest
        self.say_reply(key, {"resposta": clean(self.typed, longest), "opcoes": options})

    def wait(self, place: Place, options: Sequence[Option] = ()) -> None:
        """Stop here until the person speaks; where we were goes onto the way back."""
        before, history = self.state.at, self.state.history
        if before and before != place and not _passes(before, place):
            history = (*history, before)[-HISTORY_LIMIT:]
        if history and history[-1] == place:
            history = history[:-1]
        self.change(at=place, offered=tuple(options), history=history)

    def offer(self, place: Place, text: str, options: Sequence[Option], *, reply: str = "") -> None:
        """Ask with numbered options, and wait for one of them."""
        self.wait(place, options)
        self.speaker = place.flow, place.step
        if options:
            labels = tuple(option.label for option in options)
            source, asked = Source(*self.speaker, reply), Asked(place, self.state.offered)
            self.effects.append(effects.Offer(text, labels, source, asked))
        else:
            self.say(text, reply=reply)

    def leave(self) -> None:
        """Be nowhere: the next message starts anew. Answers are kept."""
        self.change(at=None, offered=(), history=(), misses=0, search=None)

    def locate(self, place: Place) -> tuple[Flow, int] | None:
        """The flow and the index of the step where the place is, or None where it is gone."""
        flow = self.release.flows.get(place.flow)
        if flow is None:
            return None
        for index, step in enumerate(flow.steps):
            if step.id == place.step:
                return flow, index
        return None

    def step_at(self, place: Place) -> Step | None:
        found = self.locate(place)
        return found[0].steps[found[1]] if found else None

    def course(self) -> Course | None:
        """The course that the person chose, while it still exists."""
        return self.release.course(self.state.slots.get("curso_id", ""))


# Questions of the engine itself: not places to come back to.
WAYS_OUT = frozenset({Phase.RESCUE, Phase.RESUME})
_PASSING = WAYS_OUT | {Phase.SEARCH, Phase.NEWS}


def _passes(before: Place, place: Place) -> bool:
    """Whether ``before`` is no place to come back to; the next page of a list is the list."""
    if before.phase in _PASSING:
        return True
    same_step = before.step == place.step and before.flow == place.flow
    return before.phase is Phase.LIST and same_step and place.phase not in WAYS_OUT
