"""One turn, one transaction: what is answered, on which release, and at what cost."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bot_flows import conversations, inbox
from bot_flows.engine import codec
from bot_flows.engine.release import Release as Bot
from bot_flows.models import Contact, Conversation, InboundEvent, OutboundMessage, Release
from tests.builders import a_flow, a_release, ask, choice, menu, say

from .incoming import ANA, BIA, incoming

pytestmark = pytest.mark.django_db


def publish(bot: Bot) -> Release:
    """Make this bot the active release, as publishing does."""
    document = codec.to_json(bot)
    Release.objects.filter(active=True).update(active=False)
    return Release.objects.create(document=document, digest=codec.digest(document), active=True)


def bot(welcome: str = "Olá!", *more: object) -> Bot:
    start = a_flow(
        "Início",
        say(welcome),
        menu("O que você quer?", choice("Cursos", to="cursos"), choice("Nome", to="nome")),
        triggers=("oi", "olá"),
    )
    courses = a_flow(
        "Cursos",
        say("Temos seis cursos."),
        menu("E agora?", choice("Voltar ao início", to="inicio")),
    )
    name = a_flow(
        "Nome",
        ask("Qual é o seu nome?", slot="apelido"),
        say("Anotei!"),
        menu("E agora?", choice("Início", to="inicio")),
    )
    return a_release(start, courses, name)


def tell(text: str, *, chat: str = ANA, **more: object) -> list[str]:
    """A message comes in; the texts that go out for it."""
    before = OutboundMessage.objects.count()
    with transaction.atomic():
        contact = inbox.receive(incoming(text, chat=chat, **more))
        assert contact is not None
        conversations.answer(contact)
    rows = OutboundMessage.objects.order_by("contact_id", "number")
    return list(rows.values_list("text", flat=True))[before:]


def test_a_message_is_answered_in_the_same_transaction() -> None:
    publish(bot())
    answers = tell("oi")
    assert any("Olá!" in text for text in answers)
    assert "*1.* Cursos" in answers[-1]
    assert InboundEvent.objects.get().answered_at is not None


def test_nothing_is_sent_for_a_state_that_was_not_saved() -> None:
    publish(bot())
    with transaction.atomic():
        conversations.answer(inbox.receive(incoming("oi")))
        transaction.set_rollback(True)
    assert not OutboundMessage.objects.exists()
    assert not InboundEvent.objects.exists()


def test_waiting_events_are_answered_oldest_first() -> None:
    publish(bot())
    tell("oi")
    now = timezone.now()
    inbox.receive(incoming("Bia", at=now - timedelta(seconds=2)))
    contact = inbox.receive(incoming("2", at=now - timedelta(seconds=9)))
    outcome = conversations.answer(contact)
    texts = list(OutboundMessage.objects.order_by("number").values_list("text", flat=True))
    assert any("Anotei!" in text for text in texts)
    assert Conversation.objects.get().state["slots"]["apelido"] == "Bia"
    assert outcome.messages >= 2


def test_messages_are_numbered_without_a_gap() -> None:
    publish(bot())
    for text in ("oi", "1", "menu", "xyz"):
        tell(text)
    numbers = list(OutboundMessage.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Conversation.objects.get().sent_count == len(numbers)


def test_an_edit_is_heard_on_the_next_message() -> None:
    publish(bot("Olá!"))
    tell("oi")
    publish(bot("Bom te ver!"))
    assert any("Bom te ver!" in text for text in tell("oi"))


def test_a_question_is_answered_on_the_release_that_asked_it() -> None:
    first = publish(bot())
    tell("oi")
    tell("2")
    second = publish(bot("Novo!"))
    tell("Aninha")
    assert Conversation.objects.get().release_id == first.pk
    tell("menu")
    assert Conversation.objects.get().release_id == second.pk


def test_a_word_leads_out_of_a_question_onto_the_newest_release() -> None:
    publish(bot())
    tell("oi")
    tell("2")
    second = publish(bot("Novo!"))
    tell("menu")
    assert Conversation.objects.get().release_id == second.pk


def test_an_old_message_is_left_alone() -> None:
    publish(bot())
    assert tell("oi", at=timezone.now() - timedelta(days=2)) == []
    assert InboundEvent.objects.get().answered_at is not None


def test_without_a_release_the_event_waits() -> None:
    assert tell("oi") == []
    assert InboundEvent.objects.get().answered_at is None
    publish(bot())
    contact = Contact.objects.get()
    conversations.answer(contact.pk)
    assert OutboundMessage.objects.exists()


def test_a_reply_goes_to_the_address_that_wrote_last() -> None:
    publish(bot())
    tell("oi", chat=ANA)
    tell("oi", chat="77001@lid", also=(ANA,))
    assert OutboundMessage.objects.order_by("number").last().chat_id == "77001@lid"


def test_opting_out_is_kept_on_the_contact() -> None:
    publish(bot())
    tell("oi")
    tell("parar")
    assert Contact.objects.get().opted_out


@pytest.mark.parametrize("contacts", [1, 40])
def test_an_ordinary_turn_costs_nine_statements_at_most(contacts: int) -> None:
    publish(bot())
    for number in range(contacts):
        tell("oi", chat=f"55419{number:08d}@c.us")
        tell("1", chat=f"55419{number:08d}@c.us")
    tell("oi", chat=BIA)
    with CaptureQueriesContext(connection) as queries:
        tell_without_looking("1")
    sent = (part for query in queries for part in query["sql"].split(";"))
    statements = [part for part in sent if part.strip() and "SAVEPOINT" not in part]
    assert len(statements) <= 7, statements  # BEGIN and COMMIT make nine


def tell_without_looking(text: str) -> None:
    contact = inbox.receive(incoming(text, chat=BIA))
    conversations.answer(contact)


def test_what_waited_half_a_day_is_left_alone() -> None:
    tell("oi")
    publish(bot())
    late = timezone.now() + conversations.LATEST + timedelta(minutes=1)
    conversations.answer(Contact.objects.get().pk, now=late)
    assert not OutboundMessage.objects.exists()
    assert InboundEvent.objects.get().answered_at == late
