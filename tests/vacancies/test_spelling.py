"""Typing errors: what is mended, what is left alone, and what it costs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vacancies.models import LexiconKey, LexiconWord, Vacancy
from vacancies.search import Criteria, find, lexicon, sounds, spelling

pytestmark = pytest.mark.django_db


def learnt(*titles: str, **changes: Any) -> None:
    for title in titles:
        Vacancy.objects.create(title=title, **changes)
    lexicon.learn()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("desenvolvdor", "desenvolvedor"),
        ("dezenvouvedor", "desenvolvedor"),
        ("engenharia de sofware", "engenharia de software"),
        ("Estajio", "estágio"),
        ("eletrotecinca", "eletrotécnica"),
        ("enjenheria, sofwtare!", "engenharia, software!"),
    ],
)
def test_an_error_is_mended_and_said(typed: str, meant: str) -> None:
    learnt("Desenvolvedor", "Estágio em eletrotécnica", "Engenharia de software")
    found = find(Criteria(text=typed))
    assert found.corrected == meant
    assert found.vacancies


def test_a_search_exactly_as_typed_is_possible() -> None:
    learnt("Desenvolvedor")
    assert find(Criteria(text="desenvolvdor", exact=True)).vacancies == []
    assert find(Criteria(text="desenvolvedor")).corrected == ""


def test_terms_are_mended_as_the_text_is() -> None:
    learnt("Desenvolvedor")
    found = find(Criteria(terms=("nada disso", "desenvolvdor")))
    assert (found.total, found.corrected) == (1, "desenvolvedor")


def test_every_page_of_a_mended_search_is_of_the_same_answer() -> None:
    learnt(*(f"Desenvolvedor {n}" for n in range(5)))
    pages = [find(Criteria(text="desenvolvdor"), limit=2, offset=at) for at in (0, 2, 4)]
    assert len({v.pk for page in pages for v in page.vacancies}) == 5
    assert {page.total for page in pages} == {5}


@pytest.mark.parametrize("typed", ["astronauta", "abc", "12345", "de", "", "\x00", "é" * 5_000])
def test_what_is_like_nothing_is_left_alone(typed: str) -> None:
    learnt("Desenvolvedor")
    assert spelling.corrected([typed]) is None


def test_a_word_that_a_vacancy_has_is_no_error() -> None:
    learnt("Desenvolvedor", "Desenvolvdor do Vale")
    assert spelling.corrected(["desenvolvdor"]) is None


def test_nothing_is_claimed_where_the_mended_words_find_nothing_either() -> None:
    learnt("Desenvolvedor", state="PR")
    found = find(Criteria(text="desenvolvdor", state="AC"))
    assert (found.total, found.corrected) == (0, "")


def test_words_are_learnt_once_and_shown_as_vacancies_write_them() -> None:
    learnt("Estágio em Química", "estagio", "ESTÁGIO")
    assert lexicon.learn() == 0
    word = LexiconWord.objects.get(word="estagio")
    assert (word.shown, word.count) == ("estágio", 3)
    learnt("Estágio")
    word.refresh_from_db()
    assert word.count == 4


def test_hidden_vacancies_teach_nothing() -> None:
    learnt("Segredo", live=False)
    assert not LexiconWord.objects.exists()


def test_the_lexicon_has_a_limit_and_the_rarest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "MOST_WORDS", 2)
    learnt("Dados dados", "Dados química", "Química", "Zzzrara")
    assert set(LexiconWord.objects.values_list("word", flat=True)) == {"dados", "quimica"}
    assert not LexiconKey.objects.filter(word__word="zzzrara").exists()


def test_a_mended_search_costs_the_same_for_few_and_many_words() -> None:
    costs = []
    for count in (1, 40):
        learnt(*(f"Desenvolvedor {chr(97 + n % 26)}qualquer{n}" for n in range(count)))
        with CaptureQueriesContext(connection) as seen:
            assert find(Criteria(text="desenvolvdor de")).corrected == "desenvolvedor de"
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 7


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("casa", "casa", 0), ("casa", "caas", 1), ("casa", "cassa", 1), ("dado", "lado", 1)],
)
def test_distances(one: str, other: str, errors: int) -> None:
    assert sounds.distance(one, other) == sounds.distance(other, one) == errors
