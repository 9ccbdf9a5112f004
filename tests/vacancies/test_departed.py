"""The address of a vacancy that people do not see any more: 410, 301 or 404, and what it says."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.home.content import a_vacancy
from vacancies import closing, departed
from vacancies.models import Vacancy
from vacancies.search import Criteria, find

pytestmark = pytest.mark.django_db


def closed(reason: str, ago: timedelta = timedelta(days=2), **fields) -> Vacancy:
    vacancy = a_vacancy(**fields)
    closing.close(vacancy, reason, timezone.now() - ago)
    return vacancy


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("gone", "O link dela não existe mais no site de origem."),
        ("said", "O site de origem diz que ela foi encerrada."),
        ("deadline", "O prazo de inscrição passou."),
        ("unseen", "Faz mais de 60 dias que ninguém a vê aberta"),
        ("editor", "A equipe do CapyVagas encerrou esta vaga."),
    ],
)
def test_a_closed_vacancy_says_when_and_why(client: Client, reason: str, said: str) -> None:
    response = client.get(closed(reason).get_absolute_url())
    html = response.content.decode()
    assert response.status_code == 410
    assert said in html
    assert "Saiu do CapyVagas há 2 dias." in html
    assert '<meta name="robots" content="noindex">' in html


def test_every_reason_has_a_sentence() -> None:
    assert set(departed._WHY) == set(Vacancy.Closing.values)


def test_it_offers_similar_ones_that_are_open(client: Client) -> None:
    gone = closed("gone", title="Estágio em Química Analítica")
    near = a_vacancy("Técnico em química", city="Curitiba")
    far = a_vacancy("Química industrial", city="Manaus", state="AM", kind="emprego")
    a_vacancy("Estágio em design")
    closed("gone", title="Outra de química")
    assert departed.similar(gone) == [near, far]
    html = client.get(gone.get_absolute_url()).content.decode()
    assert near.get_absolute_url() in html
    assert "Estágio em design" not in html


@pytest.mark.parametrize("title", ["Estágio", "🦫", "<script>alert(1)</script>", "a" * 200])
def test_a_title_that_says_little(client: Client, title: str) -> None:
    response = client.get(closed("gone", title=title).get_absolute_url())
    assert response.status_code == 410
    assert "<script>alert" not in response.content.decode()


def test_a_page_that_offers_thirty_asks_as_often_as_one_that_offers_one(
    client: Client, django_assert_num_queries
) -> None:
    gone = closed("gone", title="Estágio em Química")
    client.get("/vagas/")
    for many in (1, 30):
        for n in range(many):
            a_vacancy(f"Química {n}")
        with django_assert_num_queries(9):
            client.get(gone.get_absolute_url())


@pytest.mark.parametrize("moderation", ["waiting", "hidden", "refused"])
def test_what_was_never_public_does_not_exist(client: Client, moderation: str) -> None:
    vacancy = a_vacancy(moderation=moderation)
    assert client.get(vacancy.get_absolute_url()).status_code == 404
    assert client.get(f"{vacancy.get_absolute_url()}avisar/").status_code == 404


def test_a_merged_vacancy_leads_to_what_it_became(client: Client) -> None:
    last = a_vacancy("A que ficou")
    middle = a_vacancy("Do meio", merged_into=last)
    first = a_vacancy("Primeira", merged_into=middle)
    response = client.get(first.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, last.get_absolute_url())


def test_merges_that_go_in_a_circle_are_not_followed_for_ever(client: Client) -> None:
    one = a_vacancy("Uma")
    two = a_vacancy("Outra", merged_into=one)
    Vacancy.objects.filter(pk=one.pk).update(merged_into=two)
    assert client.get(one.get_absolute_url()).status_code == 404


def test_a_closed_vacancy_is_nowhere_else(client: Client) -> None:
    gone = closed("gone", title="Vaga que acabou")
    a_vacancy("Vaga que vale")
    for path in ("/vagas/", "/sitemap-vagas.xml", "/api/v1/vacancies/"):
        html = client.get(path).content.decode()
        assert gone.get_absolute_url() not in html, path
    assert [v.title for v in find(Criteria()).vacancies] == ["Vaga que vale"]
    assert client.get(f"/api/v1/vacancies/{gone.pk}/").status_code == 410
