"""What goes out keeps to WhatsApp's limits, loses nothing and breaks no character."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot_flows.engine.effects import Missed, Offer, OptOut, Say
from bot_flows.engine.graphemes import is_boundary
from bot_flows.engine.limits import CAPTION_LIMIT, TEXT_LIMIT
from bot_flows.whatsapp import Rendered, length, render, split
from tests.builders import an_image

EMOJI = ("👩‍👩‍👧‍👦", "👍🏽", "🇧🇷", "1️⃣", "e\u0301")
PIECES = st.sampled_from(("palavra", "fim.", " ", "\n", "\n\n", "\u00a0", "*b*", *EMOJI))


def test_a_text_goes_out_as_it_is() -> None:
    assert render(Say("*Oi*, Ana!\n\nTudo _bem_?")) == (Rendered("*Oi*, Ana!\n\nTudo _bem_?"),)


def test_the_line_ends_of_a_browser_form_become_plain() -> None:
    assert render(Say("um\r\n\r\ndois\r\n")) == (Rendered("um\n\ndois"),)


def test_options_are_numbered_below_the_question() -> None:
    (message,) = render(Offer("O que procura?", ("Vagas", "Meus\ncursos")))
    assert message.text == "O que procura?\n\n*1.* Vagas\n*2.* Meus cursos"


def test_more_than_ten_options_stay_plain_numbers() -> None:
    (message,) = render(Offer("Qual?", tuple(f"Curso {n}" for n in range(1, 13))))
    assert message.text.splitlines()[-1] == "*12.* Curso 12"


def test_nothing_to_say_is_no_message() -> None:
    assert render(Say("  \n ")) == ()
    assert render(Offer("", ())) == ()


def test_a_question_without_words_still_shows_its_options() -> None:
    assert render(Offer("", ("Vagas",))) == (Rendered("*1.* Vagas"),)


def test_a_file_carries_its_text_as_caption() -> None:
    image = an_image()
    assert render(Say("O mapa", image)) == (Rendered("O mapa", image),)
    assert render(Say("", image)) == (Rendered("", image),)


def test_what_does_not_fit_into_a_caption_follows_it() -> None:
    text = "Título.\n\n" + "palavra " * 300
    first, second = render(Say(text, an_image()))
    assert (first.text, first.media) == ("Título.", an_image())
    assert second.media is None
    assert length(second.text) > CAPTION_LIMIT


@pytest.mark.parametrize("effect", [OptOut(), Missed("x", "f", "s")])
def test_what_is_not_said_cannot_be_rendered(effect: OptOut | Missed) -> None:
    with pytest.raises(TypeError, match=type(effect).__name__):
        render(effect)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("um dois.\n\ntrês quatro", ("um dois.", "três quatro")),
        ("um. dois\ntrês quatro", ("um. dois", "três quatro")),
        ("um. dois três quatro", ("um.", "dois três", "quatro")),
        ("umas duas três quatro", ("umas duas", "três quatro")),
        ("umas duas\u00a0três quatro", ("umas", "duas\u00a0três", "quatro")),
        ("a" * 25, ("a" * 12, "a" * 12, "a")),
        ("aaaaaaaaaaa👍🏽b", ("aaaaaaaaaaa", "👍🏽b")),
        ("um dois tre\u0301s \u0301x", ("um dois", "tre\u0301s \u0301x")),
    ],
    ids=["paragraph", "line", "sentence", "word", "no-break", "long word", "emoji", "accent"],
)
def test_a_long_text_is_cut_at_the_best_place(text: str, parts: tuple[str, ...]) -> None:
    assert split(text, 12, 12) == parts


@given(st.lists(PIECES, max_size=60).map("".join), st.integers(8, 30))
@example("👩‍👩‍👧‍👦" * 3, 8)
@example(" " * 40 + "\n" + " " * 40 + "x", 8)
def test_nothing_is_lost_and_no_character_is_cut(text: str, limit: int) -> None:
    parts = split(text, limit, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < length(part) <= limit for part in parts)
    at = 0
    for part in parts:
        at = text.index(part, at)
        assert at == len(text) - len(text.lstrip()) or is_boundary(text, at)
        at += length(part)


@given(st.text(), st.integers(1, 9))
def test_no_text_at_all_loses_anything(text: str, limit: int) -> None:
    parts = split(text, limit, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < length(part) <= limit for part in parts)


@pytest.mark.parametrize("text", ["x" * 65_536, " \n" * 40_000 + "x", ("\u0301" * 9 + " ") * 5000])
def test_huge_texts_are_cut_in_no_time(text: str) -> None:
    assert all(length(message.text) <= TEXT_LIMIT for message in render(Say(text)))
