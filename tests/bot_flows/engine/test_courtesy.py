"""What asks for nothing, and what only looks like it."""

from dataclasses import replace

import pytest

from bot_flows.engine.courtesy import is_courtesy
from bot_flows.engine.state import Phase, State

from .talking import BOT, after, at, tell, texts


@pytest.mark.parametrize(
    "said",
    [
        "obrigada",
        "Obrigado!!",
        "mt obrigada",
        "vlw",
        "ok",
        "blz, obg",
        "não, obrigada",
        "kkkkkkk",
        "hahaha",
        "rsrsrs",
        "huahuahua",
        "👍",
        "❤️🙏",
        "😂😂",
        "opa",
        "e aí?",
        "tudo bem?",
        "Oi de novo",
        "top demais",
        "de nada",
        "entendi, valeu",
    ],
)
def test_a_courtesy(said: str) -> None:
    assert is_courtesy(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "\u200b",
        "\u2800",
        "não",
        "sim",
        "ajuda",
        "de novo",
        "por favor",
        "bot",
        "obrigatório",
        "obrigada, e as vagas?",
        "ok, dados",
        "ha",
        "casa",
        "ua",
        "???",
        "2",
        "ok " * 40,
    ],
)
def test_no_courtesy(said: str) -> None:
    assert not is_courtesy(said)


def test_a_courtesy_is_answered_and_changes_nothing() -> None:
    for place in (after("oi"), after("oi", "1", "es", "1"), after("oi", "tchau")):
        turn = tell(BOT, place, "obrigada!")
        assert texts(turn) == ["Disponha, Ana!"]
        assert turn.state == replace(place, slots=turn.state.slots)


def test_a_courtesy_is_no_first_contact() -> None:
    turn = tell(BOT, State(), "obrigada")
    assert texts(turn)[0].startswith("Olá, Ana!")
    assert at(turn.state) == ("inicio", "menu-1", Phase.ANSWER)


def test_a_courtesy_in_a_free_text_is_the_answer() -> None:
    assert after("oi", "2", "obrigada").slots["termo"] == "obrigada"


def test_leading_elsewhere_forgets_misunderstandings() -> None:
    assert tell(BOT, after("oi"), "zzz", "yyy", "quero trabalhar").state.misses == 0
