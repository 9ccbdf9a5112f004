"""The console of the searches as an operator uses it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot_flows.access import ANALYST, OPERATOR
from tests.bot_flows.access.people import client_of, member
from vacancies import schedule, sites
from vacancies.admin.searches.chart import draw
from vacancies.admin.searches.facts import Day, history
from vacancies.models import Search, SearchRun, SiteState, VacancySettings, Visit

pytestmark = pytest.mark.django_db
CONSOLE = "/dashboard/vagas/buscas/"


@pytest.fixture
def operator() -> Client:
    return client_of(member(OPERATOR))


def said(site: str, outcome: str, found: int = 0, days: int = 0, message: str = "") -> SearchRun:
    at = timezone.now() - timedelta(days=days)
    search, _new = Search.objects.get_or_create(
        term="dados", place="brasil", defaults={"label": "Dados", "place_label": "Brasil"}
    )
    run = SearchRun.objects.create(
        search=search,
        site=site,
        outcome=outcome,
        found=found,
        started_at=at,
        finished_at=at,
        message=message,
    )
    sites.record(run, VacancySettings.current())
    return run


def row_of(page: str, name: str) -> str:
    """The part of the table of sites that is about this one."""
    return page.split(f'/{name}/">', 1)[1].split("</tr>", 1)[0]


def test_a_block_is_a_block_until_when_and_never_no_vacancies(operator: Client) -> None:
    said("indeed", "found", found=12)
    said("linkedin", "blocked", message="429 <script>alert(1)</script>")
    state = SiteState.objects.get(site="linkedin")
    assert state.blocked_until is not None
    page = operator.get(CONSOLE).content.decode()
    row = row_of(page, "linkedin")
    until = timezone.localtime(state.blocked_until)
    assert f"bloqueado até {until:%H:%M}" in row or f"bloqueado até {until:%d/%m/%Y %H:%M}" in row
    assert "sem resposta" in row
    assert "0 vagas" not in row
    assert "0 anúncios" not in row
    assert "12 anúncios" in row_of(page, "indeed")
    assert "<script>alert" not in page


def test_an_empty_console_says_so(operator: Client) -> None:
    page = operator.get(CONSOLE).content.decode()
    for text in (
        "Nenhuma busca em andamento.",
        "ainda não perguntado",
        "Nada previsto",
        "Nenhum site foi perguntado ainda.",
    ):
        assert text in page
    page = operator.get(f"{CONSOLE}indeed/").content.decode()
    assert "não foi perguntado nestas duas semanas" in page


def test_what_runs_is_shown_and_renewed_alone(operator: Client) -> None:
    now = timezone.now()
    Search.objects.create(
        term="redes",
        place="brasil",
        label="Redes",
        place_label="Brasil",
        requested_at=now,
        running_until=now + timedelta(minutes=2),
    )
    part = operator.get(f"{CONSOLE}?parte=1").content.decode()
    assert "Buscando agora:" in part
    assert "<progress" in part
    assert "<html" not in part
    assert 'href="?"' in part


def test_a_site_is_stopped_and_resumed_after_a_question_and_it_is_logged(operator: Client) -> None:
    question = operator.get(f"{CONSOLE}indeed/parar/").content.decode()
    assert "Sim, parar" in question
    assert not SiteState.objects.filter(paused_at__isnull=False).exists()
    operator.post(f"{CONSOLE}indeed/parar/")
    assert "parado por Pessoa" in row_of(operator.get(CONSOLE).content.decode(), "indeed")
    again = operator.post(f"{CONSOLE}indeed/parar/", follow=True).content.decode()
    assert "isso já tinha sido feito" in again
    operator.post(f"{CONSOLE}indeed/retomar/")
    assert not SiteState.objects.filter(paused_at__isnull=False).exists()
    logged = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(logged) == ["vacancies.pause_site", "vacancies.resume_site"]


def test_starting_a_site_brings_its_turns_forward(operator: Client) -> None:
    schedule.plan(["dados", "redes"], now=timezone.now())
    said("linkedin", "blocked")
    operator.post(f"{CONSOLE}linkedin/comecar/")
    assert not Visit.objects.filter(site="linkedin", due_at__gt=timezone.now()).exists()
    assert SiteState.objects.get(site="linkedin").blocked_until is None
    assert ModelLogEntry.objects.get().action == "vacancies.start_site"


@pytest.mark.parametrize("path", ["nada/", "indeed/explodir/", "nada/parar/"])
def test_what_there_is_not_is_not_found(operator: Client, path: str) -> None:
    assert operator.get(CONSOLE + path).status_code == 404


def test_who_may_only_look_has_no_buttons() -> None:
    page = client_of(member(ANALYST)).get(CONSOLE).content.decode()
    assert "/parar/" not in page
    assert "Indeed" in page


def test_a_clock_that_stands_still_is_told(operator: Client) -> None:
    late = timezone.now() - timedelta(hours=1)
    SiteState.objects.create(site="indeed", next_run_at=late)
    assert "o worker está rodando?" in row_of(operator.get(CONSOLE).content.decode(), "indeed")


def test_the_chart_and_the_table_say_the_same(operator: Client) -> None:
    for outcome, days in (("found", 0), ("found", 0), ("blocked", 0), ("empty", 3)):
        said("indeed", outcome, days=days)
    said("indeed", "failed", days=40)
    days = history("indeed", timezone.now())
    assert len(days) == 14
    assert [day.total for day in days if day.total] == [1, 3]
    assert days[-1].counts == {"found": 2, "empty": 0, "blocked": 1, "failed": 0}
    chart = draw(days)
    heights = {part.outcome: part.height for part in chart.parts if part.x > 500}
    assert heights == {"found": 80.0, "blocked": 40.0}
    page = operator.get(f"{CONSOLE}indeed/").content.decode()
    assert page.count("<rect") == len(chart.parts) == 3
    assert 'height="80.0"' in page


def test_a_chart_of_nothing_is_empty() -> None:
    day = Day(timezone.localdate(), dict.fromkeys(("found", "empty", "blocked", "failed"), 0), 0, 0)
    assert draw([day]).parts == draw([]).parts == ()


@pytest.mark.parametrize("path", [CONSOLE, f"{CONSOLE}indeed/"])
def test_the_console_costs_the_same_for_one_and_for_many(operator: Client, path: str) -> None:
    said("indeed", "found")
    schedule.plan(["t0"], now=timezone.now())
    operator.get(path)
    counts: list[Any] = []
    for rows in (0, 30):
        for _n in range(rows):
            said("indeed", "found")
        schedule.plan([f"t{n}" for n in range(rows + 1)], now=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            operator.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_menu_leads_there(operator: Client) -> None:
    assert CONSOLE in operator.get("/dashboard/").content.decode()
