"""A tap on an option answers the question that it stands under."""

from dataclasses import replace

import pytest

from bot_flows.engine import effects
from bot_flows.engine.events import TextReceived
from bot_flows.engine.release import AnswerKind
from bot_flows.engine.state import Asked, Phase, Place, State
from bot_flows.engine.turn import Turn
from tests import builders as b

from .talking import BOT, LATE, after, at, tell, texts


def asked(turn: Turn) -> Asked:
    """The question with options that this turn ended with."""
    found = next(item.asked for item in turn.effects[::-1] if isinstance(item, effects.Offer))
    assert found is not None
    return Asked.from_json(found.to_json())


def tap(label: str, question: Asked) -> TextReceived:
    return TextReceived(label, "Ana", question)


START = tell(BOT, State(), "oi")
MENU = asked(START)
PLACES = [item.label for item in MENU.options]


def test_a_tap_on_the_open_question_is_its_answer() -> None:
    turn = tell(BOT, START.state, tap("Procurar vagas", MENU))
    assert at(turn.state) == ("vagas", "ask-1", Phase.ANSWER)


def test_a_tap_on_an_older_question_goes_back_to_it() -> None:
    place = after("oi", "2", "dados", release=BOT)
    turn = tell(BOT, place, tap("Vagas do meu curso", MENU))
    assert at(turn.state) == ("cursos", "courses-1", Phase.ANSWER)
    assert Place("vagas", "ask-2") in turn.state.history


def test_a_yes_of_long_ago_is_no_answer_to_the_question_of_now() -> None:
    release = b.a_release(
        b.a_flow(
            "Início",
            b.ask("Já estagiou?", "estagiou", AnswerKind.YES_NO),
            b.ask("Quer ajuda?", "ajuda", AnswerKind.YES_NO),
            b.menu("E agora?", b.choice("De novo", to="inicio")),
        )
    )
    first = tell(release, State(), "oi")
    second = tell(release, first.state, "sim")
    turn = tell(release, second.state, tap("Não", asked(first)))
    assert turn.state.slots["estagiou"] == "não"
    assert "ajuda" not in turn.state.slots


def test_a_tap_on_a_choice_that_is_gone_is_told_so() -> None:
    gone = b.a_release(
        b.a_flow("Início", b.menu("E aí?", b.choice("Fim", to="fim"))),
        b.a_flow("Fim", b.end("Tchau!")),
    )
    turn = tell(gone, after("oi", release=gone), tap("Procurar vagas", MENU))
    assert texts(turn)[0] == b.REPLIES["step_gone"]


@pytest.mark.parametrize("phase", [Phase.LIST, Phase.RESCUE, Phase.RESUME])
def test_what_only_held_at_its_moment_is_read_as_if_it_were_typed(phase: Phase) -> None:
    old = replace(MENU, at=replace(MENU.at, step="gone", phase=phase))
    turn = tell(BOT, START.state, tap("Procurar vagas", old))
    assert at(turn.state) == ("vagas", "ask-1", Phase.ANSWER)


def test_a_tap_that_was_lost_puts_the_question_again() -> None:
    turn = tell(BOT, START.state, tap("", MENU))
    assert texts(turn) == [b.REPLIES["vote_lost"], "O que você procura?"]
    assert turn.state.misses == 0


def test_a_lost_tap_on_an_older_question_puts_that_one_again() -> None:
    turn = tell(BOT, after("oi", "2", release=BOT), tap("", MENU))
    assert texts(turn)[-1] == "O que você procura?"
    assert turn.state.at == MENU.at


def test_a_tap_while_a_person_has_the_chat_stays_unanswered() -> None:
    turn = tell(BOT, after("oi", "3", release=BOT), tap("Procurar vagas", MENU))
    assert turn.effects == ()


def test_a_tap_after_half_a_day_at_the_menu_is_its_answer() -> None:
    turn = tell(BOT, START.state, tap("Procurar vagas", MENU), now=LATE)
    assert at(turn.state) == ("vagas", "ask-1", Phase.ANSWER)
