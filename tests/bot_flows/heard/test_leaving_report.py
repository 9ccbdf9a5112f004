"""The report of where people leave: numbers in words, filters, totals, spreadsheets."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bot_flows import leaving
from bot_flows.admin.heard.leaving import LABELS, guarded
from bot_flows.models import Flow, InboundEvent, Release
from tests.factories import a_bot, a_flow, choice, end, menu, publish, say

from .chats import missed
from .people import editor, writes

pytestmark = pytest.mark.django_db
INDEX = "bot_leaving:index"


@pytest.fixture
def analyst() -> Client:
    return editor("see_reports")


@pytest.fixture
def start() -> Flow:
    """A bot with which three people have talked."""
    jobs = a_flow("=Vagas", say("Vagas de hoje."), menu("E agora?", choice("Chega")), end())
    a_bot(menu("Como posso ajudar?", choice("Vagas", jobs)), end("Até logo!"))
    publish(jobs)
    writes(1, "oi", "1")
    writes(2, "oi", "trampo", "sair")
    writes(3, "oi", "sair")
    return Flow.objects.get(title="Início")


def row_of(page: str, text: str) -> str:
    return next(part for part in page.split("<tr>") if text in part and "<th scope=" in part)


def test_each_step_is_named_in_words_with_its_numbers(start: Flow, analyst: Client) -> None:
    response = analyst.get(reverse(INDEX))
    first, second = response.context["object_list"]
    assert (first.step, first.flow) == ("Menu: Como posso ajudar?", "Início")
    assert dict(first.numbers) | {"entries": first.row.entries} == {
        "answered": 1,
        "not_understood": 1,
        "timed_out": 0,
        "handed_over": 0,
        "opted_out": 0,
        "stopped": 1,
        "detoured": 0,
        "waiting": 0,
        "entries": 3,
    }
    assert (second.flow, second.row.waiting) == ("=Vagas", 1)
    assert first.percent == 67


def test_the_bars_fill_the_row(start: Flow, analyst: Client) -> None:
    line = analyst.get(reverse(INDEX)).context["object_list"][0]
    assert sum(bar.length for bar in line.bars) == pytest.approx(100, abs=0.1)
    assert [bar.name for bar in line.bars] == ["answered", "not_understood", "stopped"]


def test_the_totals_are_the_sum_of_the_rows(start: Flow, analyst: Client) -> None:
    context = analyst.get(reverse(INDEX)).context
    total = context["total"].row
    for name in ("entries", *leaving.COLUMNS):
        assert getattr(total, name) == sum(getattr(row, name) for row in leaving.table())


def test_a_step_leads_to_the_editor_and_to_the_simulator(start: Flow) -> None:
    writer = editor("see_reports", "change_flow")
    page = writer.get(reverse(INDEX)).content.decode()
    step = start.steps.raw_data[0]["id"]
    edit = reverse("wagtailsnippets_bot_flows_flow:edit", args=[start.pk])
    assert f'href="{edit}#block-{step}-section"' in page
    simulator = f"/dashboard/bot/simulador/?fluxo={start.reference}&amp;passo={step}"
    assert simulator in page


def test_who_may_not_edit_has_no_links(start: Flow, analyst: Client) -> None:
    page = analyst.get(reverse(INDEX)).content.decode()
    assert "simulador" not in page
    assert "#block-" not in page


def test_what_was_typed_is_for_readers_of_messages(start: Flow, analyst: Client) -> None:
    assert "trampo" not in analyst.get(reverse(INDEX)).content.decode()
    reader = editor("see_reports", "read_messages", name="lia")
    assert "<q>trampo</q>" in reader.get(reverse(INDEX)).content.decode()


def test_a_step_that_is_gone_is_shown_softly(start: Flow, analyst: Client) -> None:
    InboundEvent.objects.update(flow="00000000-0000-0000-0000-000000000000")
    page = analyst.get(reverse(INDEX)).content.decode()
    assert "fluxo apagado" in page
    assert "passo que já não existe" in page


def test_narrowed_to_a_flow_a_release_or_days(start: Flow, analyst: Client) -> None:
    def rows(**asked: str) -> int:
        return len(analyst.get(reverse(INDEX), asked).context["object_list"])

    release = Release.objects.get(active=True)
    today = timezone.localdate()
    assert rows() == 2
    assert rows(fluxo=start.reference) == 1
    assert rows(versao=str(release.pk)) == 2
    assert rows(versao="999999") == 2  # no such choice: as without it
    assert rows(versao="cada") == 2
    assert rows(dia_from=str(today)) == 2
    assert rows(dia_to=str(today - timedelta(days=1))) == 0


def test_each_release_in_a_row_of_its_own(start: Flow, analyst: Client) -> None:
    page = analyst.get(reverse(INDEX), {"versao": "cada"}).content.decode()
    assert ">Versão</th>" in page


def test_nobody_yet(analyst: Client) -> None:
    assert (
        "Ninguém conversou com o bot neste período." in analyst.get(reverse(INDEX)).content.decode()
    )


def test_csv(start: Flow, analyst: Client) -> None:
    response = analyst.get(reverse(INDEX), {"export": "csv"})
    text = response.getvalue().decode()
    heading, first, second = csv.reader(io.StringIO(text))
    assert heading[1:4] == ["Fluxo", "Passo", "Entradas"]
    assert heading[4:] == [str(label) for label in LABELS.values()]
    assert first[1:5] == ["Início", "Menu: Como posso ajudar?", "3", "1"]
    assert second[1] == "'=Vagas"


def test_xlsx(start: Flow) -> None:
    reader = editor("see_reports", "read_messages", name="lia")
    missed(["=1+1", "=1+1"], flow=start.reference, step=start.steps.raw_data[0]["id"])
    response = reader.get(reverse(INDEX), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-1] == "O que mais digitaram, sem o bot entender"
    assert rows[1][3] == 3
    assert rows[1][-1] == "'=1+1 · trampo"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("text", ["=A1", "+55", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert guarded(f"a{text}") == f"a{text}"


def test_the_score_is_shown_with_how_it_is_counted(start: Flow, analyst: Client) -> None:
    page = analyst.get(reverse(INDEX)).content.decode()
    assert "75&nbsp;%" in page  # four texts met a question, one was not understood
    assert "1 − (não entendidas ÷ mensagens" in page


@pytest.mark.parametrize("flows", [1, 6])
def test_the_report_costs_the_same_for_one_row_and_for_many(
    start: Flow, analyst: Client, flows: int, django_assert_max_num_queries
) -> None:
    analyst.get(reverse(INDEX))
    for number in range(flows):
        missed(["x"], flow=f"flow-{number}", step="menu")
    InboundEvent.objects.filter(outcome="missed").update(outcome="not_understood")
    with django_assert_max_num_queries(15):
        page = analyst.get(reverse(INDEX))
    assert len(page.context["object_list"]) >= flows
