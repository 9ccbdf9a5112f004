"""Vacancies in a sheet: all of them or none."""

import pytest
from django.test import Client

from home.integrations import Scope
from tests.home.content import a_vacancy
from vacancies.models import Vacancy

from .asking import PROBLEM, program

pytestmark = pytest.mark.django_db
HEAD = "title,company,city,link\n"
SHEET = (
    HEAD + "Estágio em dados,Laboratório,Curitiba/PR,https://exemplo.com.br/1\n"
    "\n"
    '"Estágio em redes, noturno",Prefeitura,Ponta Grossa/PR,https://exemplo.com.br/2\n'
)


def post(client: Client, body: str | bytes, status: int = 200, query: str = "", **headers: str):
    path = f"/api/v1/vacancies/import/{query}"
    response = client.post(path, body, content_type="text/csv", headers=headers)
    assert response.status_code == status, response.content[:500]
    if status >= 400:
        assert response.headers["Content-Type"] == PROBLEM
    return response.json()


@pytest.fixture
def writer() -> Client:
    return program(Scope.VACANCIES)


def test_a_sheet(writer: Client) -> None:
    known = a_vacancy(
        "Estágio em redes, noturno",
        company="Prefeitura",
        city="Ponta Grossa",
        link="https://exemplo.com.br/2",
    )
    said = post(writer, SHEET)
    assert (said["created"], said["known"], said["dry_run"]) == (1, 1, False)
    first, second = said["rows"]
    assert (first["row"], first["created"], first["standing"]) == (2, True, "waiting")
    assert (second["row"], second["id"], second["known_by"]) == (4, known.pk, "link")


def test_a_trial_leaves_nothing(writer: Client) -> None:
    said = post(writer, SHEET, query="?dry_run=true")
    assert (said["created"], said["dry_run"]) == (2, True)
    assert [(row["id"], row["url"]) for row in said["rows"]] == [(None, None)] * 2
    assert not Vacancy.objects.exists()
    post(writer, SHEET, 400, query="?dry_run=talvez")


def test_the_same_vacancy_twice_in_a_sheet_is_one(writer: Client) -> None:
    row = "Dados,Lab,Curitiba/PR,https://exemplo.com.br/1\n"
    said = post(writer, HEAD + row + row)
    assert (said["created"], said["known"]) == (1, 1)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_as_a_brazilian_spreadsheet_saves_it(writer: Client, separator: str) -> None:
    names = separator.join(("title", "link", "remote", "pay_min", "hours_week", "benefits"))
    cells = ("Dados", "https://exemplo.com.br/1", "sim", "1.400,50", "30", "VT|VR")
    post(writer, ("\ufeff" + names + "\r\n" + separator.join(cells) + "\r\n").encode())
    vacancy = Vacancy.objects.get()
    assert (vacancy.remote, str(vacancy.pay_min), vacancy.hours_week) == (True, "1400.50", 30)
    assert vacancy.benefits == ["VT", "VR"]


def test_one_fault_keeps_all_of_them_out(writer: Client) -> None:
    body = SHEET + "Sem link,,,\nRuim,,,javascript:alert(1)\nLonga,,,https://x.br/" + "a" * 1100
    problem = post(writer, body, 400)
    assert [(e["row"], e["field"]) for e in problem["errors"]] == [(7, "link")]
    body = SHEET + "Sem link,,,\nRuim,,,javascript:alert(1)\n"
    problem = post(writer, body, 400)
    assert [(e["row"], e["field"]) for e in problem["errors"]] == [(5, "link"), (6, "link")]
    assert all(e["detail"] for e in problem["errors"])
    assert not Vacancy.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n\n",
        HEAD.encode(),
        b"titulo,link\na,https://x.br\n",
        b"title,title\na,b\n",
        b"title\na,b,c\n",
        b'title\n"aberta\n',
        b"title\n\x00\n",
        b"title\n\xff\n",
        b"PK\x03\x04\x14\x00",
        ("title\n" + "a" * 200_000).encode(),
        (HEAD + "a,b,c,https://x.br/1\n" * 501).encode(),
    ],
    ids=range(12),
)
def test_what_is_no_sheet_of_ours(writer: Client, body: bytes) -> None:
    problem = post(writer, body, 400)
    assert problem["errors"][0]["detail"]
    assert not Vacancy.objects.exists()


def test_a_formula_is_a_text_like_any_other(writer: Client) -> None:
    post(writer, HEAD + '"=HYPERLINK(""http://x"")",@SUM(1),,https://exemplo.com.br/1\n')
    vacancy = Vacancy.objects.get()
    assert (vacancy.title, vacancy.company) == ('=HYPERLINK("http://x")', "@SUM(1)")


def test_the_same_key_imports_once(writer: Client) -> None:
    first = post(writer, SHEET, **{"Idempotency-Key": "planilha"})
    assert post(writer, SHEET, **{"Idempotency-Key": "planilha"}) == first
    post(writer, SHEET, 422, query="?dry_run=true", **{"Idempotency-Key": "planilha"})


@pytest.mark.drill
def test_five_hundred_vacancies(writer: Client) -> None:
    lines = "".join(f"Vaga {n},Lab {n},Curitiba/PR,https://x.br/{n}\n" for n in range(500))
    assert post(writer, HEAD + lines)["created"] == 500
