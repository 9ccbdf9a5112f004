"""Conversation tests in the dashboard: the list, playing them, the form and its preview."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from bot_flows.compiler import compile_drafts
from bot_flows.models import ConversationTest, Flow, Persona
from bot_flows.rehearsal import record
from bot_flows.scripts import Line, Opening, Says, Script
from tests.factories import Stored, _posted_list, a_bot, a_flow, end, publish, say

from .conftest import a_person
from .factories import a_test, expects, expects_flow, says, sends, silent, waits

pytestmark = pytest.mark.django_db

LIST = "/dashboard/snippets/bot_flows/conversationtest/"


def run_url(query: str = "") -> str:
    return reverse("bot_tests:run") + query


def result_url(test: ConversationTest, query: str = "") -> str:
    return reverse("bot_tests:result", args=[test.pk]) + query


def form(title: str, *lines: Stored, **fields: str) -> dict[str, str]:
    data = {"title": title, "persona": "", "start": "", "at": "", "world": "some", "enabled": "on"}
    script = _posted_list(
        "script", [{**line, "value": line["value"] or {}} for line in lines], typed=True
    )
    return {**data, **script, **fields}


def a_draft(start: Flow, text: str) -> None:
    start.steps = json.dumps([say(text), end()])
    start.save_revision()


def test_record_save_change_fail_show(editor: Client) -> None:
    """The whole way of row E7: what a recorded test expected stands beside what came."""
    start, _release = a_bot(say("Que bom, {nome}!"), end())
    recorded = record(compile_drafts(), Script(Opening(), (Line(Says("oi")),)))
    test = ConversationTest.of(recorded, "Saudação")
    test.save()
    assert "✓ passa" in editor.get(LIST).content.decode()
    a_draft(start, "Que ótimo, {nome}!")
    assert "✗ falha em 1 ponto" in editor.get(LIST).content.decode()
    page = editor.get(result_url(test)).content.decode()
    assert "Falha em 1 ponto nos rascunhos" in page
    assert "Que <del>bom</del>, Ana!" in page
    assert "Que <ins>ótimo</ins>, Ana!" in page
    assert "Passa na versão no ar" in editor.get(result_url(test, "?em=publicado")).content.decode()


def test_the_simulator_goes_on_where_the_test_ends(editor: Client) -> None:
    a_bot()
    test = a_test("T", says("oi, Capy"), waits(2), says("tchau"), expects("Até"), world="none")
    context = editor.get(result_url(test)).context
    response = editor.get(context["outcome"].simulator_url)
    assert response.status_code == 200
    page = response.content.decode()
    assert "oi, Capy" in page
    assert "tchau" in page
    assert not [str(message) for message in response.context.get("messages") or ()]


def test_an_empty_list_says_what_a_test_is(editor: Client) -> None:
    page = editor.get(LIST).content.decode()
    assert "Ainda não há nenhum teste de conversa" in page
    assert "Escrever um teste à mão" in page


def test_the_list_says_which_tests_count(editor: Client) -> None:
    start, _release = a_bot()
    a_test("Desligado", says("oi"), expects("Oi"), enabled=False)
    a_test("Espera", says("oi"), expects("Oi"), waits_for=[start.reference])
    page = editor.get(LIST).content.decode()
    assert "Não: só roda quando alguém pede" in page
    assert "Quando for publicado: Início" in page


def test_the_list_is_searched_and_filtered(editor: Client) -> None:
    a_bot()
    a_test("Saudação", says("oi"), expects("Oi"))
    a_test("Despedida", says("oi"), expects("Oi"), enabled=False)
    found = editor.get(f"{LIST}?q=despe").content.decode()
    assert "Despedida" in found
    assert "Saudação" not in found
    enabled = editor.get(f"{LIST}?enabled=true").content.decode()
    assert "Saudação" in enabled
    assert "Despedida" not in enabled


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_however_many_tests(
    editor: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    start, _release = a_bot()
    persona = Persona.objects.create(title="Bia", name="Bia")
    for number in range(count):
        a_test(
            f"T{number}", says("oi"), expects("Oi"), persona=persona, waits_for=[start.reference]
        )
    editor.get(LIST)
    with django_assert_max_num_queries(24):
        editor.get(LIST)


def test_all_tests_are_played_without_a_script_too(editor: Client) -> None:
    a_bot()
    a_test("Boa", says("oi"), expects("Oi, Ana!"))
    a_test("Má", says("oi"), expects("Nunca dito"))
    page = editor.get(run_url("?tudo=1&em=publicado")).content.decode()
    assert "1 teste falha." in page
    assert "✓ passa" in page
    assert "✗ falha em 1 ponto" in page


def test_the_bar_is_fed_bit_by_bit(editor: Client) -> None:
    a_bot()
    good = a_test("Boa", says("oi"), expects("Oi, Ana!"))
    bad = a_test("Má", says("oi"), expects("Nunca dito"))
    url = reverse("bot_tests:part")
    found = editor.get(url, {"ids": f"{good.pk},{bad.pk},x,999999"}).json()
    assert (found["passed"], found["failed"]) == (1, 1)
    assert set(found["cells"]) == {str(good.pk), str(bad.pk)}
    assert f"{result_url(bad)}?em=rascunhos" in found["cells"][str(bad.pk)]


@pytest.mark.parametrize("address", [run_url, lambda: reverse("bot_tests:part")])
def test_playing_is_for_those_who_have_to_do_with_tests(address: Any) -> None:
    a_bot()
    assert (
        a_person("autora", "access_admin", "change_conversationtest").get(address()).status_code
        == 200
    )
    assert a_person("outra", "access_admin", "change_botsettings").get(address()).status_code != 200


def test_before_anything_is_published_there_is_nothing_on_the_air(editor: Client) -> None:
    test = a_test("T", says("oi"), expects("Oi"))
    for url in (run_url("?em=publicado&tudo=1"), result_url(test, "?em=publicado")):
        assert "não há versão no ar para testar" in editor.get(url).content.decode()


def test_recording_again_takes_what_the_bot_says_now(editor: Client) -> None:
    start, _release = a_bot()
    test = a_test("T", says("oi"), expects("Nunca dito"))
    a_draft(start, "Novidade!")
    url = reverse("bot_tests:record_again", args=[test.pk])
    assert "Sim, gravar de novo" in editor.get(url).content.decode()
    editor.post(url, {"em": "rascunhos"})
    test.refresh_from_db()
    texts = [item["value"]["text"] for item in test.script.raw_data if item["type"] == "expects"]
    assert "Novidade!" in texts
    assert "Nunca dito" not in texts
    assert ModelLogEntry.objects.get(action="bot_flows.record_again").user.username == "editora"
    assert "Passa nos rascunhos" in editor.get(result_url(test)).content.decode()
    reader = a_person("leitora", "access_admin", "view_conversationtest")
    assert reader.post(url, {"em": "rascunhos"}).status_code == 302
    assert ModelLogEntry.objects.filter(action="bot_flows.record_again").count() == 1


def save(editor: Client, data: dict[str, str]) -> Any:
    return editor.post(reverse("wagtailsnippets_bot_flows_conversationtest:add"), data)


def test_a_test_is_written_by_hand(editor: Client) -> None:
    start, _release = a_bot()
    lines = [
        says("oi"),
        expects("Oi, Ana!"),
        sends("sticker"),
        waits(13),
        says("tchau"),
        expects("xyz", "lacks"),
        expects_flow(start),
    ]
    response = save(editor, form("À mão", *lines))
    assert response.status_code == 302
    test = ConversationTest.objects.get()
    assert [item["type"] for item in test.script.raw_data] == [line["type"] for line in lines]
    assert test.latest_revision is not None


def test_saving_a_test_that_fails_says_so(editor: Client) -> None:
    a_bot()
    url = reverse("wagtailsnippets_bot_flows_conversationtest:add")
    page = editor.post(url, form("Má", says("oi"), expects("Nunca dito")), follow=True)
    text = "foi salvo, e falha nos rascunhos de agora."
    assert any(text in str(message) for message in page.context["messages"])


BROKEN = [
    ([], None, "A conversa está vazia"),
    ([expects("Oi")], 0, "O bot só fala depois que a pessoa diz algo."),
    ([says("oi")], None, "Este teste não confere nada."),
    ([says("oi"), waits(2), expects("Oi")], 2, "O bot não fala sozinho."),
    ([says("oi"), expects("Oi"), silent()], 2, "O bot não pode responder e ficar calado"),
    ([says("oi"), silent(), expects("Oi")], 2, "O bot não pode responder e ficar calado"),
    ([expects_flow(None), says("oi"), expects("x")], 0, "O bot só fala depois"),
]


@pytest.mark.parametrize(("lines", "at", "text"), BROKEN)
def test_a_broken_script_is_refused_at_its_line(
    editor: Client, lines: list[Stored], at: int | None, text: str
) -> None:
    a_bot()
    response = save(editor, form("Quebrado", *lines))
    assert response.status_code == 200
    assert not ConversationTest.objects.exists()
    [error] = response.context["form"].errors["script"].as_data()
    found = json.dumps(error.as_json_data(), ensure_ascii=False)
    assert text in found
    assert (at is None) or list(error.as_json_data()["blockErrors"]) == [at]


def test_a_line_without_text_is_refused_at_its_field(editor: Client) -> None:
    a_bot()
    response = save(editor, form("Quebrado", says(""), expects("")))
    [error] = response.context["form"].errors["script"].as_data()
    assert {
        index: set(item["blockErrors"])
        for index, item in error.as_json_data()["blockErrors"].items()
    } == {
        0: {"text"},
        1: {"text"},
    }


def test_where_the_bot_begins_it_may_be_expected_to_speak(editor: Client) -> None:
    start, _release = a_bot()
    assert save(editor, form("T", expects("Oi, você!"), start=str(start.pk))).status_code == 302


def test_the_preview_plays_what_is_in_the_form(editor: Client) -> None:
    start, _release = a_bot()
    a_draft(start, "Novidade, {nome}!")
    url = reverse("wagtailsnippets_bot_flows_conversationtest:preview_on_add")
    data = form("<b>Ao vivo</b>", says("oi <i>"), expects("Novidade, Ana!"), expects("Nunca dito"))
    assert editor.post(url, data).json() == {"is_valid": True, "is_available": True}
    page = editor.get(f"{url}?mode=").content.decode()
    assert "Falha em 1 ponto, nos rascunhos de agora." in page
    assert "Contém “Novidade, Ana!”." in page
    assert "Nenhuma mensagem contém isto." in page
    assert "oi &lt;i&gt;" in page
    assert "&lt;b&gt;Ao vivo&lt;/b&gt;" in page


def test_the_preview_of_a_stored_test_and_of_an_empty_one(editor: Client) -> None:
    a_bot()
    test = a_test("T", says("oi"), expects("Oi, Ana!"))
    url = reverse("wagtailsnippets_bot_flows_conversationtest:preview_on_edit", args=[test.pk])
    editor.post(url, form("T", says("oi"), expects("Oi, Ana!")))
    assert "Passa, nos rascunhos de agora." in editor.get(url).content.decode()
    empty = reverse("wagtailsnippets_bot_flows_conversationtest:preview_on_add")
    editor.post(empty, form("T"))
    assert "A conversa ainda está vazia." in editor.get(empty).content.decode()


def test_a_copy_begins_and_waits_like_the_original(editor: Client) -> None:
    start, _release = a_bot()
    step = start.steps.raw_data[1]["id"]
    test = a_test(
        "T", expects("Até logo!"), start=start, start_step=step, waits_for=[start.reference]
    )
    url = reverse("wagtailsnippets_bot_flows_conversationtest:copy", args=[test.pk])
    action = editor.get(url).context["action_url"]
    editor.post(action, form("Cópia", expects("Até logo!"), start=str(start.pk)))
    copy = ConversationTest.objects.get(title="Cópia")
    assert (copy.start_step, copy.waits_for) == (step, [start.reference])
    assert copy.key != test.key


def test_a_test_that_waits_says_for_what(editor: Client) -> None:
    start, _release = a_bot()
    test = a_test("T", says("oi"), expects("Oi"), waits_for=[start.reference, "sumiu"])
    url = reverse("wagtailsnippets_bot_flows_conversationtest:edit", args=[test.pk])
    page = editor.get(url).content.decode()
    assert "Ele passa a valer quando for publicado:" in page
    assert "“Início”, “(conteúdo que não existe mais)”" in page


def test_a_flow_that_a_test_names_is_not_deleted(editor: Client) -> None:
    a_bot()
    about = a_flow("Sobre", end("Sou a Capy"), triggers="sobre", live=False)
    publish(about)
    a_test("T", says("sobre"), expects_flow(about), enabled=False)
    editor.post(reverse("wagtailsnippets_bot_flows_flow:delete", args=[about.pk]))
    assert Flow.objects.filter(pk=about.pk).exists()
