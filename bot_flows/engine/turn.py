"""One turn: (release, state, event, now) -> (state, effects).

The rules, in the order in which they are tried:

- While a person of ours has the chat, the bot is silent; only STOP is heard, and the word
  that gives the chat back. When the time is over the bot says so and goes on.
- A new contact first hears who we are. This is said once.
- A message that is not text gets the answer for its kind.
- Back after a long time inside a flow, the person is asked whether to go on; never twice.
- Else the text is heard where the conversation waits (listening.py).

Totality: for every release that compiles, every state and every event, ``take_turn``
returns, and a message that is not met by the silence above is answered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import effects, listening, searching, shortlist, steps
from .clean import clean
from .effects import Effect, SearchVacancies
from .events import (
    Event,
    MediaReceived,
    SearchFinished,
    StaffSpoke,
    TextReceived,
    VacanciesFound,
)
from .heard import Heard, How
from .reading import fold, trigger, word
from .release import Ask, FlowId, Release, StepId
from .run import Run
from .state import Phase, Place, State
from .wording import PLACEHOLDERS, Reply, Word

MOST_EFFECTS = 100


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one event; ``heard`` tells why a message was read as it was."""

    state: State
    effects: tuple[Effect, ...]
    heard: Heard | None = None


def take_turn(release: Release, state: State, event: Event, now: datetime) -> Turn:
    """Answer one event. ``now`` is aware. Raises nothing."""
    run = Run(release, state, now, event.text if isinstance(event, TextReceived) else "")
    match event:
        case VacanciesFound():
            searching.found(run, event)
        case SearchFinished():
            searching.finished(run, event)
        case StaffSpoke():
            _give_back(run, event)
        case TextReceived() | MediaReceived():
            _hear(run, event)
            run.change(last_at=now)
    return Turn(run.state, tuple(run.effects), run.heard)


def begin(release: Release, state: State, flow: FlowId, step: StepId, now: datetime) -> Turn:
    """As if the conversation had just come to this step; to the flow's first where it is gone.

    Softly to the menu where the flow is gone. A search that it asks for is still open:
    ``settle`` closes it.
    """
    run = Run(release, state, now)
    place = Place(flow, step)
    if run.step_at(place):
        steps.ask_again(run, place)
    else:
        steps.enter(run, flow)
    run.change(last_at=now)
    return Turn(run.state, tuple(run.effects))


def play(
    release: Release,
    state: State,
    event: Event,
    now: datetime,
    look_up: Callable[[SearchVacancies], VacanciesFound],
) -> Turn:
    """One event with everything it sets off: searches are answered by ``look_up`` at once."""
    return settle(release, take_turn(release, state, event, now), now, look_up)


def settle(
    release: Release,
    turn: Turn,
    now: datetime,
    look_up: Callable[[SearchVacancies], VacanciesFound],
) -> Turn:
    """The turn with the answers to its searches, and to theirs."""
    state, done = turn.state, list(turn.effects)
    pending = [look_up(item) for item in done if isinstance(item, SearchVacancies)]
    while pending and len(done) < MOST_EFFECTS:
        after = take_turn(release, state, pending.pop(0), now)
        state = after.state
        done.extend(after.effects)
        pending.extend(look_up(item) for item in after.effects if isinstance(item, SearchVacancies))
    return Turn(state, tuple(done), turn.heard)


def may_move(pinned: Release, state: State, event: Event, now: datetime) -> bool:
    """Whether this event may be answered by a newer release than the conversation's own.

    A conversation keeps its release while it answers a question; at a menu, at rest, and
    when the text leads out of the question, it may go on with the newest.
    """
    at = state.at
    if at is None or at.phase is not Phase.ANSWER or is_late(pinned, state, now):
        return at is None or at.phase not in (Phase.SEARCH, Phase.NEWS)
    flow = pinned.flows.get(at.flow)
    step = flow.step(at.step) if flow else None
    if not isinstance(step, Ask):
        return True
    if not isinstance(event, TextReceived):
        return False
    spoken = word(event.text, pinned.settings.words)
    return spoken is not None or shortlist.leads_away(event.text, pinned)


def _give_back(run: Run, event: StaffSpoke) -> None:
    silent = run.state.silent_until is not None
    if silent and fold(event.text) == fold(run.release.settings.release_word):
        run.change(silent_until=None)
        run.say_reply(Reply.HANDOFF_OVER)


def _hear(run: Run, event: TextReceived | MediaReceived) -> None:
    if _is_silent(run, event):
        return
    _remember_name(run, event.name)
    run.change(stopped=False)
    _greet(run)
    if isinstance(event, MediaReceived):
        _hear_media(run, event)
    elif is_late(run.release, run.state, run.now):
        _welcome_back(run, event.text)
    else:
        listening.hear(run, event.text, event.asked)
    if not _answered(run):
        steps.menu(run)
    if not _answered(run):
        text = run.reply(Reply.NOT_UNDERSTOOD).strip() or run.release.reply(Reply.NOT_UNDERSTOOD)
        run.say(text, reply=Reply.NOT_UNDERSTOOD)


def _answered(run: Run) -> bool:
    return any(isinstance(item, _ANSWERS) for item in run.effects)


_ANSWERS = (effects.Say, effects.Offer, effects.SearchVacancies)


def _is_silent(run: Run, event: TextReceived | MediaReceived) -> bool:
    """Whether a person of ours still has this chat; over-due silence ends here."""
    until = run.state.silent_until
    if until is None:
        return False
    if until > run.now:
        run.note(How.SILENCE)
        stops = isinstance(event, TextReceived) and _stops(run.release, event.text)
        return not stops
    run.change(silent_until=None)
    run.say_reply(Reply.HANDOFF_OVER)
    return False


def _stops(release: Release, text: str) -> bool:
    return word(text, release.settings.words) is Word.STOP


def _remember_name(run: Run, name: str) -> None:
    """WhatsApp's name for this person, until they tell us another."""
    if "nome" not in run.state.slots:
        first = clean(name, PLACEHOLDERS["nome"].longest).split(" ")[0]
        if first:
            run.keep(nome=first)


def _greet(run: Run) -> None:
    if run.state.greeted:
        if "voltou" not in run.state.slots and run.state.at is None:
            run.keep(voltou="sim")
        return
    run.change(greeted=True)
    run.say_reply(Reply.FIRST_CONTACT)


def _hear_media(run: Run, event: MediaReceived) -> None:
    run.note(How.MEDIA, event.kind)
    run.say_reply(Reply(f"media_{event.kind}"))
    if run.state.at is None and run.state.last_at is None:
        steps.start(run)


def is_late(release: Release, state: State, now: datetime) -> bool:
    """Back after the time-out, inside a flow that is not the start."""
    at, last = state.at, state.last_at
    if at is None or last is None or at.flow in (release.settings.start, release.settings.menu):
        return False
    return now - last > timedelta(minutes=release.settings.idle_minutes)


def _welcome_back(run: Run, text: str) -> None:
    place = run.state.at
    assert place is not None
    spoken = word(text, run.release.settings.words)
    flow = trigger(text, run.release.triggers)
    run.note(How.LATE)
    run.change(misses=0)
    if spoken is not None:
        listening.obey(run, spoken)
    elif shortlist.hear_filters(run, text) or shortlist.hear_listed(run, place, text):
        return
    elif flow is not None:
        run.note(How.TRIGGER, flow)
        steps.enter(run, flow)
    elif place.phase in (Phase.RESUME, Phase.RESCUE) or run.step_at(place) is None:
        steps.menu(run)
    else:
        listening.offer_way_out(run, place, Reply.RESUME)
