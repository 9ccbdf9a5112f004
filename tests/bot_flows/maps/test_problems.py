"""The list of what is wrong: where, how one gets there, and the way to mend it."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bot_flows import publishing
from bot_flows.admin.maps import kinds
from bot_flows.engine.codec import KINDS
from bot_flows.engine.codes import Code
from bot_flows.engine.wording import Reply
from bot_flows.models import BotSettings, Flow, ReplyTemplate
from tests.factories import (
    a_bot,
    a_flow,
    branch,
    choice,
    edit_url,
    end,
    go_to,
    menu,
    say,
    set_steps,
)

from .test_map import someone

pytestmark = pytest.mark.django_db

URL = "/dashboard/bot/problemas/"


def page(editor: Client, **query: Any) -> str:
    response = editor.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def problems(text: str) -> list[dict[str, Any]]:
    """Each entry of the list, read."""
    found = re.findall(r'<li class="bot-problem bot-problem--(\w+)">(.*?)\n</li>', text, re.DOTALL)
    return [
        {
            "severity": severity,
            "said": _inside(entry, "bot-problem__said"),
            "place": _inside(entry, "bot-problem__place"),
            "path": [_plain(stop) for stop in re.findall(r"<li>(.*?)</li>", entry)],
            "url": unescape(next(iter(re.findall(r'<a [^>]*href="(.*?)"', entry)), "")),
        }
        for severity, entry in found
    ]


def _inside(entry: str, name: str) -> str:
    found = re.search(rf'class="{name}">(.*?)</p>', entry, re.DOTALL)
    return _plain(found.group(1)) if found else ""


def _plain(html: str) -> str:
    return unescape(" ".join(re.sub(r"<.*?>", "", html).split()))


def test_nothing_is_wrong(editor: Client) -> None:
    a_bot()
    assert "Nenhum problema." in page(editor)


def test_errors_come_first_each_with_its_place_its_path_and_its_link(editor: Client) -> None:
    start, _release = a_bot()
    far = a_flow("Longe", say("Aqui {salame}"), end())
    middle = a_flow("Meio", say("**oi**"), go_to(far))
    set_steps(start, menu("E aí?", choice("Seguir", middle), choice("Nada")), end())

    first, second = problems(page(editor))

    assert first["severity"] == "error"
    assert first["said"] == "O campo {salame} não existe ou não vale aqui."
    assert first["place"] == "Fluxo “Longe”, passo 1 (Falar)"
    assert first["path"] == ["Início", "Seguir Meio", "segue direto Longe"]
    step = far.steps.raw_data[0]["id"]
    assert first["url"] == f"{edit_url(far)}#:w:contentpath=steps.{step}.text"
    assert second["severity"] == "warning"
    assert second["path"] == ["Início", "Seguir Meio"]


def test_a_choice_is_named_and_linked(editor: Client) -> None:
    start, _release = a_bot()
    draft = a_flow("Rascunho", end(), live=False)
    set_steps(start, menu("E aí?", choice("Ir", draft), choice("Ficar")), end())
    [found, *_rest] = problems(page(editor, conteudo="ar"))
    step = start.steps.raw_data[0]
    item = step["value"]["choices"][0]["id"]
    assert found["said"] == "Leva ao fluxo “Rascunho”, que não está publicado."
    assert found["place"] == "Fluxo “Início”, passo 1 (Menu), opção “Ir”"
    path = f"steps.{step['id']}.choices.{item}.target"
    assert found["url"] == f"{edit_url(start)}#:w:contentpath={path}"
    assert not [p for p in problems(page(editor)) if p["severity"] == "error"]


def test_a_rule_is_named_and_linked(editor: Client) -> None:
    start, _release = a_bot()
    other = a_flow("Outro", end())
    set_steps(start, branch("semestre", "8", other), end())
    [found] = problems(page(editor))
    step = start.steps.raw_data[0]
    rule = step["value"]["rules"][0]["id"]
    assert found["place"].endswith(", regra 1")
    assert found["url"].endswith(f"=steps.{step['id']}.rules.{rule}.target")


def test_what_nothing_leads_to_and_what_a_word_opens(editor: Client) -> None:
    a_bot()
    a_flow("Solto", end())
    a_flow("Aberto", say("**oi**"), end(), triggers="abre")
    by_place = {item["place"]: item for item in problems(page(editor))}
    assert by_place["Fluxo “Solto”, palavras que o abrem"]["path"] == []
    assert by_place["Fluxo “Solto”, palavras que o abrem"]["url"].endswith("=triggers")
    assert by_place["Fluxo “Aberto”, passo 1 (Falar)"]["path"] == ["“abre” Aberto"]


def test_faults_of_replies_and_settings_lead_there(editor: Client) -> None:
    a_bot()
    ReplyTemplate.objects.filter(key=Reply.HELP).update(text="Oi {salame}")
    with publishing.held():
        ReplyTemplate.objects.filter(key=Reply.GOODBYE).delete()
    BotSettings.objects.update(words_help="!")
    by_place = {item["place"]: item["url"] for item in problems(page(editor, conteudo="ar"))}
    reply = ReplyTemplate.objects.get(key=Reply.HELP)
    assert by_place["Resposta “Ajuda”"] == f"{edit_url(reply)}#:w:contentpath=text"
    assert by_place["Resposta “Despedida”"].endswith("/replytemplate/add/")
    assert by_place["Configurações do bot"].endswith("#:w:contentpath=words_help")


def test_the_drafts_and_what_is_published_are_told_apart(editor: Client) -> None:
    start, _release = a_bot()
    start.steps = [("say", {"text": "Oi {salame}"}), ("end", {"text": ""})]
    start.save_revision()
    assert len(problems(page(editor))) == 1
    assert problems(page(editor, conteudo="ar")) == []
    assert "Nenhum problema." in page(editor, conteudo="ar")


def test_the_list_is_filtered_by_kind(editor: Client) -> None:
    start, _release = a_bot()
    set_steps(start, say("Oi {salame}"), say("**oi**"), end())
    assert [item["severity"] for item in problems(page(editor))] == ["error", "warning"]
    assert [item["severity"] for item in problems(page(editor, tipo="error"))] == ["error"]
    found = problems(page(editor, tipo=Code.FOREIGN_FORMATTING))
    assert [item["severity"] for item in found] == ["warning"]
    text = page(editor, tipo="x<y")
    assert "Nada deste tipo." in text
    assert "x<y" not in text


def test_a_long_list_is_shown_page_by_page(editor: Client) -> None:
    start, _release = a_bot()
    set_steps(start, *(say(f"Oi {{salame}} {n}") for n in range(60)), end())
    assert len(problems(page(editor))) == 50
    assert len(problems(page(editor, p=2))) == 10
    assert len(problems(page(editor, p="x"))) == 50
    assert "Página 1 de 2" in page(editor)


def test_who_may_only_look_gets_no_link(client: Client) -> None:
    start, _release = a_bot()
    set_steps(start, say("Oi {salame}"), end())
    [found] = problems(page(someone(client, "view_flow")))
    assert found["url"] == ""


@pytest.mark.parametrize("rights", [(), ("see_reports",), ("read_messages",)])
def test_who_does_not_work_on_the_bot_may_not_look(client: Client, rights: Any) -> None:
    a_bot()
    visitor = someone(client, *rights)
    assert visitor.get(URL).status_code in (302, 403)
    assert "/problemas/" not in visitor.get("/dashboard/").content.decode()


def test_as_many_statements_for_many_problems(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    start, _release = a_bot()
    set_steps(start, say("Oi {salame}"), end())
    page(editor)

    def statements() -> int:
        with django_assert_max_num_queries(60) as found:
            page(editor)
        return len(found)

    Flow.objects.filter(pk=start.pk).update(title="Começo")
    few = statements()
    for number in range(5):
        a_flow(f"Outro {number}", say("Oi {salame}"), end())
    ReplyTemplate.objects.filter(key=Reply.HELP).update(text="Oi {salame}")
    assert statements() <= few + 1  # the replies, once there is one with a fault


def test_the_first_page_says_how_the_bot_is(editor: Client) -> None:
    start, release = a_bot()
    set_steps(start, say("Oi {salame}"), say("**oi**"), end())
    text = editor.get("/dashboard/").content.decode()
    assert f"Versão {release.number} no ar." in text
    assert "1 erro" in text
    assert "1 aviso" in text
    assert f'href="{reverse("bot_problems")}?tipo=error"' in text


def test_the_first_page_says_so_before_there_is_a_version(editor: Client) -> None:
    assert "Nenhuma versão no ar" in editor.get("/dashboard/").content.decode()


def test_the_editor_of_a_flow_shows_its_problems_beside_it(editor: Client) -> None:
    start, _release = a_bot()
    set_steps(start, say("Oi {salame}"), end())
    a_flow("Outro", say("Oi {presunto}"), end())
    text = editor.get(edit_url(start)).content.decode()
    said = [item["said"] for item in problems(text)]
    assert said == ["O campo {salame} não existe ou não vale aqui."]
    assert f"{reverse('bot_map')}?fluxo={start.reference}" in text


@pytest.mark.parametrize("code", Code)
def test_every_fault_has_a_short_name(code: Code) -> None:
    assert kinds.fault(code) != code.value


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_step_has_a_name(kind: Any) -> None:
    step = kind.__new__(kind)
    assert kinds.step_name(step)[0].isupper()
