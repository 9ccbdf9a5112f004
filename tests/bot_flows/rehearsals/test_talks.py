"""A test made of what a real person wrote: masked, with the answers that the bot gives now."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot_flows import gate
from bot_flows.models import Contact, Conversation, ConversationTest, InboundEvent, Release
from bot_flows.models.release import load
from bot_flows.scripts import Expects, Says, Sends, Waits
from tests.factories import a_bot

from .conftest import a_person

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def a_contact() -> Contact:
    contact = Contact.objects.create(name="Bruno Lima")
    Conversation.objects.create(
        contact=contact, chat_id="5541998765432@c.us", state={"slots": {"nome": "Bru"}}
    )
    said = [
        ("text", "oi, aqui é o Bruno Lima", 300),
        ("text", "meu email é bruno@gmail.com e meu zap 41998765432", 299),
        ("staff", "já te respondo", 298),
        ("audio", "", 297),
        ("search_finished", "dados@", 296),
        ("text", "menu, disse o Bru", 10),
    ]
    for number, (kind, text, minutes) in enumerate(said):
        InboundEvent.objects.create(
            session="s",
            key=f"{contact.pk}-{number}",
            contact=contact,
            kind=kind,
            text=text,
            sent_at=NOW - timedelta(minutes=minutes),
        )
    return contact


def address(contact: Contact) -> str:
    return reverse("bot_tests:from_talk", args=[contact.pk])


def ids(contact: Contact, *kinds: str) -> list[str]:
    rows = InboundEvent.objects.filter(contact=contact, kind__in=kinds).order_by("sent_at")
    return [str(row.pk) for row in rows]


def acts(test: ConversationTest) -> list[Any]:
    return [line.act for line in test.script_for({}).lines]


def test_what_is_shown_is_masked_already(editor: Client) -> None:
    a_bot()
    page = editor.get(address(a_contact())).content.decode()
    assert "oi, aqui é o Ana Souza" in page
    assert "ana@exemplo.com.br" in page
    assert "menu, disse o Ana" in page
    for secret in ("Bruno", "gmail", "98765432", "já te respondo", "dados@"):
        assert secret not in page
    assert "Passam 5 horas." in page


def test_the_test_holds_what_was_chosen_and_passes_now(editor: Client) -> None:
    a_bot()
    contact = a_contact()
    data = {"title": "Conversa", "line": ids(contact, "text", "audio")}
    response = editor.post(address(contact), data)
    test = ConversationTest.objects.get()
    assert response.url == reverse(
        "wagtailsnippets_bot_flows_conversationtest:edit", args=[test.pk]
    )
    assert [act for act in acts(test) if isinstance(act, Says | Sends | Waits)] == [
        Says("oi, aqui é o Ana Souza"),
        Says("meu email é ana@exemplo.com.br e meu zap 41 99999-0000"),
        Sends("audio"),
        Waits(timedelta(hours=5)),
        Says("menu, disse o Ana"),
    ]
    assert any(isinstance(act, Expects) and "Oi, Ana" in act.text for act in acts(test))
    [played] = gate.play(load(Release.objects.get(active=True).number), [test])
    assert played.result.passed


def test_what_the_editor_writes_is_masked_as_well(editor: Client) -> None:
    a_bot()
    contact = a_contact()
    [_first, second, _third] = ids(contact, "text")
    data = {"title": "O Bruno", "line": [second], f"text-{second}": "me liga, Bruno: 41999998888"}
    editor.post(address(contact), data)
    test = ConversationTest.objects.get()
    assert acts(test)[0] == Says("me liga, Ana: 41 99999-0000")
    assert test.title == "O Ana"
    assert test.persona.title == "Ana Souza (já conversou)"


def test_nothing_of_the_original_is_kept_anywhere(editor: Client) -> None:
    a_bot()
    contact = a_contact()
    editor.post(address(contact), {"title": "A", "line": ids(contact, "text")})
    test = ConversationTest.objects.get()
    kept = str(list(test.script.raw_data)) + str(test.latest_revision.content)
    for secret in ("Bruno", "gmail", "98765432"):
        assert secret not in kept


def test_who_made_it_is_in_the_log(editor: Client) -> None:
    a_bot()
    contact = a_contact()
    editor.post(address(contact), {"title": "A", "line": ids(contact, "text")})
    entry = ModelLogEntry.objects.get(action="bot_flows.test_from_talk")
    assert entry.user == User.objects.get(username="editora")
    assert entry.data == {"contact": contact.pk}


def test_nothing_chosen_makes_nothing(editor: Client) -> None:
    a_bot()
    contact = a_contact()
    page = editor.post(address(contact), {"title": "A"}).content.decode()
    assert "Escolha ao menos uma mensagem." in page
    assert not ConversationTest.objects.exists()


def test_lines_of_somebody_else_are_not_taken(editor: Client) -> None:
    a_bot()
    contact, other = a_contact(), a_contact()
    editor.post(address(contact), {"title": "A", "line": ids(other, "text")})
    assert not ConversationTest.objects.exists()


def test_before_anything_is_published_it_says_so(editor: Client) -> None:
    contact = a_contact()
    data = {"title": "A", "line": ids(contact, "text")}
    assert "Nada foi publicado ainda." in editor.post(address(contact), data).content.decode()


@pytest.mark.parametrize(
    ("rights", "allowed"),
    [
        (("read_messages", "add_conversationtest"), True),
        (("read_messages",), False),
        (("add_conversationtest",), False),
    ],
)
def test_it_needs_both_rights(rights: tuple[str, ...], allowed: bool) -> None:
    a_bot()
    response = a_person("alguém", "access_admin", *rights).get(address(a_contact()))
    assert (response.status_code == 200) is allowed


def test_the_log_of_messages_leads_to_it(editor: Client) -> None:
    contact = a_contact()
    assert address(contact) in editor.get("/dashboard/bot_flows/inboundevent/").content.decode()
    reader = a_person("leitora", "access_admin", "read_messages")
    page = reader.get("/dashboard/bot_flows/inboundevent/").content.decode()
    assert "Bruno Lima" in page
    assert address(contact) not in page


@pytest.mark.parametrize("count", [1, 4])
def test_it_costs_the_same_however_much_was_said(
    editor: Client, count: int, django_assert_num_queries: Any
) -> None:
    a_bot()
    contact = Contact.objects.create(name="Bruno")
    for number in range(count):
        InboundEvent.objects.create(
            session="s", key=str(number), contact=contact, kind="text", text="oi", sent_at=NOW
        )
    editor.get(address(contact))
    with django_assert_num_queries(9):
        editor.get(address(contact))
