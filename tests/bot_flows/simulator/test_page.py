"""The page of the simulator: opened by an address, answered by posts, and nothing kept."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from bot_flows import tasks
from bot_flows.engine.wording import Reply
from bot_flows.models import (
    BotSettings,
    Flow,
    Persona,
    Release,
    ReplyTemplate,
)
from tests.factories import (
    a_flow,
    ask,
    choice,
    edit_url,
    end,
    menu,
    publish,
    say,
    set_steps,
)

from .talking import HERE, bubbles, page, reasons, rows, script_in, talk, told

pytestmark = pytest.mark.django_db


def test_it_opens_with_the_drafts_and_an_empty_talk(editor: Client, start: Flow) -> None:
    answer = editor.get(HERE)
    assert "os rascunhos" in page(answer)
    assert script_in(answer) == []


def test_the_bot_answers_what_is_typed(editor: Client, start: Flow) -> None:
    answer = talk(editor, "oi")
    assert bubbles(answer)[1:] == ["Oi, Ana!", "E aí?\n\n1. Falar de vagas\n2. Sair"]
    assert bubbles(answer, "person") == ["oi"]
    assert "“Início”, passo 2 (Menu): espera a resposta." in page(answer)


def test_a_draft_is_heard_on_the_next_answer(editor: Client, start: Flow) -> None:
    talk(editor, "oi")
    start.steps = json.dumps([say("Só no rascunho"), end("Fui!")])
    start.save_revision()
    assert "Só no rascunho" in bubbles(talk(editor, "oi"))
    assert "Só no rascunho" not in bubbles(talk(editor, "oi", versao="publicada"))


def test_an_older_release_is_talked_to_by_its_number(editor: Client, start: Flow) -> None:
    first = Release.objects.get()
    set_steps(start, say("Nova casa"), end("Fui!"))
    publish(start)
    assert "Nova casa" in bubbles(talk(editor, "oi", versao="publicada"))
    assert "Oi, Ana!" in bubbles(talk(editor, "oi", versao=str(first.number)))


def test_one_act_fewer_is_a_step_back_and_gives_the_text_back(editor: Client, start: Flow) -> None:
    script = json.dumps(script_in(talk(editor, "oi", "vaga")))
    answer = editor.post(HERE, {"conversa": script, "acao": "desfazer"})
    assert script_in(answer) == [["diz", "oi"]]
    assert 'name="texto" type="text" maxlength="4096" value="vaga"' in page(answer)


def test_a_talk_that_was_begun_again_comes_back(editor: Client, start: Flow) -> None:
    script = json.dumps([["diz", "oi"]])
    again = editor.post(HERE, {"conversa": script, "acao": "recomecar"})
    assert script_in(again) == []
    assert "A conversa recomeçou." in page(again)
    back = editor.post(HERE, {"conversa": "[]", "anterior": script, "acao": "trazer"})
    assert script_in(back) == [["diz", "oi"]]


def test_an_address_repeats_a_talk(editor: Client, start: Flow) -> None:
    answer = talk(editor, "oi", "2", quando="2026-03-02T10:00")
    address = re.search(r'class="sim-address" href="(.*?)"', answer.content.decode())
    assert address
    again = editor.get(unescape(address[1]))
    assert bubbles(again) == bubbles(answer)
    assert "Segunda-feira, 02/03/2026, 10:00" in page(again)


def test_time_passes_when_asked(editor: Client, start: Flow) -> None:
    sent = {"conversa": '[["diz","oi"]]', "acao": "passa:780", "quando": "2026-03-02T10:00"}
    answer = editor.post(HERE, sent)
    assert told(answer) == ["Passa o tempo: +13h. Agora é Segunda-feira, 02/03/2026, 23:00."]


def test_other_things_can_be_sent(editor: Client, start: Flow) -> None:
    answer = editor.post(HERE, {"conversa": '[["diz","oi"]]', "acao": "manda:audio"})
    assert bubbles(answer, "person")[-1] == "[áudio]"
    assert reasons(answer)[-1] == "Não é texto: respondeu com a mensagem para áudio."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1", "Leu como a opção 1, Falar de vagas: pelo número."),
        ("falar de vagas", "Leu como a opção 1, Falar de vagas: pelo nome."),
        ("vaga", "Leu como a opção 1, Falar de vagas: por um sinônimo."),
        ("quero falar sobre vagas", "Leu como a opção 1, Falar de vagas: pelas palavras."),
        ("vagaz", "Leu como a opção 1, Falar de vagas: é parecido."),
        ("menu", "Palavra que vale em toda a conversa: menu."),
        ("oi", "Palavra que abre o fluxo “Início”."),
        ("obrigada", "Leu como uma gentileza: a pergunta continua aberta."),
        ("xyzw", "Não entendeu: nada parecido."),
    ],
)
def test_it_says_why_a_message_was_read_so(
    editor: Client, start: Flow, text: str, reason: str
) -> None:
    assert reasons(talk(editor, "oi", text))[-1] == reason


def test_a_bubble_leads_to_its_step_and_to_its_reply(editor: Client, start: Flow) -> None:
    said = page(talk(editor, "oi"))
    first = start.steps.raw_data[0]["id"]
    reply = ReplyTemplate.objects.get(key=Reply.FIRST_CONTACT)
    assert f'href="{edit_url(start)}#block-{first}-section"' in said
    assert "“Início”, passo 1 (Falar)" in said
    assert f'href="{edit_url(reply)}"' in said


def test_the_panel_shows_what_is_known(editor: Client, start: Flow) -> None:
    set_steps(start, ask("Semestre?", slot="semestre", kind="number"), end("Anotei."))
    answer = talk(editor, "oi", "3")
    assert re.search(r"<code>\{semestre\}</code></dt><dd>3</dd>", page(answer))
    assert "Leu como a resposta à pergunta: “3”." in reasons(answer)


def test_a_talk_is_downloaded_as_a_transcript(editor: Client, start: Flow) -> None:
    sent = {"conversa": '[["diz","oi"],["passa",60],["diz","2"]]', "acao": "baixar"}
    answer = editor.post(HERE, sent)
    assert answer["Content-Type"].startswith("text/plain")
    assert "> oi\n" in answer.content.decode()
    assert "@ +1h\n" in answer.content.decode()


def test_the_editor_of_a_flow_leads_to_each_of_its_steps(editor: Client, start: Flow) -> None:
    said = page(editor.get(edit_url(start)))
    assert f'href="{HERE}?fluxo={start.reference}"' in said
    for step in start.steps.raw_data:
        assert f'href="{HERE}?fluxo={start.reference}&passo={step["id"]}"' in said


# Who may, and what is left behind


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        (["access_admin", "change_flow"], 200),
        (["access_admin", "view_flow"], 200),
        (["access_admin", "read_messages"], 302),
        (["access_admin"], 302),
    ],
)
def test_only_who_works_on_the_bot_gets_in(
    client: Client, start: Flow, rights: list[str], status: int
) -> None:
    user = User.objects.create_user("pessoa")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    assert client.get(HERE).status_code == status
    assert client.post(HERE, {"acao": "dizer", "texto": "oi"}).status_code == status
    home = client.get("/dashboard/").content.decode()
    assert (reverse("bot_simulator") in home) is (status == 200)


def waiting() -> tuple[int, int]:
    """How much the queues hold; other tests may have left something there."""
    return tasks.messages.pending_count(), tasks.searches.pending_count()


def test_nothing_is_written_and_nothing_is_queued(editor: Client, start: Flow) -> None:
    editor.get(HERE)
    before, queued = rows(), waiting()
    done = ["dizer:1", "manda:image", "passa:60", "equipe", "busca", "desfazer", "baixar"]
    for act in done:
        for finds in ("guardadas", "chegando"):
            sent = {"conversa": '[["diz","oi"]]', "acao": act, "texto": "oi", "vagas": finds}
            assert editor.post(HERE, sent).status_code == 200
    assert rows() == before
    assert waiting() == queued


def test_an_answer_costs_a_fixed_number_of_statements(
    editor: Client, start: Flow, django_assert_max_num_queries: Any
) -> None:
    talk(editor, "oi")
    for number in range(5):
        a_flow(f"Outro {number}", menu("?", choice("A", start), choice("B")), end())
        Persona.objects.create(title=f"Persona {number}")
    talk(editor, "oi")
    with django_assert_max_num_queries(30):
        talk(editor, "oi")


def test_a_menu_goes_out_as_a_poll_where_the_engine_has_polls(editor: Client, start: Flow) -> None:
    BotSettings.objects.update(menu_form="poll")
    shown = page(talk(editor, "oi", motor="GOWS"))
    assert "enquete" in shown
    assert "<li>Falar de vagas</li>" in shown
    assert "enquete" not in page(talk(editor, "oi", motor="WEBJS"))
