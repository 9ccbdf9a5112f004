"""The map: what it shows, of which state of the bot, to whom, and how fast."""

import re
import time
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bot_flows import publishing
from bot_flows.compiler import compile_drafts
from bot_flows.engine import graph
from bot_flows.models import BotSettings, Contact, Flow, InboundEvent
from tests.bot_flows.mapping.reading import Drawing
from tests.factories import a_bot, a_flow, choice, end, go_to, menu, say, set_steps

pytestmark = pytest.mark.django_db

URL = "/dashboard/bot/mapa/"


def page(editor: Client, **query: Any) -> str:
    response = editor.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def drawing(text: str) -> Drawing:
    found = re.search(r"<svg class=\"bot-map__drawing\".*?</svg>", text, re.DOTALL)
    assert found
    return Drawing(found.group())


def rows(text: str) -> dict[str, str]:
    """Each flow's row of the list."""
    found = re.findall(
        r'<tr role="row" id="lista-.+?" data-flow="(.+?)">(.*?)</tr>', text, re.DOTALL
    )
    return dict(found)


def someone(client: Client, *rights: str) -> Client:
    user = User.objects.create_user("pessoa")
    wanted = Permission.objects.filter(codename__in=("access_admin", *rights))
    assert wanted.count() == len(rights) + 1
    user.user_permissions.set(wanted)
    client.force_login(user)
    return client


def a_town() -> tuple[Flow, Flow, Flow]:
    """A start that leads to two flows; one leads back."""
    start, _release = a_bot()
    courses, about = a_flow("Cursos", go_to(start)), a_flow("Sobre", end(), triggers="sobre")
    set_steps(start, menu("E aí?", choice("Ver cursos", courses), choice("Quem é você?", about)))
    publishing.publish(None, "teste")
    return start, courses, about


def test_the_drawing_and_the_list_say_the_same(editor: Client) -> None:
    a_town()
    a_flow("Solto", end(), go_to(Flow.objects.get(title="Sobre")), live=False)
    text = page(editor)
    found, listed = drawing(text), rows(text)
    assert found.nodes == list(listed)
    departures = {
        (flow, to) for flow, row in listed.items() for to in re.findall(r'data-to="(.+?)"', row)
    }
    arrivals = {
        (source, flow)
        for flow, row in listed.items()
        for source in re.findall(r'data-from="(.+?)"', row)
    }
    drafts = compile_drafts().flows.values()
    links = {(flow.id, to) for flow in drafts for to in graph.targets(flow)}
    assert set(found.edges) == departures == arrivals == links
    for flow, label in found.labels.items():
        shown = unescape(listed[flow])
        for fact in re.split("; ", label.partition("; leva a: ")[0]):
            assert fact in shown, fact


def test_the_words_of_choices_are_in_the_list(editor: Client) -> None:
    start, _courses, about = a_town()
    listed = rows(page(editor))
    assert "Ver cursos →" in listed[start.reference]
    assert "(Quem é você?)" in listed[about.reference]


def test_each_flow_is_a_link_to_its_editor(editor: Client) -> None:
    start, _courses, _about = a_town()
    url = reverse("wagtailsnippets_bot_flows_flow:edit", args=[start.pk])
    assert f'<a href="{url}" aria-label="Início; início;' in page(editor)


def test_drafts_what_is_on_the_air_and_an_older_version(editor: Client) -> None:
    start, courses, _about = a_town()
    first = publishing.Release.objects.get(active=True)
    set_steps(courses, say("Todos os cursos"), go_to(start))
    publishing.publish(None, "segunda")
    courses.title = "Cursos daqui"
    courses.save_revision()
    new = a_flow("Novidade", end(), live=False)

    drafts, live = drawing(page(editor)), drawing(page(editor, versao="ar"))
    older = drawing(page(editor, versao=first.number))

    assert drafts.labels[courses.reference].startswith("Cursos daqui; alterado;")
    assert drafts.labels[new.reference].startswith("Novidade; novo;")
    assert live.labels[courses.reference].startswith("Cursos; tem rascunho;")
    assert new.reference not in live.nodes
    assert older.labels[courses.reference].startswith("Cursos; mudou depois;")
    assert older.labels[start.reference].startswith("Início; início;")


@pytest.mark.parametrize("version", ["0", "999", "x", "-1", "9" * 40, "<b>"])
def test_a_version_that_is_not_there(editor: Client, version: str) -> None:
    a_bot()
    assert editor.get(URL, {"versao": version}).status_code == 404


def test_one_flow_and_its_neighbours(editor: Client) -> None:
    start, courses, about = a_town()
    found = drawing(page(editor, fluxo=courses.reference))
    assert set(found.nodes) == {start.reference, courses.reference}
    assert set(found.edges) == {
        (start.reference, courses.reference),
        (courses.reference, start.reference),
    }
    assert about.reference not in found.nodes
    assert editor.get(URL, {"fluxo": "nada"}).status_code == 404


def test_before_there_is_any_flow(editor: Client) -> None:
    text = page(editor)
    assert "Ainda não há nenhum fluxo para desenhar." in text
    assert reverse("wagtailsnippets_bot_flows_flow:add") in text


