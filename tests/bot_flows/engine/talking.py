"""Talking to a little bot, for tests of the engine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot_flows.engine import effects
from bot_flows.engine.effects import SearchVacancies
from bot_flows.engine.events import Event, TextReceived, VacanciesFound, VacancyCard
from bot_flows.engine.release import Release
from bot_flows.engine.state import Phase, State
from bot_flows.engine.turn import Turn, play
from tests import builders as b

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
LATE = NOW + timedelta(hours=13)
BOT = b.a_release()


def stored(effect: SearchVacancies) -> VacanciesFound:
    """Seven vacancies for every search."""
    ids = [number for number in range(1, 8) if number not in effect.exclude]
    cards = tuple(VacancyCard(number, f"Vaga {number}") for number in ids[: effect.limit])
    return VacanciesFound(cards, total=7)


def stale(effect: SearchVacancies) -> VacanciesFound:
    """The same, and a new search is under way."""
    return replace(stored(effect), refreshing=not effect.stored_only)


def tell(release: Release, place: State, *said: str | Event, now: datetime = NOW) -> Turn:
    """The last of several turns."""
    turn = Turn(place, ())
    for item in said:
        event = TextReceived(item, "Ana") if isinstance(item, str) else item
        turn = play(release, turn.state, event, now, stored)
    return turn


def after(*said: str, release: Release = BOT) -> State:
    """Where a new contact is after saying this."""
    return tell(release, State(), *said).state


def texts(turn: Turn) -> list[str]:
    return [item.text for item in turn.effects if isinstance(item, effects.Say | effects.Offer)]


def offered(turn: Turn) -> tuple[str, ...]:
    return next(item.options for item in turn.effects[::-1] if isinstance(item, effects.Offer))


def at(place: State) -> tuple[str, str, Phase] | None:
    return (place.at.flow, place.at.step, place.at.phase) if place.at else None


def city_of(place: State) -> str | None:
    """Where the running search looks."""
    return place.search.city if place.search else None
