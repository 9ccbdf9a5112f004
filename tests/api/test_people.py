"""Contacts and conversations: masked for everybody, unmasked by who may, and written down."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot_flows.api.people import UNMASKED
from bot_flows.models import (
    Contact,
    ContactAlias,
    Conversation,
    InboundEvent,
    OutboundMessage,
    Release,
)
from home.integrations import Scope
from tests.factories import a_bot

from .asking import a_key, ask, holder, program, staff, wrong_fields

pytestmark = pytest.mark.django_db
PRIVATE = ("Joaquina", "Prado", "41988776655", "988776655", "joaquina@x.com.br", "123.456.789-09")
NOW = timezone.now()


@pytest.fixture
def ana() -> Contact:
    """Somebody who said too much."""
    contact = Contact.objects.create(name="Joaquina Prado")
    for address in ("5541988776655@c.us", "998877665544@lid"):
        ContactAlias.objects.create(address=address, contact=contact)
    _start, release = a_bot()
    Conversation.objects.create(
        contact=contact,
        release=release,
        chat_id="5541988776655@c.us",
        state={"at": ["f", "s", "answer"], "slots": {"nome": "Joaquina", "email": PRIVATE[4]}},
    )
    said = "sou a Joaquina Prado, 41988776655, joaquina@x.com.br, CPF 123.456.789-09"
    hear(contact, "1", said, minutes=2)
    tell(contact, 1, "Oi, Joaquina!", minutes=1)
    return contact


def hear(contact: Contact, key: str, text: str, minutes: int) -> None:
    at = NOW - timedelta(minutes=minutes)
    InboundEvent.objects.create(
        session="s", key=key, contact=contact, kind="text", text=text, sent_at=at, answered_at=at
    )


def tell(contact: Contact, number: int, text: str, minutes: int) -> None:
    OutboundMessage.objects.create(
        contact=contact,
        number=number,
        chat_id="c",
        text=text,
        status="sent",
        created_at=NOW - timedelta(minutes=minutes),
    )


def said(body: object) -> str:
    return json.dumps(body, ensure_ascii=False)


def test_everybody_sees_masks_first(ana: Contact) -> None:
    boss = staff(["bot_flows.read_messages"])
    for client in (program(Scope.CONVERSATIONS), program(*Scope.values), boss):
        for path in ("contacts/", f"contacts/{ana.pk}/", "conversations/",
                     f"conversations/{ana.pk}/"):  # fmt: skip
            shown = said(ask(client, path))
            assert not [private for private in PRIVATE if private in shown], path
    assert not ModelLogEntry.objects.filter(action=UNMASKED).exists()


def test_a_masked_contact(ana: Contact) -> None:
    row = ask(program(Scope.CONVERSATIONS), f"contacts/{ana.pk}/")
    assert (row["name"], row["addresses"], row["masked"]) == ("J•••", ["•••• 6655"], True)


def test_a_masked_conversation(ana: Contact) -> None:
    row = ask(program(Scope.CONVERSATIONS), f"conversations/{ana.pk}/")
    assert (row["flow"], row["step"], row["waits_for"]) == ("f", "s", "answer")
    assert row["slots"] == {"nome": "", "email": ""}
    assert [line["direction"] for line in row["messages"]] == ["in", "out"]
    assert row["messages"][1]["text"] == "Oi, Ana!"
    assert row["release"] == Release.objects.get(active=True).number


@pytest.mark.parametrize("path", ["contacts", "conversations"])
def test_who_may_not_unmask_is_told_so(ana: Contact, path: str) -> None:
    for client in (program(Scope.CONVERSATIONS), staff(["bot_flows.see_reports"], path)):
        problem = ask(client, f"{path}/{ana.pk}/", 403, unmask="true")
        assert not [private for private in PRIVATE if private in said(problem)]
    assert not ModelLogEntry.objects.filter(action=UNMASKED).exists()


@pytest.mark.parametrize("path", ["contacts", "conversations"])
def test_a_key_that_unmasks_is_written_down_with_the_contact(ana: Contact, path: str) -> None:
    token, key = a_key(Scope.CONVERSATIONS, Scope.UNMASK, name="Painel da PROGRAD")
    shown = ask(holder(key), f"{path}/{ana.pk}/", unmask="true")
    assert shown["masked"] is False
    assert "41988776655" in said(shown)
    on_contact, on_key = ModelLogEntry.objects.filter(action=UNMASKED).order_by("pk")
    assert on_contact.object_id == str(ana.pk)
    assert on_contact.data["token"] == token.pk
    assert "Painel da PROGRAD" in on_contact.message
    assert (on_key.object_id, on_key.data) == (str(token.pk), {"contact": ana.pk})
    assert "Joaquina" not in said([on_contact.data, on_contact.label, on_key.label])


def test_a_person_who_unmasks_is_written_down(ana: Contact) -> None:
    reader = staff(["bot_flows.read_messages"], "leitora")
    assert ask(reader, f"contacts/{ana.pk}/", unmask="true")["name"] == "Joaquina Prado"
    entry = ModelLogEntry.objects.get(action=UNMASKED)
    assert entry.user.username == "leitora"
    assert entry.label == f"Contato {ana.pk}"
    admin = Client()
    from django.contrib.auth.models import User

    admin.force_login(User.objects.create_superuser("chefe"))
    page = admin.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Viu os dados sem máscara" in page


def test_every_unmasking_is_one_entry_also_when_the_answer_is_known(ana: Contact) -> None:
    reader = program(Scope.CONVERSATIONS, Scope.UNMASK)
    path = f"/api/v1/contacts/{ana.pk}/?unmask=true"
    tag = reader.get(path).headers["ETag"]
    assert reader.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert ModelLogEntry.objects.filter(action=UNMASKED).count() == 4  # contact and key, twice


def test_a_list_is_never_unmasked(ana: Contact) -> None:
    boss = program(*Scope.values)
    for path in ("contacts/", "conversations/"):
        assert "Joaquina" not in said(ask(boss, path, unmask="true"))


def test_what_nobody_on_the_way_may_keep(ana: Contact) -> None:
    answer = program(Scope.CONVERSATIONS).get(f"/api/v1/contacts/{ana.pk}/")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_last_messages_and_those_before(ana: Contact) -> None:
    for number in range(2, 60):
        hear(ana, str(number), f"fala {number}", minutes=-2 * number)
        tell(ana, number, f"resposta {number}", minutes=-2 * number - 1)
    reader = program(Scope.CONVERSATIONS)
    lines = ask(reader, f"conversations/{ana.pk}/", messages=4)["messages"]
    assert [line["text"] for line in lines] == ["fala 58", "resposta 58", "fala 59", "resposta 59"]
    older = ask(reader, f"conversations/{ana.pk}/", messages=2, before=lines[0]["at"])["messages"]
    assert [line["text"] for line in older] == ["fala 57", "resposta 57"]
    assert len(ask(reader, f"conversations/{ana.pk}/")["messages"]) == 50


@pytest.mark.parametrize(
    ("name", "value"),
    [("messages", "0"), ("messages", "201"), ("before", "ontem"), ("unmask", "talvez")],
)
def test_a_wrong_parameter_is_named(ana: Contact, name: str, value: str) -> None:
    problem = ask(program(*Scope.values), f"conversations/{ana.pk}/", 400, **{name: value})
    assert wrong_fields(problem) == {name}


@pytest.mark.parametrize("count", [1, 30])
def test_lists_take_the_same_statements(django_assert_num_queries, count: int) -> None:
    for number in range(count):
        contact = Contact.objects.create(name=f"Pessoa {number}")
        ContactAlias.objects.create(address=f"554199000{number:04}@c.us", contact=contact)
        Conversation.objects.create(contact=contact, chat_id="c")
    reader = program(Scope.CONVERSATIONS)
    ask(reader, "contacts/")  # the first use of a key is written down
    with django_assert_num_queries(5):
        assert ask(reader, "contacts/", page_size=100)["count"] == count
    with django_assert_num_queries(4):
        assert ask(reader, "conversations/", page_size=100)["count"] == count
