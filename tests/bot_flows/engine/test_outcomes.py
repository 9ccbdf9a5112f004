"""What came of a message at the step that waited, and that no visit is lost or counted twice."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_flows.engine import state
from bot_flows.engine.events import (
    Event,
    MediaKind,
    MediaReceived,
    SearchFinished,
    StaffSpoke,
    TextReceived,
)
from bot_flows.engine.outcomes import EXITS, STANDS, Outcome, outcome, visited
from bot_flows.engine.release import AnswerKind, Release, SearchSource
from bot_flows.engine.state import Asked, Phase, State
from bot_flows.engine.turn import play
from tests import builders as b
from tests.examples import examples
from tests.strategies import NOW, events, releases, states

from .talking import BOT, LATE, after, stored

SHOP = b.a_release(
    *b.little_bot(),
    b.a_flow("Segundo", b.menu("E aqui?", b.choice("Vagas", to="vagas"), b.choice("Nada"))),
    b.a_flow("Laço", b.menu("De novo?", b.choice("Sim", to="laco")), triggers=("laço",)),
    b.a_flow(
        "Dados",
        b.ask("Qual é o seu e-mail?", "email", AnswerKind.EMAIL),
        b.say("Anotei."),
        b.menu("E agora?", b.choice("Fim", to="fim")),
        triggers=("dados",),
    ),
    b.a_flow("Gente", b.handoff("Já chamo."), triggers=("atendente",)),
    b.a_flow("Busca", b.vacancies(SearchSource.TYPED), triggers=("busca",)),
)


def heard(place: State, said: str | Event, now: datetime = NOW, bot: Release = SHOP) -> Outcome:
    event = TextReceived(said, "Ana") if isinstance(said, str) else said
    return outcome(place, event, play(bot, place, event, now, stored), bot)


def there(*said: str) -> State:
    return after(*said, release=SHOP)


@pytest.mark.parametrize(
    ("before", "said", "expected"),
    [
        ((), "oi", Outcome.NOTHING),
        (("oi",), "1", Outcome.ANSWERED),
        (("oi",), "procurar vagas", Outcome.ANSWERED),
        (("oi",), "encerrar", Outcome.ANSWERED),
        (("oi",), "3", Outcome.HANDED_OVER),
        (("oi",), "xyzzy", Outcome.MISSED),
        (("oi", "xyzzy"), "plugh", Outcome.MISSED),
        (("oi", "xyzzy", "plugh"), "frobozz", Outcome.MISSED),
        (("oi", "xyzzy"), "1", Outcome.ANSWERED),
        (("oi", "xyzzy"), "obrigada", Outcome.KEPT),
        (("oi",), "obrigada", Outcome.KEPT),
        (("oi",), "ajuda", Outcome.KEPT),
        (("oi",), "oi", Outcome.KEPT),
        (("oi",), "menu", Outcome.KEPT),
        (("dados",), "menu", Outcome.DETOURED),
        (("oi", "dados"), "voltar", Outcome.DETOURED),
        (("dados",), "quero trabalhar", Outcome.DETOURED),
        (("dados",), "ana@exemplo.com", Outcome.ANSWERED),
        (("dados",), "não sei", Outcome.MISSED),
        (("dados",), "atendente", Outcome.HANDED_OVER),
        (("dados",), "sair", Outcome.STOPPED),
        (("dados",), "parar", Outcome.OPTED_OUT),
        (("dados", "não sei"), "menu", Outcome.NOT_UNDERSTOOD),
        (("dados", "não sei"), "sair", Outcome.NOT_UNDERSTOOD),
        (("dados", "não sei"), "atendente", Outcome.NOT_UNDERSTOOD),
        (("dados", "não sei"), "parar", Outcome.OPTED_OUT),
        (("dados", "a b", "c d", "e f"), "1", Outcome.KEPT),  # go on with the question
        (("dados", "a b", "c d", "e f"), "2", Outcome.NOT_UNDERSTOOD),  # the menu
        (("dados", "a b", "c d", "e f"), "3", Outcome.NOT_UNDERSTOOD),  # a person
        (("dados", "a b", "c d", "e f"), "ana@exemplo.com", Outcome.ANSWERED),
        (("laço",), "1", Outcome.ANSWERED),
        (("busca",), "mais", Outcome.ANSWERED),
    ],
)
def test_what_came_of_a_message(before: tuple[str, ...], said: str, expected: Outcome) -> None:
    assert heard(there(*before), said) is expected


def test_who_comes_back_too_late_has_left() -> None:
    assert heard(there("dados"), "voltei", LATE) is Outcome.TIMED_OUT
    assert heard(there("dados"), "menu", LATE) is Outcome.TIMED_OUT
    assert heard(there("dados", "não sei"), "voltei", LATE) is Outcome.NOT_UNDERSTOOD


def test_at_the_menu_nobody_comes_back_too_late() -> None:
    assert heard(there("oi"), "1", LATE) is Outcome.ANSWERED


def test_the_question_of_the_engine_itself_is_no_step() -> None:
    back = play(SHOP, there("dados"), TextReceived("voltei"), LATE, stored).state
    assert back.at is not None
    assert back.at.phase is Phase.RESUME
    assert visited(back.at) is None
    assert heard(back, "1", LATE) is Outcome.KEPT
    assert heard(back, "xyzzy", LATE) is Outcome.MISSED


@pytest.mark.parametrize("event", [StaffSpoke("oi"), SearchFinished("x")])
def test_what_nobody_of_them_said_is_nothing(event: Event) -> None:
    assert heard(there("oi"), event) is Outcome.NOTHING


def test_a_picture_leaves_the_question() -> None:
    assert heard(there("oi"), MediaReceived(MediaKind.IMAGE)) is Outcome.KEPT


def test_a_tap_on_an_earlier_question_leaves_this_one() -> None:
    first, second = there("oi"), there("oi", "dados")
    assert first.at is not None
    asked = Asked(first.at, first.offered)
    tap = TextReceived("Procurar vagas", "Ana", asked)
    assert heard(first, tap) is Outcome.ANSWERED
    assert heard(second, tap) is Outcome.DETOURED
    assert heard(there("oi", "dados", "não sei"), tap) is Outcome.NOT_UNDERSTOOD


def test_while_a_person_has_the_chat_nothing_is_counted() -> None:
    assert heard(there("atendente"), "oi?") is Outcome.NOTHING


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_any_state_and_any_event_has_one_outcome(data: st.DataObject) -> None:
    release: Release = data.draw(releases())
    place: State = data.draw(states(release))
    assert heard(place, data.draw(events()), bot=release) in Outcome


@settings(max_examples=examples(40), deadline=None)
@given(st.data())
def test_visits_begun_are_those_that_ended_and_those_that_wait(data: st.DataObject) -> None:
    add_up(data, data.draw(releases()))


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_the_same_in_a_bot_that_makes_sense(data: st.DataObject) -> None:
    add_up(data, data.draw(st.sampled_from((BOT, SHOP))))


@pytest.mark.drill
@pytest.mark.timeout(900)
@settings(max_examples=1_000, deadline=None)
@given(st.data())
def test_the_same_for_a_thousand_bots(data: st.DataObject) -> None:
    add_up(data, data.draw(releases()))


SAID = st.sampled_from(
    [
        *("oi", "1", "2", "3", "menu", "voltar", "ajuda", "sair", "parar", "dados", "laço"),
        *("busca", "atendente", "xyzzy", "mais", "sim", "não", "obrigada", "curitiba", "a@b.co"),
    ]
).map(TextReceived)


def add_up(data: st.DataObject, release: Release) -> None:
    """One chat. Arrivals are told by the places alone, exits by what ``outcome`` says."""
    place, now = State(), NOW
    begun: Counter[tuple[str, str]] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    for _ in range(data.draw(st.integers(1, 12))):
        event = data.draw(st.one_of(SAID, events()))
        turn = play(release, place, event, now, stored)
        came = outcome(place, event, turn, release)
        was, is_now = visited(place.at), visited(turn.state.at)
        if was != is_now:
            assert came not in STANDS or was is None
            assert came in EXITS or was is None
        if was and came in EXITS:
            ended[was] += 1
        if is_now and (was != is_now or came in EXITS):
            begun[is_now] += 1
        place = state.from_json(state.to_json(turn.state))
        now += timedelta(minutes=data.draw(st.integers(0, 60 * 30)))
    waits = visited(place.at)
    assert begun == ended + Counter([waits] if waits else [])
