"""For any release, any state and any event: ``take_turn`` returns, and people are answered."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_flows.engine import effects, state
from bot_flows.engine.effects import SearchVacancies
from bot_flows.engine.events import Event, MediaReceived, TextReceived, VacanciesFound
from bot_flows.engine.issues import inspect
from bot_flows.engine.release import Release
from bot_flows.engine.state import State
from bot_flows.engine.turn import may_move, play
from tests.strategies import events, releases, states

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SPOKEN = effects.Say | effects.Offer


def nothing(effect: SearchVacancies) -> VacanciesFound:
    return VacanciesFound((), 0)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_no_input_raises_and_no_message_goes_unanswered(data: st.DataObject) -> None:
    talk(data)


@pytest.mark.drill
@pytest.mark.timeout(900)
@settings(max_examples=1_000, deadline=None)
@given(st.data())
def test_the_same_for_a_thousand_bots(data: st.DataObject) -> None:
    talk(data)


def talk(data: st.DataObject) -> None:
    """A few events, drawn one after the other; the state goes through JSON between them."""
    release: Release = data.draw(releases())
    place: State = data.draw(states(release))
    now = NOW
    for _ in range(data.draw(st.integers(1, 5))):
        event: Event = data.draw(events())
        may_move(release, place, event, now)
        turn = play(release, place, event, now, nothing)
        if isinstance(event, TextReceived | MediaReceived) and not is_silent(turn.state, now):
            assert any(isinstance(item, SPOKEN) for item in turn.effects), (place, event)
        place = state.from_json(state.to_json(turn.state))
        assert place == turn.state
        now += timedelta(minutes=data.draw(st.integers(0, 60 * 24)))


def is_silent(place: State, now: datetime) -> bool:
    """A person of ours has this chat, and had it before this message."""
    return place.silent_until is not None and place.silent_until > now


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_a_person_always_finds_back_to_the_menu(data: st.DataObject) -> None:
    release: Release = data.draw(releases())
    place: State = data.draw(states(release))
    if is_silent(place, NOW) or any(issue.severity == "error" for issue in inspect(release)):
        return
    turn = play(release, place, TextReceived("menu"), NOW, nothing)
    assert any(isinstance(item, SPOKEN) for item in turn.effects)
