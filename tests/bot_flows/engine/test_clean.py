"""Values from outside come out as one visible line without formatting of its own."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot_flows.engine.clean import clean, hidden, shorten
from bot_flows.engine.graphemes import cut, is_boundary

CHARACTERS = ("é", "e\u0301", "👍🏽", "👩‍👩‍👧‍👦", "🇧🇷", "1️⃣", "❤️", "한", "\u1112\u1161\u11ab", "नी")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Estágio em TI", "Estágio em TI"),
        ("  Estágio\n\tem   TI ", "Estágio em TI"),
        ("Est\u00adágio\u200b \u202eIT\u202c", "Estágio IT"),
        ("\x1b[31mVaga\x00", "[31mVaga"),
        ("*VAGA* _boa_ ~já~ ```x```", "VAGA boa -já- x"),
        ("dev_web_jr", "dev_web_jr"),
        ("> citado", "citado"),
        ("- item", "item"),
        ("-5", "-5"),
        ("Ana\u200d", "Ana"),
        ("👩‍💻 Ana", "👩‍💻 Ana"),
        ("Ana\u3164", "Ana"),
        ("Z" + "\u0334" * 40, "Z" + "\u0334" * 3),
        ("\ud83d oi", "oi"),
        ("{nome}", "{nome}"),
        ("", ""),
    ],
)
def test_a_value_is_cleaned(value: str, expected: str) -> None:
    assert clean(value, 60) == expected


@settings(max_examples=60)
@given(st.text(max_size=60), st.integers(0, 20))
@example("_" * 50, 5)
@example("👩‍👩‍👧‍👦" * 9, 8)
@example("*\u200d*" * 9, 8)
def test_whatever_comes_in_is_one_short_plain_line(value: str, longest: int) -> None:
    line = clean(value, longest)
    assert len(line) <= longest
    assert line == " ".join(line.split())
    assert not set(line) & set("*`~\u202e\u200b")
    assert all(unicodedata.category(item) not in ("Cc", "Cs") for item in line)


def test_a_huge_value_costs_no_time() -> None:
    assert clean("x" * 10_000_000, 5) == "xxxx…"


def test_shortening_keeps_characters_whole() -> None:
    assert shorten("olá 👍🏽👍🏽", 6) == "olá…"
    assert shorten("olá", 3) == "olá"
    assert shorten("olá", 0) == ""


@pytest.mark.parametrize("character", CHARACTERS)
def test_no_character_is_cut(character: str) -> None:
    text = character * 3
    ends = [at for at in range(len(text) + 1) if is_boundary(text, at)]
    assert ends == [at * len(character) for at in range(4)]
    assert cut(text, len(text) - 1) == len(character) * 2


def test_a_character_over_the_limit_is_cut_all_the_same() -> None:
    assert cut("e" + "\u0301" * 10, 5) == 5
    assert cut("\r\nab", 1) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Olá, 👩‍💻!\n\tTudo bem?", ()),
        ("Olá\u200b, \ufeffmundo", ("\u200b", "\ufeff")),
        ("Ana\u200d", ("\u200d",)),
        ("a\u202eb\u202e", ("\u202e",)),
    ],
)
def test_hidden_characters_are_found(text: str, found: tuple[str, ...]) -> None:
    assert hidden(text) == found
