"""The facts of stored vacancies: shown, read when one comes, read again, and left to people."""

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vacancies.factual import fill_blanks
from vacancies.ingest import ingest
from vacancies.models import Vacancy

pytestmark = pytest.mark.django_db
TEXT = "Bolsa de R$ 1.200,00. 30h semanais. Híbrido. A partir do 3º período. Vale-transporte."


def posting(**fields: Any) -> dict[str, Any]:
    return {"id": "1", "title": "Estágio", "job_url": "https://exemplo.com.br/1"} | fields


def labels(**fields: Any) -> list[str]:
    return Vacancy(title="x", **fields).fact_labels


def test_facts_are_said_in_words() -> None:
    assert labels() == []
    assert labels(
        pay_min=Decimal("900"),
        pay_max=Decimal("1100.50"),
        pay_period="mes",
        hours_week=30,
        modality="hibrido",
        semester_min=3,
        apply_by=date(2026, 12, 15),
    ) == [
        "R$ 900 a R$ 1.100,50 por mês",
        "30 h por semana",
        "Híbrido",
        "a partir do 3º semestre",
        "inscrições até 15/12/2026",
    ]
    assert labels(pay_min=1000, pay_period="mes") == ["a partir de R$ 1.000 por mês"]
    assert labels(pay_max=12, pay_period="hora") == ["até R$ 12 por hora"]
    assert labels(pay_min=12, pay_max=12, pay_period="") == ["R$ 12"]


def test_benefits_are_named_from_the_list_only() -> None:
    vacancy = Vacancy(title="x", benefits=["saude", "transporte", "<script>", 7])
    assert vacancy.benefit_labels == ["vale-transporte", "plano de saúde"]
    assert Vacancy(title="x", benefits="saude").benefit_labels == []


def test_what_a_search_brings_has_its_facts() -> None:
    ingest("indeed", [posting(description=TEXT, job_type="fulltime", is_remote=True)])
    vacancy = Vacancy.objects.get()
    assert (vacancy.pay_min, vacancy.pay_max, vacancy.pay_period) == (1200, 1200, "mes")
    assert (vacancy.hours_week, vacancy.semester_min) == (30, 3)
    assert (vacancy.modality, vacancy.remote) == ("hibrido", False)
    assert vacancy.benefits == ["transporte"]
    assert vacancy.salary == "R$ 1.200 por mês"


def test_another_site_fills_blanks_and_never_half_of_a_pay() -> None:
    ingest("indeed", [posting(description="Bolsa a partir de R$ 1.000", company="A", location="X")])
    second = posting(
        id="2",
        job_url="https://exemplo.com.br/1?utm_source=x",
        description="Bolsa até R$ 5.000. 20h semanais.",
        company="A",
        location="X",
    )
    ingest("linkedin", [second])
    vacancy = Vacancy.objects.get()
    assert (vacancy.pay_min, vacancy.pay_max, vacancy.hours_week) == (1000, None, 20)


def test_what_a_person_edited_stays() -> None:
    ingest("indeed", [posting(description=TEXT)])
    Vacancy.objects.update(edited_by_hand=True, hours_week=20, semester_min=None)
    ingest("indeed", [posting(description=TEXT)])
    call_command("read_facts_again", stdout=StringIO(), stderr=StringIO())
    vacancy = Vacancy.objects.get()
    assert (vacancy.hours_week, vacancy.semester_min) == (20, None)


def test_facts_are_read_again_in_batches_and_say_how_far_they_are() -> None:
    for n in range(3):
        ingest("indeed", [posting(id=str(n), job_url=f"https://exemplo.com.br/{n}")])
    Vacancy.objects.update(description=TEXT)
    by_hand = Vacancy.objects.create(title="De alguém", description=TEXT, origin="form")
    said, progress = StringIO(), StringIO()
    call_command("read_facts_again", "--dry-run", stdout=said, stderr=progress)
    assert "3 vagas mudariam" in said.getvalue()
    assert not Vacancy.objects.filter(hours_week=30).exists()
    with CaptureQueriesContext(connection) as seen:
        call_command("read_facts_again", stdout=said, stderr=progress)
    assert len(seen) <= 10
    assert "100% 3 de 3 vagas" in progress.getvalue()
    assert Vacancy.objects.filter(hours_week=30, salary="R$ 1.200 por mês").count() == 3
    by_hand.refresh_from_db()
    assert by_hand.hours_week is None
    call_command("read_facts_again", stdout=said, stderr=progress)
    assert "0 vagas mudaram" in said.getvalue()


def test_filling_blanks_keeps_what_was_given() -> None:
    vacancy = Vacancy(title="x", description=TEXT, hours_week=20, salary="a combinar")
    fill_blanks(vacancy)
    assert (vacancy.hours_week, vacancy.semester_min, vacancy.salary) == (20, 3, "a combinar")


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editora"))
    return client


def fields(**given: Any) -> dict[str, Any]:
    return {"title": "Estágio", "kind": "estagio", "live": "on", "description": TEXT} | given


def test_an_editor_writes_the_facts_and_what_is_left_blank_is_read(editor: Client) -> None:
    url = reverse("wagtailsnippets_vacancies_vacancy:add")
    assert "Ficha" in editor.get(url).content.decode()
    editor.post(url, fields(hours_week="20", benefits=["saude", "odonto"]))
    vacancy = Vacancy.objects.get()
    assert (vacancy.hours_week, vacancy.benefits) == (20, ["saude", "odonto"])
    assert (vacancy.semester_min, vacancy.pay_min) == (3, 1200)
    assert vacancy.edited_by_hand
    edit = reverse("wagtailsnippets_vacancies_vacancy:edit", args=[vacancy.pk])
    editor.post(edit, fields(hours_week=""))
    vacancy.refresh_from_db()
    assert (vacancy.hours_week, vacancy.benefits) == (None, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"pay_min": "900", "pay_max": "100"},
        {"hours_week": "99"},
        {"semester_min": "99"},
        {"benefits": ["<script>"]},
        {"pay_min": "9" * 40},
        {"apply_by": "31/02/2027"},
    ],
)
def test_facts_that_cannot_be_are_refused(editor: Client, wrong: dict[str, Any]) -> None:
    url = reverse("wagtailsnippets_vacancies_vacancy:add")
    assert editor.post(url, fields(**wrong)).status_code == 200
    assert not Vacancy.objects.exists()
