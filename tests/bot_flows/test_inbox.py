"""Each event is recorded once, whoever delivers it how often and under which address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from bot_flows import inbox
from bot_flows.models import Contact, ContactAlias, Conversation, InboundEvent, OutboundMessage

from .incoming import ANA, ANA_LID, BIA, incoming

pytestmark = pytest.mark.django_db


def test_a_new_person_becomes_a_contact_with_a_conversation() -> None:
    contact = inbox.receive(incoming("oi"))
    assert Conversation.objects.get().contact_id == contact
    assert Conversation.objects.get().chat_id == ANA
    assert InboundEvent.objects.get().text == "oi"


def test_a_repeat_is_recorded_once() -> None:
    message = incoming("oi")
    assert inbox.receive(message) is not None
    assert inbox.receive(message) is None
    assert InboundEvent.objects.count() == 1


def test_the_same_message_under_phone_and_lid_is_one_event() -> None:
    first = inbox.receive(incoming("oi", chat=ANA, key="message:X"))
    again = inbox.receive(incoming("oi", chat=ANA_LID, also=(ANA,), key="message:X"))
    assert first is not None
    assert again is None
    assert Contact.objects.count() == 1


def test_a_second_address_joins_the_contact() -> None:
    first = inbox.receive(incoming("oi", chat=ANA))
    second = inbox.receive(incoming("oi", chat=ANA_LID, also=(ANA,)))
    assert first == second
    assert set(ContactAlias.objects.values_list("address", flat=True)) == {ANA, ANA_LID}


def test_two_contacts_that_are_one_person_are_merged_and_keep_everything() -> None:
    phone = inbox.receive(incoming("oi", chat=ANA))
    lid = inbox.receive(incoming("olá", chat=ANA_LID))
    assert phone is not None
    assert lid is not None
    assert phone != lid
    for contact in (phone, lid):
        OutboundMessage.objects.create(contact_id=contact, number=1, chat_id="x", text="oi")
        Conversation.objects.filter(pk=contact).update(sent_count=1)
    Conversation.objects.filter(pk=lid).update(
        state={"slots": {"curso": "Design"}}, updated_at=timezone.now() + timedelta(minutes=1)
    )
    merged = inbox.receive(incoming("sou eu", chat=ANA_LID, also=(ANA,)))
    assert merged == phone
    assert list(Contact.objects.values_list("pk", flat=True)) == [phone]
    assert InboundEvent.objects.filter(contact_id=phone).count() == 3
    assert sorted(OutboundMessage.objects.values_list("number", flat=True)) == [1, 2]
    conversation = Conversation.objects.get()
    assert conversation.sent_count == 2
    assert conversation.state == {"slots": {"curso": "Design"}}


def test_an_opt_out_survives_a_merge() -> None:
    phone = inbox.receive(incoming(chat=ANA))
    lid = inbox.receive(incoming(chat=ANA_LID))
    Contact.objects.filter(pk=lid).update(opted_out=True)
    inbox.receive(incoming(chat=ANA, also=(ANA_LID,)))
    assert Contact.objects.get(pk=phone).opted_out


def test_text_that_postgresql_cannot_store_is_stored() -> None:
    inbox.receive(incoming("a\0b\u202e😀"))
    assert InboundEvent.objects.get().text == "ab\u202e😀"


def test_a_known_person_costs_two_statements(django_assert_num_queries) -> None:
    inbox.receive(incoming())
    with django_assert_num_queries(2):
        inbox.receive(incoming())


def test_failures_are_counted_and_given_up_in_the_end() -> None:
    contact = inbox.receive(incoming())
    assert contact is not None
    for _ in range(inbox.MOST_ATTEMPTS):
        assert InboundEvent.objects.get().answered_at is None
        inbox.count_failure(contact, RuntimeError("boom"))
    event = InboundEvent.objects.get()
    assert event.answered_at is not None
    assert event.error == "RuntimeError"


def test_waiting_contacts_are_those_with_an_old_unanswered_event() -> None:
    contact = inbox.receive(incoming(chat=ANA))
    other = inbox.receive(incoming(chat=BIA))
    InboundEvent.objects.filter(contact_id=other).update(answered_at=timezone.now())
    soon = timezone.now() + timedelta(seconds=1)
    assert inbox.waiting_contacts(before=soon) == [contact]
    assert inbox.waiting_contacts(before=soon - timedelta(hours=1)) == []


@pytest.mark.django_db(transaction=True)
def test_one_event_delivered_at_the_same_instant_is_recorded_once() -> None:
    def deliver(message):
        close_old_connections()
        try:
            with transaction.atomic():
                return inbox.receive(message)
        finally:
            connection.close()

    message = incoming("oi", also=(ANA_LID,))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(deliver, [message] * 8))
    assert sum(answer is not None for answer in answers) == 1
    assert (Contact.objects.count(), InboundEvent.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_first_messages_of_one_person_at_the_same_instant_make_one_contact() -> None:
    def deliver(number):
        close_old_connections()
        try:
            with transaction.atomic():
                return inbox.receive(incoming(f"oi {number}", also=(ANA_LID,)))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        contacts = set(pool.map(deliver, range(8)))
    assert len(contacts) == 1
    assert (Contact.objects.count(), InboundEvent.objects.count()) == (1, 8)
