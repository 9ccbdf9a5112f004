"""What the panel says of a phrase is what the engine does with it."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot_flows.admin.editing.openings import Kind, Outcome, at_rest, inside, questions
from bot_flows.engine import steps
from bot_flows.engine.effects import Missed
from bot_flows.engine.events import TextReceived
from bot_flows.engine.release import (
    AnswerKind,
    Ask,
    Choice,
    Course,
    Courses,
    Flow,
    Menu,
    Release,
    Settings,
    Step,
    Vacancies,
)
from bot_flows.engine.run import Run
from bot_flows.engine.state import Place, State
from bot_flows.engine.turn import take_turn
from tests import strategies as drawn
from tests.builders import CITIES, REPLIES, WORDS
from tests.examples import examples

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
PHRASES = (
    *("vagas", "quero ver as vagas", "Vagas!", "vagaz", "menu", "MENÚ", "voltar", "ajuda", "sair"),
    *("oi", "obrigado", "kkkk", "1", "2", "cursos", "a segunda", "estágio", "estagios", "", "🙂"),
    *("bom dia, quero estágio", "parar", "sim", "não", "curitiba", "qualquer coisa"),
)
WORDED = ("vagas", "estágio", "cursos", "oi", "falar com gente", "menu", "obrigado", "bolsa")


@st.composite
def bots(draw: st.DrawFn) -> Release:
    """Flows that each wait at a menu of their own, so that where one is tells what was opened."""
    ids = [f"flow-{number}" for number in range(draw(st.integers(1, 4)))]
    flows = {flow_id: draw(_flow(flow_id, ids)) for flow_id in ids}
    named = st.none() | st.sampled_from(ids)
    start, menu, help = draw(st.sampled_from(ids)), draw(named), draw(named)
    settings_ = Settings(start, menu, help, words=WORDS)
    return Release(1, settings_, flows, REPLIES, cities=CITIES)


@st.composite
def _flow(draw: st.DrawFn, flow_id: str, ids: list[str]) -> Flow:
    labels = draw(st.lists(st.sampled_from(WORDED), min_size=1, max_size=3, unique=True))
    choices = tuple(
        Choice(f"{flow_id}-{at}", label, draw(st.sampled_from(ids)))
        for at, label in enumerate(labels)
    )
    triggers = tuple(draw(st.lists(st.sampled_from(WORDED), max_size=2)))
    return Flow(
        flow_id, flow_id, (Menu(f"step-{flow_id}", f"Aqui é {flow_id}", choices),), triggers
    )


def heard(bot: Release, state: State, text: str) -> State:
    return take_turn(bot, state, TextReceived(text, "Ana"), NOW).state


@settings(max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bots(), st.sampled_from(PHRASES) | drawn.texts())
def test_at_rest_the_panel_says_what_the_engine_opens(bot: Release, text: str) -> None:
    outcome = at_rest(bot, text)
    state = heard(bot, State(greeted=True, last_at=NOW), text)
    if outcome.kind is Kind.WORD and outcome.by in ("quit", "stop"):
        assert state.at is None
    elif outcome.kind is Kind.WORD and outcome.by == "help" and outcome.flow is None:
        assert state.at is not None
    elif outcome.kind is Kind.COURTESY:
        assert state.at is None
    else:
        assert state.at is not None
        assert state.at.flow == outcome.flow


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bots(), st.sampled_from(PHRASES) | drawn.texts())
def test_inside_a_question_the_panel_says_what_the_engine_does(bot: Release, text: str) -> None:
    for question in questions(bot):
        outcome = inside(bot, question, text)
        run = Run(bot, State(greeted=True, last_at=NOW), NOW)
        steps.ask_again(run, Place(question.flow.id, question.step.id))
        turn = take_turn(bot, run.state, TextReceived(text, "Ana"), NOW)
        if outcome is not None:
            assert outcome.kind is Kind.OPTION
            assert turn.state.at is not None
            assert turn.state.at.flow == outcome.flow
            continue
        rest = at_rest(bot, text)
        if rest.kind is Kind.TRIGGER:
            assert turn.state.at is not None
            assert turn.state.at.flow == rest.flow or _missed(turn.effects)


def _missed(effects: tuple[object, ...]) -> bool:
    return any(isinstance(effect, Missed) for effect in effects)


@settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_bot_and_any_phrase_has_an_outcome(data: st.DataObject) -> None:
    bot = data.draw(drawn.releases())
    text = data.draw(st.sampled_from(PHRASES) | drawn.texts())
    at_rest(bot, text)
    for question in questions(bot):
        inside(bot, question, text)


COURSE = Course("es", "Engenharia de Software", ("dados", "web"), "Bacharelado")
START = Flow("start", "Início", (Menu("home", "Oi!", (Choice("c", "Vagas", "asking"),)),))
QUESTIONS: list[Step] = [
    Menu("q", "E aí?", (Choice("um", "Um"), Choice("dois", "Dois"))),
    Courses("q", "Qual é o seu curso?"),
    Vacancies("q"),
    *(Ask("q", "Diga", "resposta", kind, options=("um", "dois")) for kind in AnswerKind),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda step: getattr(step, "kind", type(step)))
def test_menu_works_inside_every_kind_of_question(question: Step) -> None:
    asking = Flow("asking", "Perguntas", (question,), ("perguntas",))
    flows = {"start": START, "asking": asking}
    bot = Release(1, Settings("start", words=WORDS), flows, REPLIES, (COURSE,), CITIES)
    waiting = heard(bot, State(greeted=True, last_at=NOW), "perguntas")
    assert waiting.at is not None
    assert waiting.at.flow == "asking"
    assert heard(bot, waiting, "menu").at == Place("start", "home")
    assert [inside(bot, item, "menu") for item in questions(bot)] == [None] * len(
        list(questions(bot))
    )


def test_an_option_wins_over_a_trigger_and_an_open_question_keeps_what_is_said() -> None:
    asking = Flow("asking", "Perguntas", (Ask("q", "O que procura?", "termo"),), ("vagas",))
    bot = Release(1, Settings("start", words=WORDS), {"start": START, "asking": asking}, REPLIES)
    menu, ask = questions(bot)
    assert at_rest(bot, "vagas") == Outcome(Kind.TRIGGER, "asking")
    assert inside(bot, menu, "vagas") == Outcome(Kind.OPTION, "asking", "Vagas")
    assert inside(bot, ask, "vagas") == Outcome(Kind.ANSWER)
    assert inside(bot, menu, "xyz") is None