def test_whatever_a_flow_is_called_stays_text(editor: Client) -> None:
    a_bot()
    a_flow("<img src=x onerror=alert(1)>", menu("?", choice("<b>oi</b>")), triggers="<i>")
    text = page(editor)
    assert "<img src=x" not in text
    assert "<b>oi" not in text
    assert "&lt;img src=x" in text


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        (("change_flow",), 200),
        (("view_flow",), 200),
        (("see_reports",), 200),
        (("read_messages",), 403),
        ((), 403),
    ],
)
def test_who_may_look(client: Client, rights: tuple[str, ...], status: int) -> None:
    a_town()
    visitor = someone(client, *rights)
    response = visitor.get(URL)
    assert response.status_code in ((200,) if status == 200 else (302, 403))
    assert ("/mapa/" in visitor.get("/dashboard/").content.decode()) is (status == 200)


def test_who_may_not_write_gets_no_link_into_the_editor(client: Client) -> None:
    a_town()
    text = page(someone(client, "view_flow"))
    assert "/flow/edit/" not in text
    assert drawing(text).nodes


def heard(flow: Flow, outcomes: dict[str, int], when: datetime) -> None:
    contact, _created = Contact.objects.get_or_create(name="Ana")
    step = flow.steps.raw_data[0]["id"]
    number = publishing.Release.objects.get(active=True).number
    InboundEvent.objects.bulk_create(
        InboundEvent(
            session="x",
            key=f"{flow.pk}-{outcome}-{at}-{when:%s}",
            contact=contact,
            kind="text",
            sent_at=when,
            answered_at=when,
            release_number=number,
            flow=flow.reference,
            step=step,
            outcome=outcome,
        )
        for outcome, count in outcomes.items()
        for at in range(count)
    )


def test_numbers_are_shown_by_date_and_version(editor: Client) -> None:
    start, _courses, _about = a_town()
    now = timezone.now()
    heard(start, {"answered": 30, "timed_out": 10}, now)
    heard(start, {"answered": 5}, now - timedelta(days=60))
    number = publishing.Release.objects.get(active=True).number

    label = drawing(page(editor, numeros=1)).labels[start.reference]
    assert "40 entradas · 10 saíram (25%)" in label
    assert "passo 1 (Menu): 40 entradas" in rows(page(editor, numeros=1))[start.reference]
    long = f"{now - timedelta(days=90):%Y-%m-%d}"
    assert "45 entradas" in page(editor, numeros=1, de=long, versao=number)
    assert "entradas ·" not in page(editor, numeros=1, versao=number - 1)
    assert "entradas ·" not in page(editor)


@pytest.mark.parametrize("day", ["2026-02-31", "ontem", "", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_no_error(editor: Client, day: str) -> None:
    a_town()
    assert editor.get(URL, {"numeros": "1", "de": day, "ate": day}).status_code == 200


def test_numbers_are_for_who_may_see_reports(client: Client) -> None:
    start, _courses, _about = a_town()
    heard(start, {"answered": 3}, timezone.now())
    text = page(someone(client, "change_flow"), numeros=1)
    assert "3 entradas" not in text
    assert "Mostrar números" not in text


def fresh() -> None:
    """Let everything be compiled anew, as after an edit."""
    settings = BotSettings.load()
    settings.page_size = settings.page_size % 10 + 1
    with publishing.held():
        settings.save()


def count_statements(editor: Client, count: Any, **query: str) -> int:
    fresh()
    with count(60) as found:
        page(editor, **query)
    return len(found)


@pytest.mark.parametrize("query", [{}, {"versao": "ar"}, {"numeros": "1"}])
def test_as_many_statements_for_many_flows(
    editor: Client, query: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    start, _courses, _about = a_town()
    page(editor, **query)
    few = count_statements(editor, django_assert_max_num_queries, **query)
    for number in range(8):
        draft = a_flow(f"Mais {number}", go_to(start))
        draft.title = f"Outro {number}"
        draft.save_revision()
    assert count_statements(editor, django_assert_max_num_queries, **query) == few


def large(count: int) -> None:
    """Flows of ten steps each, stored, with menus that lead on and back."""
    start, _release = a_bot()
    flows = [start, *(a_flow(f"Fluxo de número {n}", triggers=f"f{n}") for n in range(count - 1))]
    for at, flow in enumerate(flows):
        later = [flows[(at * 3 + step) % count] for step in range(1, 5)]
        flow.steps = [
            *(("say", {"text": f"Oi, {{nome}}, passo {n} de {flow.title}"}) for n in range(7)),
            (
                "menu",
                {
                    "prompt": "E agora?",
                    "choices": [
                        {"label": f"Opção {n}", "target": other} for n, other in enumerate(later)
                    ],
                },
            ),
            ("say", {"text": "Fim"}),
            ("end", {"text": "Tchau"}),
        ]
    Flow.objects.bulk_update(flows, ["steps"])
    publishing.publish(None, "grande")
    for flow in flows[:60]:
        flow.title = f"{flow.title} bis"
        flow.save_revision()


@pytest.mark.timeout(300)
def test_150_flows_are_shown_in_time(editor: Client, record_property: Any) -> None:
    large(150)
    page(editor)  # the first page of a process also loads its templates
    fresh()
    began, busy = time.perf_counter(), time.process_time()
    text = page(editor)
    waited, took = time.perf_counter() - began, time.process_time() - busy
    record_property("seconds", took)
    size = len(text.encode()) / 1e6
    print(f"150 flows of 10 steps, whole response: {took:.2f} s ({waited:.2f} s), {size:.1f} MB")
    assert len(drawing(text).nodes) == 150
    assert took < 2
