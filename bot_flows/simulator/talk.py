"""A talk, played from its beginning."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot_flows import rehearsal
from bot_flows.engine.effects import Effect, SearchVacancies
from bot_flows.engine.events import (
    Event,
    MediaReceived,
    SearchFinished,
    StaffSpoke,
    TextReceived,
    VacanciesFound,
)
from bot_flows.engine.heard import Heard
from bot_flows.engine.release import Release
from bot_flows.engine.state import State
from bot_flows.engine.turn import Turn, may_move, play
from bot_flows.rehearsal import Opening, Says, Sends, Waits

from .acts import Act, SearchEnds, StaffSays
from .worlds import Source

# The release that is on the air at a time.
type Releases = Callable[[datetime], Release]


@dataclass(frozen=True, slots=True)
class Exchange:
    """An act and what came of it. ``act`` is None for what the bot says first, where the talk
    begins in a flow. ``before`` and ``after`` are the states around it."""

    act: Act | None
    at: datetime
    release: Release
    before: State
    after: State
    effects: tuple[Effect, ...] = ()
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """All of it; ``release`` is the one that would answer next."""

    opening: Opening
    exchanges: tuple[Exchange, ...]
    state: State
    now: datetime
    release: Release


@dataclass(slots=True)
class _Player:
    releases: Releases
    source: Source
    name: str
    release: Release
    state: State
    now: datetime
    done: list[Exchange] = field(default_factory=list)

    def look_up(self, effect: SearchVacancies) -> VacanciesFound:
        return self.source(effect, self.now)

    def do(self, act: Act) -> None:
        before = self.state
        if isinstance(act, Waits):
            self.now += act.time
        if isinstance(act, SearchEnds):
            self.source.end()
        event = _event(act, self.name, before)
        turn = self._answer(event) if event else Turn(before, ())
        self.source.see(turn.effects)
        self._keep(act, before, turn)

    def _answer(self, event: Event) -> Turn:
        """By the release of the conversation, as the webhook does: it moves on where it may."""
        newest = self.releases(self.now)
        if may_move(self.release, self.state, event, self.now):
            self.release = newest
        return play(self.release, self.state, event, self.now, self.look_up)

    def _keep(self, act: Act | None, before: State, turn: Turn) -> None:
        self.state = turn.state
        self.done.append(
            Exchange(act, self.now, self.release, before, turn.state, turn.effects, turn.heard)
        )


def replay(opening: Opening, acts: Sequence[Act], releases: Releases, source: Source) -> Talk:
    """Play these acts from the opening on. Raises nothing that ``releases`` does not."""
    release = releases(opening.at)
    player = _Player(releases, source, opening.name, release, State(), opening.at)
    turn = rehearsal.begin(release, opening, source)
    player.state = turn.state
    if turn.effects or opening.flow:
        player._keep(None, turn.state, turn)
    for act in acts:
        player.do(act)
    return Talk(opening, tuple(player.done), player.state, player.now, player.release)


def _event(act: Act, name: str, state: State) -> Event | None:
    match act:
        case Says(text):
            return TextReceived(text, name)
        case Sends(kind):
            return MediaReceived(kind, name)
        case StaffSays(text):
            return StaffSpoke(text)
        case SearchEnds():
            return SearchFinished(state.search.key if state.search else "")
        case _:
            return None


def person_acts(talk: Talk) -> Iterator[Act]:
    return (item.act for item in talk.exchanges if item.act)
