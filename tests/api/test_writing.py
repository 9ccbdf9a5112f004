"""Sending vacancies: cleaned, known again, reviewed; once for each Idempotency-Key."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from home.integrations import KeptAnswer, Scope
from tests.home.content import a_vacancy
from vacancies.models import Vacancy

from .asking import a_key, ask, holder, program, send, staff, wrong_fields

pytestmark = pytest.mark.django_db
BODY = {
    "title": "Estágio em análise de dados",
    "company": "Laboratório de Hidrologia",
    "city": "Curitiba/PR",
    "link": "https://exemplo.com.br/estagio-dados?utm_source=x",
    "description": "Organizar séries de chuva.",
    "hours_week": 20,
    "pay_min": "900.00",
    "pay_max": "1200.00",
    "pay_period": "mes",
    "benefits": ["vale-transporte"],
}


def test_a_vacancy_waits_for_a_person() -> None:
    taken = send(program(Scope.VACANCIES), "vacancies/", BODY)
    vacancy = Vacancy.objects.get(pk=taken["id"])
    assert (taken["created"], taken["standing"], taken["known_by"]) == (True, "waiting", "")
    assert (vacancy.origin, vacancy.kind, vacancy.city, vacancy.state) == (
        "api",
        "estagio",
        "Curitiba",
        "PR",
    )
    assert vacancy.source == "Painel"
    assert vacancy.moderation_reason == "Enviada por Painel"
    assert (vacancy.hours_week, str(vacancy.pay_max)) == (20, "1200.00")
    ask(program(), f"vacancies/{vacancy.pk}/", 404)
    assert ask(program(), "vacancies/")["results"] == []


def test_a_trusted_key_does_not_wait() -> None:
    writer = program(Scope.VACANCIES, Scope.TRUSTED)
    response = writer.post("/api/v1/vacancies/", BODY, content_type="application/json")
    assert response.json()["standing"] == "listed"
    path = response.headers["Location"].removeprefix("http://testserver/api/v1/")
    row = ask(program(), path)
    assert (row["title"], row["benefits"]) == (BODY["title"], ["vale-transporte"])


def test_a_person_of_the_dashboard_does_not_wait_either() -> None:
    editor = staff(["vacancies.add_vacancy"], "editora")
    assert send(editor, "vacancies/", BODY)["standing"] == "listed"
    assert Vacancy.objects.get().source == "editora"


@pytest.mark.parametrize(
    ("body", "by"),
    [
        ({"link": "https://www.exemplo.com.br/estagio-dados/?utm_medium=y"}, "link"),
        ({**BODY, "link": "https://outro.example/1"}, "words"),
        ({**BODY, "title": "ESTÁGIO em Análise de Dados", "link": ""}, "words"),
    ],
)
def test_one_that_is_known_is_not_made_again(body: dict, by: str) -> None:
    writer = program(Scope.VACANCIES)
    first = send(writer, "vacancies/", BODY)
    again = send(writer, "vacancies/", body, 200)
    assert again == {**first, "created": False, "known_by": by}
    assert Vacancy.objects.count() == 1


def test_one_that_a_site_gave_is_known() -> None:
    vacancy = a_vacancy(link="https://br.indeed.com/viewjob?jk=1")
    link = {"link": "https://br.indeed.com/viewjob?jk=1&from=serp"}
    taken = send(program(Scope.VACANCIES), "vacancies/", link, 200)
    assert (taken["id"], taken["standing"]) == (vacancy.pk, "listed")


def test_one_that_was_merged_is_its_winner() -> None:
    winner = a_vacancy(link="https://example.org/w")
    a_vacancy(link="https://example.org/l", merged_into=winner)
    taken = send(program(Scope.VACANCIES), "vacancies/", {"link": "https://example.org/l"}, 200)
    assert taken["id"] == winner.pk


def test_a_refused_one_stays_refused() -> None:
    a_vacancy(link="https://example.org/golpe", moderation="refused")
    writer = program(Scope.VACANCIES, Scope.TRUSTED)
    taken = send(writer, "vacancies/", {**BODY, "link": "https://example.org/golpe"}, 200)
    assert taken["standing"] == "hidden"


def test_demonstrations_and_old_words_are_nobodys() -> None:
    a_vacancy(BODY["title"], company=BODY["company"], link="https://example.org/d", is_demo=True)
    long_ago = timezone.now() - timedelta(days=90)
    a_vacancy(
        BODY["title"], company=BODY["company"], link="https://example.org/o", last_seen_at=long_ago
    )
    assert send(program(Scope.VACANCIES), "vacancies/", BODY)["created"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "data:text/html,x"}, "link"),
        ({"link": "ftp://example.org/1"}, "link"),
        ({"link": "https://user:pass@example.org/"}, "link"),
        ({"link": "https://exa mple.org/"}, "link"),
        ({"link": "https://example.org/" + "a" * 1000}, "link"),
        ({"title": ""}, "title"),
        ({"title": "<b></b>"}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"link": "", "description": ""}, "link"),
        ({"state": "XX"}, "state"),
        ({"hours_week": 61}, "hours_week"),
        ({"hours_week": 10**30}, "hours_week"),
        ({"semester_min": 0}, "semester_min"),
        ({"pay_min": "2000.00"}, "pay_max"),
        ({"pay_min": "9" * 20}, "pay_min"),
        ({"pay_min": "-1"}, "pay_min"),
        ({"benefits": ["a"] * 21}, "benefits"),
        ({"benefits": "vale"}, "benefits"),
        ({"posted_at": "ontem"}, "posted_at"),
        ({"description": "a" * 20_001}, "description"),
    ],
)
def test_what_cannot_be_one_is_refused_by_name(changes: dict, field: str) -> None:
    problem = send(program(Scope.VACANCIES), "vacancies/", {**BODY, **changes}, 400)
    assert field in wrong_fields(problem)
    assert not Vacancy.objects.exists()


NASTY = "Estágio<script>alert(1)</script> \u202eem\u0007 <b>&lt;img src=x onerror=y&gt;</b>dados"


def test_no_markup_and_no_tricks_come_through() -> None:
    body = {**BODY, "title": NASTY, "company": NASTY, "salary": NASTY, "benefits": [NASTY]}
    body["description"] = f"<p>{NASTY}</p><style>x{{}}</style>" + "<div>" * 200
    send(program(Scope.VACANCIES), "vacancies/", body)
    vacancy = Vacancy.objects.get()
    for text in (vacancy.title, vacancy.company, vacancy.salary, vacancy.description,
                 *vacancy.benefits):  # fmt: skip
        assert "<" not in text
        assert "alert" not in text
        assert "\u202e" not in text
        assert "\u0007" not in text
        assert "dados" in text


def test_the_same_key_gives_the_same_answer() -> None:
    writer = program(Scope.VACANCIES)
    first = send(writer, "vacancies/", BODY, **{"Idempotency-Key": "pedido-1"})
    response = writer.post(
        "/api/v1/vacancies/",
        dict(reversed(BODY.items())),
        content_type="application/json",
        headers={"Idempotency-Key": "pedido-1"},
    )
    assert (response.status_code, response.json()) == (201, first)
    assert response.headers["Idempotency-Replayed"] == "true"
    assert response.headers["Location"].endswith(f"/api/v1/vacancies/{first['id']}/")
    other = {**BODY, "title": "Outra"}
    problem = send(writer, "vacancies/", other, 422, **{"Idempotency-Key": "pedido-1"})
    assert problem["type"] == "urn:capyvagas:problem:idempotency"
    assert Vacancy.objects.count() == 1


def test_anothers_key_of_that_name_is_another() -> None:
    for number in (1, 2):
        body = {**BODY, "title": f"Vaga {number}", "link": f"https://example.org/{number}"}
        send(program(Scope.VACANCIES), "vacancies/", body, **{"Idempotency-Key": "1"})
    assert Vacancy.objects.count() == 2


def test_a_refusal_is_not_kept() -> None:
    writer = program(Scope.VACANCIES)
    send(writer, "vacancies/", {**BODY, "link": "x"}, 400, **{"Idempotency-Key": "a"})
    assert not KeptAnswer.objects.exists()
    send(writer, "vacancies/", BODY, **{"Idempotency-Key": "a"})


def test_an_answer_is_kept_for_a_day() -> None:
    writer = program(Scope.VACANCIES)
    send(writer, "vacancies/", BODY, **{"Idempotency-Key": "a"})
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    assert not send(writer, "vacancies/", BODY, 200, **{"Idempotency-Key": "a"})["created"]


@pytest.mark.parametrize("key", ["", "com espaço", "é", "a" * 101])
def test_a_key_that_is_none(key: str) -> None:
    problem = send(program(Scope.VACANCIES), "vacancies/", BODY, 400, **{"Idempotency-Key": key})
    assert wrong_fields(problem) == {"Idempotency-Key"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("named", [True, False])
def test_eight_at_once_make_one(named: bool) -> None:
    _token, key = a_key(Scope.VACANCIES)
    headers = {"Idempotency-Key": "juntas"} if named else {}

    def post(_number: int) -> tuple[int, int]:
        try:
            answer = holder(key).post(
                "/api/v1/vacancies/", BODY, content_type="application/json", headers=headers
            )
            return answer.status_code, answer.json()["id"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(8)))
    assert Vacancy.objects.count() == 1
    assert len({pk for _status, pk in answers}) == 1
    created = [status for status, _pk in answers if status == 201]
    assert len(created) == (8 if named else 1)
