"""Searches that found nothing: what is kept, what never is, and the list of editors."""

import csv
import io
from threading import Thread

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vacancies import missed
from vacancies.admin.exports import harmless
from vacancies.models import MissedSearch, Vacancy

pytestmark = pytest.mark.django_db
SITE, BOT, API = MissedSearch.Door.SITE, MissedSearch.Door.BOT, MissedSearch.Door.API
INDEX = "vacancies_missed:index"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ana", "ana@exemplo.com.br", "x"))
    return client


def test_a_phrase_is_counted_at_each_door_in_one_statement() -> None:
    for text, door in (("Astronauta", SITE), ("ASTRONAUTA!", SITE), ("astronauta", BOT)):
        with CaptureQueriesContext(connection) as seen:
            missed.record(text, door)
        assert len(seen) == 1
    rows = MissedSearch.objects.order_by("door").values_list("door", "phrase", "count")
    assert list(rows) == [("bot", "astronauta", 1), ("site", "Astronauta", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!!!",
        "x",
        "ana@exemplo.com.br",
        "41 99999-1234",
        "(41) 3333 4444",
        "123.456.789-09",
        "12345678909",
        "https://exemplo.com.br/vaga",
        "www.exemplo.com",
        "a" * 61,
        "um dois tres quatro cinco seis sete oito nove",
        "é" * 10_000_000,
        "\x00",
    ],
)
def test_what_could_be_about_a_person_or_is_no_phrase_is_not_kept(text: str) -> None:
    missed.record(text, SITE)
    assert not MissedSearch.objects.exists()


def test_a_flood_is_capped_and_room_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed, "MOST_ROWS", 5)
    monkeypatch.setattr(missed, "ROOM", 2)
    words = ["abacate", "banana", "caqui", "damasco", "espiga", "figo", "goiaba"]
    for word in [*words, "abacate"]:
        missed.record(word, SITE)
    assert MissedSearch.objects.count() == 5
    assert MissedSearch.objects.get(phrase="abacate").count == 2
    assert missed.trim() == 2
    assert MissedSearch.objects.filter(phrase="abacate").exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_counted_twice() -> None:
    def record() -> None:
        missed.record("astronauta", SITE)
        connection.close()

    threads = [Thread(target=record) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert MissedSearch.objects.get().count == 4


def test_the_site_and_the_api_record_what_they_did_not_find(client: Client) -> None:
    Vacancy.objects.create(title="Dados")
    client.get("/vagas/", {"texto": "astronauta"})
    client.head("/vagas/", {"texto": "astronauta"})
    client.get("/vagas/", {"texto": "dados"})
    client.get("/api/v1/vacancies/", {"text": "mergulhador"})
    rows = MissedSearch.objects.order_by("pk").values_list("phrase", "door", "count")
    assert list(rows) == [("astronauta", "site", 1), ("mergulhador", "api", 1)]


def test_the_list_shows_what_is_to_be_dealt_with(editor: Client) -> None:
    missed.record("<b>astronauta</b>", SITE)
    missed.record("mergulhador", BOT)
    page = editor.get(reverse(INDEX)).content.decode()
    assert "&lt;b&gt;astronauta" in page
    assert "<b>astronauta" not in page
    assert "Criar sinônimo" in page
    assert "mergulhador" not in editor.get(reverse(INDEX), {"onde": "site"}).content.decode()


def test_leaving_aside_can_be_undone(editor: Client) -> None:
    missed.record("astronauta", SITE)
    missed.record("astronauta", BOT)
    row = MissedSearch.objects.first()
    editor.post(reverse("vacancies_missed:dismiss", args=[row.pk]))
    assert "<q>astronauta" not in editor.get(reverse(INDEX)).content.decode()
    handled = editor.get(reverse(INDEX), {"situacao": "tratadas"}).content.decode()
    assert handled.count("<q>astronauta") == 2
    editor.post(reverse("vacancies_missed:reopen", args=[row.pk]))
    assert editor.get(reverse(INDEX)).content.decode().count("<q>astronauta") == 2
    assert editor.get(reverse("vacancies_missed:dismiss", args=[row.pk])).status_code == 405


def test_who_may_see_and_who_may_act() -> None:
    missed.record("astronauta", SITE)
    dismiss = reverse("vacancies_missed:dismiss", args=[MissedSearch.objects.get().pk])
    rights = {"Revisor": (200, 302), "Analista": (200, 403), "Operador": (302, 403)}
    for role, expected in rights.items():
        person = User.objects.create_user(role, password="x", is_staff=True)
        person.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(person)
        seen = client.get(reverse(INDEX)).status_code
        assert (seen, client.post(dismiss).status_code) in (expected, (expected[0], 302)), role
        missed.reopen(MissedSearch.objects.all())


def test_the_list_costs_the_same_for_one_and_for_thirty(
    editor: Client, django_assert_num_queries
) -> None:
    editor.get(reverse(INDEX))
    costs = []
    for count in (1, 30):
        for n in range(count):
            missed.record(f"astronauta {chr(97 + n % 26)}{chr(97 + n // 26)}", SITE)
        with CaptureQueriesContext(connection) as seen:
            editor.get(reverse(INDEX))
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 14


FORMULAS = ['=HYPERLINK("http://x")', "+soma", "-2+3", "@SUM(A1)", "\t=1", " =1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_only_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["dados", "a=b", "", -5, None])
def test_what_is_no_formula_stays(value: object) -> None:
    assert harmless(value) == value


def test_exports_run_nothing(editor: Client) -> None:
    missed.record("=astronauta", SITE)
    Vacancy.objects.create(title="=cmd|' /C calc'!A0", company="@empresa")
    lists = (reverse(INDEX), reverse("wagtailsnippets_vacancies_vacancy:list"))
    for address in lists:
        response = editor.get(address, {"export": "csv"})
        rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))
        assert len(rows) == 2
        assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]
        assert rows[1][0].startswith("'=")
