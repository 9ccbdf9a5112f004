"""Order, counting as far as it matters, and a place read from the text."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vacancies.models import Vacancy
from vacancies.search import Criteria, Sort, find, finding, lexicon

pytestmark = pytest.mark.django_db


def vacancy(title: str, days: int = 0, **changes: object) -> Vacancy:
    posted = timezone.localdate() - timedelta(days)
    return Vacancy.objects.create(title=title, **{"posted_at": posted, **changes})


def titles(**criteria: object) -> list[str]:
    return [v.title for v in find(Criteria(**criteria)).vacancies]


def test_an_old_title_stands_above_a_mention_of_today() -> None:
    vacancy("Outra", description="dados " * 3)
    vacancy("Dados", days=300)
    assert titles(text="dados") == ["Dados", "Outra"]
    assert titles(text="dados", sort=Sort.NEWEST) == ["Outra", "Dados"]


def test_of_equal_answers_the_newer_comes_first() -> None:
    for days in (40, 0, 9):
        vacancy(f"Dados há {days}", days=days)
    assert titles(text="dados") == ["Dados há 0", "Dados há 9", "Dados há 40"]


def test_counting_ends_at_the_cap_and_pages_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CAP", 5)
    monkeypatch.setattr(finding, "WINDOW", 6)
    stored = {vacancy(f"Dados {n}", days=n).pk for n in range(13)}
    for asked in (Criteria(text="dados"), Criteria()):
        pages = [find(asked, limit=4, offset=at) for at in range(0, 16, 4)]
        assert [v.pk for page in pages for v in page.vacancies] == sorted(stored)
        assert {(page.total, page.more) for page in pages} == {(5, True)}
    found = find(Criteria(text="dados"), exclude=list(stored)[:9])
    assert (found.total, found.more) == (4, False)


def test_a_page_costs_the_same_for_one_and_for_thirty() -> None:
    costs = []
    for count in (1, 29):
        for n in range(count):
            vacancy(f"Dados {n}")
        with CaptureQueriesContext(connection) as seen:
            find(Criteria(text="dados"), limit=20)
        costs.append(len(seen))
    assert costs == [2, 2]


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("estágio em Curitiba", "Curitiba", ["Estágio aqui", "Estágio de casa"]),
        ("estagio em curitiba/pr", "Curitiba/PR", ["Estágio aqui", "Estágio de casa"]),
        ("estágio no Paraná", "Paraná", ["Estágio aqui", "Estágio de casa"]),
        ("estágio em dados", "", ["Estágio em dados"]),
        ("em Curitiba", "", ["Estágio aqui"]),
    ],
)
def test_a_place_in_the_text_is_a_filter(text: str, place: str, expected: list[str]) -> None:
    vacancy("Estágio de casa", remote=True)
    vacancy("Estágio aqui", city="Curitiba", state="PR")
    vacancy("Estágio longe", city="Recife", state="PE", description="A sede fica no Sul.")
    vacancy("Estágio em dados", city="Santos", state="SP")
    found = find(Criteria(text=text))
    assert (found.place, [v.title for v in found.vacancies]) == (place, expected)


def test_a_place_that_was_asked_for_stays() -> None:
    vacancy("Estágio em Curitiba", city="Recife", state="PE")
    found = find(Criteria(text="estágio em Curitiba", city="Recife"))
    assert (found.place, found.total) == ("", 1)


def test_the_page_says_what_it_looked_for_and_offers_what_was_typed(client: Client) -> None:
    vacancy("Desenvolvedor <b>")
    lexicon.learn()
    page = client.get("/vagas/", {"texto": "desenvolvdor <b>"}).content.decode()
    assert "Mostrando resultados para <b>desenvolvedor &lt;b&gt;</b>" in page
    page = client.get("/vagas/", {"texto": "desenvolvdor", "uf": ""}).content.decode()
    assert "Mostrando resultados para <b>desenvolvedor</b>" in page
    assert "exato=1" in page
    page = client.get("/vagas/", {"texto": "desenvolvdor", "exato": "1"}).content.decode()
    assert "Mostrando resultados" not in page


def test_the_page_says_more_than_it_counts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CAP", 2)
    monkeypatch.setattr(finding, "WINDOW", 3)
    for n in range(4):
        vacancy(f"Dados {n}")
    page = client.get("/vagas/", {"texto": "dados", "ordem": "recentes"}).content.decode()
    assert "Mais de <b>2</b> vagas" in page


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own score")
def test_the_score_is_the_documented_one() -> None:
    from vacancies.search import fulltext, question

    vacancy("Dados", days=30)
    asked = question.read(("dados",))
    row = Vacancy.objects.annotate(score=fulltext.score(asked, timezone.localdate())).get()
    assert row.score == pytest.approx(0.5 * (0.5 + 0.5 * 0.36788), abs=1e-4)
