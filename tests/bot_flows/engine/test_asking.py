"""What a typed answer comes to."""

import pytest

from bot_flows.engine.release import AnswerKind, Release
from tests import builders as b

from .talking import BOT, after, city_of, tell, texts


def yes_then(kind: AnswerKind) -> Release:
    """Whoever says yes is asked something of this kind."""
    return b.a_release(
        b.a_flow(
            "Início",
            b.ask("Quer dizer?", "quer", AnswerKind.YES_NO),
            b.ask("Qual?", "qual", kind),
            b.menu("E agora?", b.choice("De novo", to="inicio")),
        )
    )


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        (AnswerKind.CITY, "londrina", "Londrina/PR"),
        (AnswerKind.EMAIL, "ana@exemplo.com.br", "ana@exemplo.com.br"),
        (AnswerKind.DATE, "25/12/2026", "2026-12-25"),
        (AnswerKind.COURSE, "enfermagem", "Enfermagem"),
    ],
)
def test_the_answer_to_what_yes_asks_is_a_yes(kind: AnswerKind, said: str, kept: str) -> None:
    release = yes_then(kind)
    slots = after("oi", said, release=release).slots
    assert (slots["quer"], slots["qual"]) == ("sim", kept)


@pytest.mark.parametrize("kind", [AnswerKind.TEXT, AnswerKind.NUMBER, AnswerKind.YES_NO])
def test_what_may_mean_anything_is_no_yes(kind: AnswerKind) -> None:
    turn = tell(yes_then(kind), after("oi", release=yes_then(kind)), "talvez 3")
    assert texts(turn) == ["Responda sim ou não.", "Quer dizer?"]


def test_a_city_of_many_is_narrowed_by_its_state() -> None:
    place = after("oi", "2", "dados", "bom jesus")
    assert [option.label for option in place.offered][:2] == ["Bom Jesus/PB", "Bom Jesus/PI"]
    for said in ("a do piauí", "pi", "2", "bom jesus do piauí"):
        assert city_of(tell(BOT, place, said).state) == "Bom Jesus/PI", said


def test_a_doubt_is_put_again_with_its_options() -> None:
    place = after("oi", "2", "dados", "bom jesus")
    turn = tell(BOT, place, "xanadu")
    assert texts(turn)[0] == "Não conheço a cidade “xanadu”."
    assert turn.state.offered == place.offered


def test_an_answer_that_stands_in_texts_is_cut_to_its_longest() -> None:
    assert len(after("oi", "2", "a b " * 400).slots["termo"]) == 80
