"""Conversations with a person of ours: who is silent, and giving one back to the bot."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot_flows import conversations, inbox
from bot_flows.access import OPERATOR, REVIEWER
from bot_flows.admin.access.handoff import in_words, silent
from bot_flows.masking import hide_address
from bot_flows.models import BotSettings, Conversation, InboundEvent, OutboundMessage
from tests.bot_flows.incoming import ANA, ANA_LID, incoming
from tests.factories import a_bot, step

from .people import client_of, member

pytestmark = pytest.mark.django_db
INDEX = "bot_handoff:index"


def a_handoff_bot(word: str = "#bot") -> Any:
    handoff = step("handoff", text="Já chamo alguém.")
    start, _release = a_bot(handoff)
    if word != "#bot":
        settings = BotSettings.load()
        settings.release_word = word
        settings.save()
    return start


def says(text: str = "oi", **more: Any) -> Conversation:
    with transaction.atomic():
        contact = inbox.receive(incoming(text, **more))
        assert contact
        conversations.answer(contact)
    return Conversation.objects.get(pk=contact)


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(member(OPERATOR, "operadora"))
    return client


def give_back(client: Client, conversation: Conversation) -> Any:
    return client.post(reverse("bot_handoff:give_back", args=[conversation.pk]), follow=True)


def test_a_conversation_with_a_person_is_listed_without_the_whole_phone(operator: Client) -> None:
    a_handoff_bot()
    says(also=(ANA_LID,))
    page = operator.get(reverse(INDEX)).content.decode()
    assert "Ana" in page
    assert "•••• 0001" in page
    assert ANA.split("@")[0] not in page
    assert "12 horas" in page
    assert "Devolver ao bot" in page
    assert "contact__id=" in page


def test_the_link_leads_to_the_messages_of_that_person(operator: Client) -> None:
    a_handoff_bot()
    conversation = says("segredo da Ana")
    says("coisa da Bia", chat="5541999990002@c.us", name="Bia")
    url = reverse("bot_flows_inboundevent_modeladmin_index")
    page = operator.get(f"{url}?contact__id={conversation.pk}").content.decode()
    assert "segredo da Ana" in page
    assert "coisa da Bia" not in page


def test_only_silence_that_lasts_is_listed(operator: Client) -> None:
    assert "Ninguém está em atendimento" in operator.get(reverse(INDEX)).content.decode()
    a_handoff_bot()
    conversation = says()
    ends = datetime.fromisoformat(conversation.state["silent_until"])
    assert list(silent(ends - timedelta(seconds=2))) == [conversation]
    assert not list(silent(ends + timedelta(seconds=2)))


def test_times_are_read_alike_by_every_database() -> None:
    a_handoff_bot()
    conversation = says()
    moment = datetime(2027, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
    for until in (moment, moment.replace(microsecond=0)):
        conversation.state["silent_until"] = until.isoformat()
        conversation.save()
        [found] = silent(moment - timedelta(hours=1))
        assert abs(found.until - until) < timedelta(milliseconds=2)


def test_the_bot_answers_again_when_a_conversation_is_given_back(operator: Client) -> None:
    a_handoff_bot()
    conversation = says()

    page = give_back(operator, conversation).content.decode()

    conversation.refresh_from_db()
    assert "O bot voltou a responder a Ana." in page
    assert "silent_until" not in conversation.state
    event = InboundEvent.objects.latest("pk")
    assert (event.kind, event.text, event.session) == ("staff", "#bot", "capyvagas")
    assert event.answered_at
    assert OutboundMessage.objects.count() > 1
    [entry] = ModelLogEntry.objects.filter(action="bot_flows.hand_back")
    assert entry.user.username == "operadora"
    assert "Ana" not in entry.label


def test_giving_back_twice_is_heard_once(operator: Client) -> None:
    a_handoff_bot()
    conversation = says()
    give_back(operator, conversation)
    sent = OutboundMessage.objects.count()
    page = give_back(operator, conversation).content.decode()
    assert "O bot já respondia a Ana." in page
    assert OutboundMessage.objects.count() == sent
    assert ModelLogEntry.objects.filter(action="bot_flows.hand_back").count() == 1


def test_the_word_may_have_changed_since_the_conversation_began(operator: Client) -> None:
    a_handoff_bot("#volta")
    conversation = says()
    settings = BotSettings.load()
    settings.release_word = "#capivara"
    settings.save()
    give_back(operator, conversation)
    conversation.refresh_from_db()
    assert "silent_until" not in conversation.state


def test_since_is_told_by_the_release_that_was_heard(operator: Client) -> None:
    a_handoff_bot()
    conversation = says()
    [item] = operator.get(reverse(INDEX)).context["attendances"]
    assert abs(item.since - timezone.now()) < timedelta(minutes=1)
    assert item.contact_id == conversation.pk


def test_the_list_asks_no_more_for_more_people(operator: Client) -> None:
    a_handoff_bot()
    counts = []
    for number in range(3):
        says(chat=f"55419999800{number}@c.us", name=f"P{number}", also=(f"88{number}@lid",))
        operator.get(reverse(INDEX))
        with CaptureQueriesContext(connection) as asked:
            operator.get(reverse(INDEX))
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_only_those_who_read_messages_may() -> None:
    a_handoff_bot()
    conversation = says()
    client = client_of(member(REVIEWER, "revisora"))
    assert client.get(reverse(INDEX)).status_code == 302
    client.post(reverse("bot_handoff:give_back", args=[conversation.pk]))
    conversation.refresh_from_db()
    assert "silent_until" in conversation.state


def test_a_look_changes_nothing(operator: Client) -> None:
    a_handoff_bot()
    conversation = says()
    url = reverse("bot_handoff:give_back", args=[conversation.pk])
    assert operator.get(url).status_code == 405


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("5541999990001@c.us", "•••• 0001"),
        ("5541999990001@s.whatsapp.net", "•••• 0001"),
        ("77001@lid", ""),
        ("nada", ""),
        ("", ""),
    ],
)
def test_a_phone_is_known_by_its_last_digits(address: str, shown: str) -> None:
    assert hide_address(address) == shown


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.2, "1 minuto"),
        (59, "59 minutos"),
        (60, "1 hora"),
        (61, "1 hora e 1 min"),
        (720, "12 horas"),
        (60 * 50, "2 dias"),
    ],
)
def test_the_time_left_is_said_in_words(minutes: float, said: str) -> None:
    assert in_words(timedelta(minutes=minutes)) == said
