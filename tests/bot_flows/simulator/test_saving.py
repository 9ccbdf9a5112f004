"""“Salvar como teste”: a talk becomes a conversation test."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bot_flows.compiler import compile_drafts
from bot_flows.models import (
    ConversationTest,
    Flow,
    Persona,
)
from bot_flows.rehearsal import rehearse
from tests.factories import (
    a_flow,
    end,
    say,
    set_steps,
)

from .talking import HERE, page, script_in

pytestmark = pytest.mark.django_db


def save(editor: Client, *done: Any, title: str = "Escolhe vagas", **fields: str) -> Any:
    sent = {"conversa": json.dumps(done), "acao": "salvar", "titulo": title, **fields}
    return editor.post(HERE, sent)


def test_a_talk_is_kept_as_a_test_that_expects_what_was_said(editor: Client, start: Flow) -> None:
    answer = save(editor, ["diz", "oi"], ["passa", 60], ["diz", "1"])
    test = ConversationTest.objects.get()
    assert answer.url == reverse("wagtailsnippets_bot_flows_conversationtest:edit", args=[test.pk])
    script = test.script_for({start.pk: start.reference})
    assert [type(line.act).__name__ for line in script.lines].count("Says") == 2
    assert rehearse(compile_drafts(), script).passed
    set_steps(start, say("Mudou"), end())
    failures = rehearse(compile_drafts(), script).failures
    assert ("Oi, Ana!", ("Mudou",)) in [(item.expected, item.got) for item in failures]


def test_a_test_on_a_draft_waits_for_what_it_heard_of_it(editor: Client, start: Flow) -> None:
    other = a_flow("Outro", end("De outro."), triggers="outro")
    other.steps = json.dumps([end("Rascunho de outro.")])
    other.save_revision()
    save(editor, ["diz", "oi"], title="Sem rascunho")
    save(editor, ["diz", "outro"], title="Com rascunho")
    waits = dict(ConversationTest.objects.values_list("title", "waits_for"))
    assert waits == {"Sem rascunho": [], "Com rascunho": [other.reference]}


def test_a_test_keeps_persona_start_and_time(editor: Client, start: Flow) -> None:
    persona = Persona.objects.create(title="Bia", name="Bia")
    fields = {"persona": str(persona.pk), "fluxo": start.reference, "quando": "2026-03-02T23:00"}
    save(editor, ["diz", "2"], passo=start.steps.raw_data[1]["id"], vagas="nenhuma", **fields)
    test = ConversationTest.objects.get()
    assert (test.persona, test.start, test.world) == (persona, start, "none")
    assert test.start_step == start.steps.raw_data[1]["id"]
    assert timezone.localtime(test.at).hour == 23


@pytest.mark.parametrize(
    ("done", "title", "sentence"),
    [
        ([["diz", "oi"]], " ", "Dê um título ao teste"),
        ([["diz", "oi"]], "x" * 121, "até 120 caracteres"),
        ([], "Vazio", "escreva ao bot primeiro"),
        ([["diz", "oi"], ["equipe", "olá"]], "Equipe", "Desfaça as falas da equipe"),
    ],
)
def test_what_is_no_test_is_said_and_nothing_is_lost(
    editor: Client, start: Flow, done: Any, title: str, sentence: str
) -> None:
    answer = save(editor, *done, title=title)
    assert sentence in page(answer)
    assert script_in(answer) == done
    assert not ConversationTest.objects.exists()


def test_only_who_may_add_tests_saves_one(client: Client, start: Flow) -> None:
    user = User.objects.create_user("analista")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_flow"]))
    client.force_login(user)
    assert "Salvar como teste" not in page(client.get(HERE))
    assert save(client, ["diz", "oi"]).status_code == 302
    assert not ConversationTest.objects.exists()
