"""A link that came alone: its page is read while somebody waits, or there is a sentence."""

import json
import time
from collections.abc import Iterator

import pytest
from django.test import Client

from home.integrations import Scope
from tests.api.asking import program, send, wrong_fields
from tests.vacancies.test_submissions import ADDRESS
from tests.vacancies.website import Website, a_website, page, raw
from vacancies import prompt
from vacancies.api import vacancies
from vacancies.models import Vacancy

pytestmark = pytest.mark.django_db


POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Estágio em <b>robótica</b>",
    "description": "Programar robôs.",
    "datePosted": "2026-11-20",
    "hiringOrganization": {"name": "Lab de Robótica"},
    "jobLocation": {"address": {"addressLocality": "Curitiba", "addressRegion": "PR"}},
    "baseSalary": {"currency": "BRL", "value": {"value": 1200, "unitText": "MONTH"}},
}
JOB = f'<script type="application/ld+json">{json.dumps(POSTING)}</script>'


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Website]:
    """A site of this machine that may be visited, as the tests of ``fetching`` allow it."""
    with a_website() as found:
        found.pages["/vaga/1"] = page(JOB)
        monkeypatch.setattr(prompt, "rules", found.rules)
        yield found


def test_a_link_alone_by_api_is_filled_from_its_page(site: Website) -> None:
    link = site.url("/vaga/1")
    writer = program(Scope.VACANCIES)
    said = send(writer, "vacancies/", {"link": link})
    vacancy = Vacancy.objects.get()
    assert (vacancy.title, vacancy.company, vacancy.place_label) == (
        "Estágio em robótica",
        "Lab de Robótica",
        "Curitiba/PR",
    )
    assert (int(vacancy.pay_min or 0), vacancy.pay_period) == (1200, "mes")
    assert (vacancy.link, said["standing"]) == (link, "waiting")
    assert send(writer, "vacancies/", {"link": link}, 200)["id"] == vacancy.pk
    assert site.hits == ["/vaga/1"]  # what is known is not visited


SAYS = {
    "/nada": "não existe mais",
    "/lista": "não traz os dados da vaga",
    "/lenta": "demorou demais",
    "/para-dentro": "não pode ser aberto",
}


@pytest.mark.parametrize("path", SAYS)
def test_a_page_that_says_nothing_is_a_sentence_by_both_doors(
    site: Website, client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/lista"] = page("<h1>Vagas</h1>")
    site.pages["/lenta"] = raw(b"HTTP/1.1 200 OK\r\n", pause=2.0)
    site.pages["/para-dentro"] = page("", 302, Location="http://127.0.0.1:1/admin")
    monkeypatch.setattr(prompt, "rules", lambda: site.rules(total_time=0.5))
    problem = send(program(Scope.VACANCIES), "vacancies/", {"link": site.url(path)}, 400)
    assert wrong_fields(problem) == {"link"}
    assert SAYS[path] in problem["errors"][0]["detail"]
    response = client.post(ADDRESS, {"enviar": "1", "link": site.url(path), "name": "Rita"})
    assert response.status_code == 422
    text = response.content.decode()
    assert SAYS[path] in text
    assert 'value="Rita"' in text
    assert not Vacancy.objects.exists()


def test_a_link_alone_in_the_public_form_fills_it_for_a_person(
    site: Website, client: Client
) -> None:
    link = site.url("/vaga/1")
    response = client.post(ADDRESS, {"enviar": "1", "link": link, "name": "Rita"})
    text = response.content.decode()
    assert response.status_code == 200
    assert 'value="Estágio em robótica"' in text
    assert f'value="{link}"' in text
    assert 'value="Rita"' in text
    assert not Vacancy.objects.exists()


def test_a_name_that_nobody_answers_for_is_given_up() -> None:
    def never(_host: str, _port: int) -> list[str]:
        time.sleep(1)
        return []

    with pytest.raises(TimeoutError):
        prompt.within(0.05, never)("lento.example.org", 443)
    with pytest.raises(OSError, match="no such name"):
        prompt.within(1, Website(1).resolve)("nada.example.org", 443)
    assert prompt.within(1, lambda host, port: ["192.0.2.1"])("a", 1) == ["192.0.2.1"]
    limits = prompt.rules()
    assert (limits.total_time, prompt.NAME_SECONDS, limits.local) == (7, 3, frozenset())


def test_a_program_may_make_us_visit_so_many_pages_an_hour(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert vacancies.MOST_PAGES == 60
    monkeypatch.setattr(vacancies, "MOST_PAGES", 2)
    writer = program(Scope.VACANCIES)
    for number in range(3):
        problem = send(writer, "vacancies/", {"link": site.url(f"/nada/{number}")}, 400)
    assert "muitos links nesta hora" in problem["errors"][0]["detail"]
    assert len(site.hits) == 2
