"""What a phrase would do: at rest, where words and triggers count, and inside each question.

It reads with the engine's own functions, in the order in which ``listening`` tries them; a test
holds the two together over random bots. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from bot_flows.engine import asking, steps
from bot_flows.engine.courtesy import is_courtesy
from bot_flows.engine.folding import fold
from bot_flows.engine.listening import EXACT
from bot_flows.engine.reading import Nothing, Picked, pick, trigger, word
from bot_flows.engine.release import Ask, Flow, FlowId, Menu, Release
from bot_flows.engine.run import Run
from bot_flows.engine.state import Place, State
from bot_flows.engine.wording import Word

NOON = datetime(2026, 3, 2, 15, tzinfo=UTC)


class Kind(StrEnum):
    """Why a phrase does what it does."""

    WORD = "word"  # it works in the whole conversation
    TRIGGER = "trigger"  # it opens a flow
    COURTESY = "courtesy"  # thanks, laughter
    START = "start"  # nothing else: the start flow
    OPTION = "option"  # of the question that waits
    ANSWER = "answer"  # to the question that waits, kept


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a phrase does. ``flow`` is where it leads, None where it leads nowhere or on below;
    ``by`` is the global word, or the label of the option."""

    kind: Kind
    flow: FlowId | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Where the bot waits for an answer."""

    flow: Flow
    step: Menu | Ask


def settled(release: Release, own: FlowId) -> Release:
    """The release without the triggers of one flow that others have already: they win."""
    others = (flow for flow in release.flows.values() if flow.id != own)
    taken = {fold(word) for flow in others for word in flow.triggers}
    flow = release.flows[own]
    kept = tuple(word for word in flow.triggers if fold(word) not in taken)
    return replace(release, flows={**release.flows, own: replace(flow, triggers=kept)})


def at_rest(release: Release, text: str) -> Outcome:
    """What a phrase does where no question is open, from someone the bot has talked to."""
    if spoken := word(text, release.settings.words):
        return Outcome(Kind.WORD, _led_by(release, spoken), spoken.value)
    if flow := trigger(text, release.triggers):
        return Outcome(Kind.TRIGGER, flow)
    if is_courtesy(text):
        return Outcome(Kind.COURTESY)
    return Outcome(Kind.START, _known(release, release.settings.start))


def _led_by(release: Release, spoken: Word) -> FlowId | None:
    settings = release.settings
    match spoken:
        case Word.MENU | Word.BACK:
            return _known(release, settings.menu or settings.start)
        case Word.HELP:
            return _known(release, settings.help)
        case _:
            return None


def _known(release: Release, flow: FlowId | None) -> FlowId | None:
    return flow if flow in release.flows else None


def questions(release: Release) -> Iterator[Question]:
    """Every menu and every open question."""
    for flow in release.flows.values():
        for step in flow.steps:
            if isinstance(step, Menu | Ask):
                yield Question(flow, step)


def inside(release: Release, question: Question, text: str) -> Outcome | None:
    """What a phrase does while this question waits; None where it does what it does at rest,
    or is not understood."""
    run = Run(release, State(greeted=True), NOON, text)
    place = Place(question.flow.id, question.step.id)
    steps.ask_again(run, place)
    if run.state.at != place:
        return None
    spoken = word(text, release.settings.words)
    reading = pick(text, run.state.offered) if run.state.offered else Nothing(())
    exact = isinstance(reading, Picked) and reading.why in EXACT
    if spoken is Word.STOP or (spoken and not exact):
        return None
    if isinstance(reading, Picked):
        return _option(question.step, reading.key)
    step = question.step
    if isinstance(step, Ask) and asking.hear_answer(run.trial(), place, step, text):
        return Outcome(Kind.ANSWER)
    return None


def _option(step: Menu | Ask, key: str) -> Outcome:
    if isinstance(step, Menu):
        chosen = next(choice for choice in step.choices if choice.id == key)
        return Outcome(Kind.OPTION, chosen.target, chosen.label)
    return Outcome(Kind.ANSWER, None, key)
