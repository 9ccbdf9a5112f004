"""What an event did to the question that was waiting: for who counts where people leave.

A *visit* is one time that a conversation waits at a step. It begins when a turn leaves the
conversation waiting there, and goes on while the question stands: a question put again after
a miss, a courtesy, help, a picture or the way back to the same question are the same visit.
It ends with exactly one of the exits below, at the event that ends it; a conversation that
comes to wait at the same step once more (the next page of a list, a menu that leads to
itself) begins another visit. So for each step, whatever people say:

    visits begun = exits of every kind + conversations that still wait there

The question that the engine itself asks after a long time ("shall we go on?") is no step:
who comes back late has left (``timed_out``), and who then goes on begins a new visit.

In this order, the first that fits:

- nothing (``""``): no step waited, nobody spoke, or a person of ours has the chat;
- ``opted_out``: the person asked never to be written to;
- ``timed_out``, or ``not_understood`` where it was misunderstood before: back too late;
- ``missed``: not understood, and the step still waits;
- ``handed_over`` or ``answered``: the question got its answer, which led to a person of ours,
  or anywhere else. More of a list is an answer too;
- ``kept``: the question still stands;
- ``not_understood``: left after a miss: by the way out that was offered, by a word, a trigger;
- ``handed_over``, ``stopped``, ``detoured``: left by a word, a trigger or a tap on an earlier
  question: to a person of ours, to say goodbye, to another step.
"""

from enum import StrEnum

from .effects import Effect, HandOver, Missed, OptOut
from .events import Event, MediaReceived, TextReceived
from .heard import How
from .release import Release
from .state import Phase, Place, State
from .turn import Turn, is_late
from .wording import Word


class Outcome(StrEnum):
    """What came of one event at the step that waited."""

    NOTHING = ""
    MISSED = "missed"
    KEPT = "kept"
    ANSWERED = "answered"
    NOT_UNDERSTOOD = "not_understood"
    TIMED_OUT = "timed_out"
    HANDED_OVER = "handed_over"
    OPTED_OUT = "opted_out"
    STOPPED = "stopped"
    DETOURED = "detoured"


EXITS = tuple(Outcome)[3:]
STANDS = frozenset({Outcome.MISSED, Outcome.KEPT})

_PICKS = frozenset({How.NUMBER, How.LABEL, How.SYNONYM, How.WORDS, How.TYPO})
_EVER_OPEN = frozenset({Phase.ANSWER, Phase.TERM})
_ANSWERS = _PICKS | {How.ANSWER, How.MORE}


def visited(place: Place | None) -> tuple[str, str] | None:
    """The flow and the step whose own question waits here, or None."""
    if place is None or place.phase is Phase.RESUME:
        return None
    return place.flow, place.step


def outcome(before: State, event: Event, turn: Turn, release: Release) -> Outcome:
    """What came of an event that ``release`` answered with this whole turn. Raises nothing."""
    if before.at is None or not isinstance(event, TextReceived | MediaReceived):
        return Outcome.NOTHING
    if _how(turn) is How.SILENCE:
        return Outcome.NOTHING
    if before.at.phase is Phase.RESUME:
        return Outcome.MISSED if _has(turn, Missed) else Outcome.KEPT
    if _has(turn, OptOut):
        return Outcome.OPTED_OUT
    if isinstance(event, TextReceived) and _was_late(before, turn, release):
        return _after_misses(before) or Outcome.TIMED_OUT
    if isinstance(event, TextReceived) and _answers_another(event, before, turn):
        return _left(before, turn)
    return _here(before, turn)


def _answers_another(event: TextReceived, before: State, turn: Turn) -> bool:
    """Whether an option of an earlier question was tapped, and taken for what it is."""
    asked = event.asked
    if asked is None or _how(turn) is not How.LABEL or asked.at.phase not in _EVER_OPEN:
        return False
    return visited(asked.at) != visited(before.at)


def _here(before: State, turn: Turn) -> Outcome:
    """Of what was heard in time, at a step."""
    stands = visited(turn.state.at) == visited(before.at)
    if _has(turn, Missed):
        return Outcome.MISSED if stands else Outcome.NOT_UNDERSTOOD
    if _is_answer(before, turn):
        return _to_a_person(turn) or Outcome.ANSWERED
    return _left(before, turn)


def _left(before: State, turn: Turn) -> Outcome:
    """Of what was no answer to this step: it stands, or something else was wanted."""
    if visited(turn.state.at) == visited(before.at):
        return Outcome.KEPT
    return _after_misses(before) or _to_a_person(turn) or _by_a_word(turn)


def _after_misses(before: State) -> Outcome | None:
    return Outcome.NOT_UNDERSTOOD if before.misses else None


def _to_a_person(turn: Turn) -> Outcome | None:
    return Outcome.HANDED_OVER if _has(turn, HandOver) else None


def _by_a_word(turn: Turn) -> Outcome:
    quits = turn.heard is not None and turn.heard.what == (Word.QUIT,)
    return Outcome.STOPPED if quits and _how(turn) is How.WORD else Outcome.DETOURED


def _is_answer(before: State, turn: Turn) -> bool:
    """Whether the step's own question was answered; the ways out of it are no answers."""
    if _how(turn) not in _ANSWERS or turn.heard is None or before.at is None:
        return False
    if before.at.phase is not Phase.RESCUE or _how(turn) not in _PICKS:
        return True
    ways_out = {option.label for option in before.offered}
    return ways_out.isdisjoint(turn.heard.what)


def _was_late(before: State, turn: Turn, release: Release) -> bool:
    now = turn.state.last_at
    return now is not None and is_late(release, before, now)


def _how(turn: Turn) -> How | None:
    return turn.heard.how if turn.heard else None


def _has(turn: Turn, kind: type[Effect]) -> bool:
    return any(isinstance(effect, kind) for effect in turn.effects)
