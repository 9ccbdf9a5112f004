"""Edit distance and what is built on it."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_flows.engine.likeness import Names, cut_short, distance, key, mistyped, squeeze

QUICK = settings(max_examples=40, deadline=None)

LETTERS = st.text("abc", max_size=7)


def _plain_distance(left: str, right: str) -> int:
    """The textbook's recursion, to hold the quick one to."""

    @cache
    def between(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        cost = min(
            between(i - 1, j) + 1,
            between(i, j - 1) + 1,
            between(i - 1, j - 1) + (left[i - 1] != right[j - 1]),
        )
        swapped = i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]
        return min(cost, between(i - 2, j - 2) + 1) if swapped else cost

    return between(len(left), len(right))


@QUICK
@given(LETTERS, LETTERS, st.integers(0, 4))
def test_distance_is_the_textbooks_up_to_its_limit(left: str, right: str, limit: int) -> None:
    assert distance(left, right, limit) == min(_plain_distance(left, right), limit + 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("crusos", "cursos"),
        ("vagss", "vagas"),
        ("vgas", "vagas"),
        ("avgas", "vagas"),
        ("sofware", "software"),
        ("mneu", "menu"),
        ("phyton", "python"),
        ("adiministracao", "administracao"),
        ("duvda", "duvidas"),
    ],
)
def test_typing_errors(typed: str, meant: str) -> None:
    assert mistyped(typed, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pagas", "vagas"),
        ("vara", "vaga"),
        ("curioso", "cursos"),
        ("sim", "sem"),
        ("civil", "cursos"),
    ],
)
def test_other_words_are_no_typing_errors(typed: str, meant: str) -> None:
    assert not mistyped(typed, meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vaga", "vagaaas"),
        ("opcao", "opcoes"),
        ("profissional", "profissionais"),
        ("desenvolvedor", "desenvolvedores"),
        ("jovem", "jovens"),
        ("pessoa", "pesoas"),
    ],
)
def test_number_and_stress_do_not_matter(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_digits_are_never_squeezed() -> None:
    assert squeeze("sss 2000 11") == "s 2000 11"


def test_words_cut_short() -> None:
    assert cut_short("adm", "administracao")
    assert cut_short("designer", "design")
    assert not cut_short("ad", "administracao")
    assert not cut_short("javascript", "java")


def test_the_nearest_names_are_those_at_the_least_distance() -> None:
    names = Names(["toledo", "torres", "toled", "curitiba", ""])
    assert set(names.nearest("toleda", 2)) == {"toledo", "toled"}
    assert names.nearest("otledo", 1) == ("toledo",)
    assert names.nearest("curitxxx", 2) == ()
    assert names.nearest("", 2) == ()


@QUICK
@given(st.lists(LETTERS, max_size=8), LETTERS.filter(bool), st.integers(1, 2))
def test_no_near_name_is_lost_to_the_shortcuts(texts: list[str], typed: str, limit: int) -> None:
    found = Names(texts).nearest(typed, limit)
    near = {text: _plain_distance(typed, text) for text in texts if text and text[0] == typed[0]}
    least = min(near.values(), default=limit + 1)
    if least <= limit:
        reached = {_plain_distance(typed, text) for text in found}
        assert len(reached) == 1
        assert reached.pop() <= least
