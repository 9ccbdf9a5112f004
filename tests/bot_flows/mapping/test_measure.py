"""Texts are made to fit before a browser has measured them."""

from hypothesis import given
from hypothesis import strategies as st

from bot_flows.mapping import measure


@given(st.text(max_size=80), st.integers(40, 300))
def test_a_fitted_line_is_never_wider_than_its_room(text: str, most: int) -> None:
    line = measure.fit(text, 13, most)
    assert measure.width(line, 13) <= most or len(line) <= 2
    assert "\n" not in line


def test_a_short_text_stays_whole_and_a_long_one_says_that_it_was_cut() -> None:
    assert measure.fit("Vagas", 13, 200) == "Vagas"
    assert measure.fit("Buscar vaga por palavra-chave e cidade", 13, 100).endswith("…")


def test_a_title_is_broken_between_words() -> None:
    assert measure.wrap("Buscar vaga por palavra", 15, 130, 2) == ("Buscar vaga por", "palavra")
    assert measure.wrap("", 15, 130, 2) == ()


@given(st.text(max_size=90), st.integers(1, 3))
def test_a_title_has_at_most_that_many_lines(text: str, lines: int) -> None:
    assert len(measure.wrap(text, 15, 150, lines)) <= lines
