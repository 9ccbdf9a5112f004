"""Finding vacancies, on whichever database the tests run."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vacancies import matching
from vacancies.models import Vacancy
from vacancies.search import Criteria, find, having

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def vacancy(title: str = "Vaga", **changes: Any) -> Vacancy:
    return Vacancy.objects.create(title=title, **{"posted_at": DAY, **changes})


def titles(**criteria: Any) -> list[str]:
    return [v.title for v in find(Criteria(**criteria)).vacancies]


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("Técnico de laboratório", "tecnico laboratorio"),
        ("Tecnico de laboratorio", "TÉCNICO DE LABORATÓRIO"),
        ("Pessoa desenvolvedora", "desenvolvedor"),
        ("Desenvolvedor", "desenvolvedoras"),
        ("Projetos mecânicos", "projeto mecanico"),
        ("Automações industriais", "automação industrial"),
        ("Designer UX/UI", "ux ui"),
        ("Suporte de TI", "suporte TI"),
        ("Programador C++", "c++"),
        ("Analista de dados", "dados"),
    ],
)
def test_words_are_found_without_accents_in_their_forms(title: str, term: str) -> None:
    vacancy(title)
    vacancy("Outra coisa")
    assert titles(terms=(term,)) == [title]
    assert titles(text=term) == [title]


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("JavaScript sênior", "java"),
        ("Atividade física", "ti"),
        ("Projetos elétricos", "projetos mecânicos"),
        ("Vaga", "100%"),
        ("Vaga", "' OR 1=1 --"),
        ("Vaga", "!!!"),
        ("Vaga", "de"),
    ],
)
def test_what_is_not_there_is_not_found(title: str, term: str) -> None:
    vacancy(title)
    assert titles(terms=(term,)) == []


def test_terms_are_any_of_and_words_all_of() -> None:
    vacancy("Estágio em web", description="desenvolvimento")
    vacancy("Dados")
    vacancy("Desenvolvimento de produto")
    assert set(titles(terms=("desenvolvimento web", "dados"))) == {"Estágio em web", "Dados"}
    assert titles(terms=("desenvolvimento",), text="produto") == ["Desenvolvimento de produto"]


def test_the_title_comes_first_then_the_newest_then_the_last_stored() -> None:
    vacancy("Outro", description="dados", posted_at=DAY)
    vacancy("Dados velhos", posted_at=DAY - timedelta(days=9))
    vacancy("Dados novos", posted_at=DAY - timedelta(days=1))
    vacancy("Dados novos também", posted_at=DAY - timedelta(days=1))
    expected = ["Dados novos também", "Dados novos", "Dados velhos", "Outro"]
    assert titles(terms=("dados",)) == expected


def test_hidden_vacancies_are_not_found() -> None:
    vacancy("Dados", live=False)
    assert titles() == []
    assert [v.title for v in having(Vacancy.objects.all(), "dado")] == ["Dados"]


def test_a_city_lets_remote_ones_through_and_needs_no_accents() -> None:
    vacancy("Aqui", city="São José dos Pinhais", state="PR")
    vacancy("Sem estado", city="Sao Jose dos Pinhais")
    vacancy("Homônima", city="São José dos Pinhais", state="SC")
    vacancy("Longe", city="Recife", state="PE")
    vacancy("De casa", remote=True)
    assert set(titles(city="sao jose dos pinhais/PR")) == {"Aqui", "Sem estado", "De casa"}
    assert len(titles(city="São José dos Pinhais")) == 4
    assert set(titles(city="Recife/PE", remote=False)) == {"Longe"}


def test_state_kind_remote_and_date() -> None:
    vacancy("A", state="PR", city="Curitiba", kind="estagio")
    vacancy("B", state="SP", remote=True, posted_at=DAY - timedelta(days=40))
    assert titles(state="pr") == ["A"]
    assert titles(kind="estagio") == ["A"]
    assert titles(remote=True) == ["B"]
    assert titles(posted_since=DAY) == ["A"]


def test_a_course_shows_what_was_recorded_as_its_own_once() -> None:
    one, two = vacancy("Dados e testes"), vacancy("Outra")
    for _again in range(2):
        matching.match_course(7, "Sistemas de Informação", ["dados", "testes"])
    matching.match_course(8, "Design", ["outra"], among=[two.pk])
    assert titles(course=7) == ["Dados e testes"]
    assert [reason.term for reason in matching.reasons(one)] == ["dados", "testes"]


def test_a_courses_terms_are_matched_in_bulk() -> None:
    vacancies = [vacancy(f"Dados {n}") for n in range(5)]
    with CaptureQueriesContext(connection) as seen:
        matching.match_course(7, "SI", ["dados", "nada disso"])
    assert len(seen) <= 6
    matching.match_course(9, "X", ["dados"], among=[vacancies[0].pk])
    assert (len(titles(course=7)), titles(course=9)) == (5, ["Dados 0"])


def test_pages_never_repeat_and_cost_at_most_two_statements() -> None:
    for n in range(12):
        vacancy(f"Dados {n}")
    seen: list[int] = []
    for expected in (5, 5, 2, 0):
        with CaptureQueriesContext(connection) as queries:
            found = find(Criteria(terms=("dados",)), exclude=seen, limit=5)
        assert len(queries) <= (2 if found.total else 5)
        assert (len(found.vacancies), found.total) == (expected, 12 - len(seen))
        seen += [v.pk for v in found.vacancies]
    assert len(set(seen)) == 12
    assert find(Criteria(), limit=5, offset=10).total == 12
    assert find(Criteria(), limit=5, offset=50).total == 12


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own index")
def test_the_full_text_index_can_answer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = having(Vacancy.objects.all(), "dados").order_by().explain()
    assert "vacancy_search" in plan
