"""Messages go out in order, once, and are not lost: against a WAHA that is a real server."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from bot_flows import attachments, outbox
from bot_flows.models import Contact, OutboundMessage
from bot_flows.pacing import Human, Off, pause
from bot_flows.waha.client import Client
from bot_flows.waha.payloads import Receipt
from bot_flows.waha.standin import Standin

pytestmark = pytest.mark.django_db
CHAT = "5541999990001@c.us"
Status = OutboundMessage.Status


@pytest.fixture
def waha() -> Iterator[Standin]:
    with Standin() as standin:
        yield standin


@pytest.fixture
def contact() -> Contact:
    return Contact.objects.create(name="Ana")


def queue(contact: Contact, *texts: str) -> None:
    first = OutboundMessage.objects.filter(contact=contact).count() + 1
    for number, text in enumerate(texts, start=first):
        OutboundMessage.objects.create(contact=contact, number=number, chat_id=CHAT, text=text)


def deliver(contact: Contact, waha: Standin):
    client = Client(waha.url, waha.api_key, "default", read_timeout=2)
    return outbox.deliver(contact.pk, client, Off(), partial(attachments.send, client))


def make_due() -> None:
    OutboundMessage.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def texts(waha: Standin) -> list[str]:
    return [message.text for message in waha.sent]


def statuses() -> list[str]:
    return list(OutboundMessage.objects.order_by("number").values_list("status", flat=True))


def test_messages_go_out_in_order_and_keep_wahas_id(waha: Standin, contact: Contact) -> None:
    queue(contact, "um", "dois", "três")
    assert deliver(contact, waha) is None
    assert texts(waha) == ["um", "dois", "três"]
    assert statuses() == [Status.SENT] * 3
    assert all(OutboundMessage.objects.values_list("waha_id", flat=True))


def test_a_refusal_holds_the_lane_until_it_went_well(waha: Standin, contact: Contact) -> None:
    queue(contact, "um", "dois")
    waha.faults.add("500", count=1, calls="sendText")
    again = deliver(contact, waha)
    assert again is not None
    assert again > timezone.now()
    assert texts(waha) == []
    make_due()
    assert deliver(contact, waha) is None
    assert texts(waha) == ["um", "dois"]


def test_what_is_refused_too_often_fails_and_the_next_goes_on(
    waha: Standin, contact: Contact
) -> None:
    queue(contact, "um", "dois")
    waha.faults.add("500", count=outbox.MOST_REFUSALS, calls="sendText")
    for _ in range(outbox.MOST_REFUSALS):
        make_due()
        deliver(contact, waha)
    assert statuses() == [Status.FAILED, Status.SENT]
    assert texts(waha) == ["dois"]


def test_a_lost_answer_is_looked_up_and_not_sent_again(waha: Standin, contact: Contact) -> None:
    queue(contact, "um")
    waha.faults.add("lost", count=1, calls="sendText")
    assert deliver(contact, waha) is not None
    assert statuses() == [Status.SENDING]
    make_due()
    assert deliver(contact, waha) is None
    assert texts(waha) == ["um"]
    assert statuses() == [Status.SENT]


def test_without_own_ids_a_lost_answer_is_sent_again(contact: Contact) -> None:
    with Standin(engine="WEBJS") as waha:
        queue(contact, "um")
        waha.faults.add("lost", count=1, calls="sendText")
        deliver(contact, waha)
        make_due()
        deliver(contact, waha)
        assert texts(waha) == ["um", "um"]


def test_a_killed_sender_leaves_its_message_to_the_next(waha: Standin, contact: Contact) -> None:
    queue(contact, "um", "dois")
    OutboundMessage.objects.filter(number=1).update(status=Status.SENDING, attempts=1)
    Contact.objects.update(
        delivering_by="gone", delivering_until=timezone.now() + timedelta(seconds=30)
    )
    assert deliver(contact, waha) is None
    assert texts(waha) == []
    Contact.objects.update(delivering_until=timezone.now() - timedelta(seconds=1))
    deliver(contact, waha)
    assert texts(waha) == ["um", "dois"]


def test_a_receipt_settles_a_message_in_doubt(waha: Standin, contact: Contact) -> None:
    queue(contact, "um")
    OutboundMessage.objects.update(status=Status.SENDING, waha_id="ABC")
    outbox.confirm(Receipt("default", "ABC", 1))
    assert statuses() == [Status.SENT]
    assert deliver(contact, waha) is None
    assert texts(waha) == []


def test_waha_away_loses_nothing(contact: Contact) -> None:
    queue(contact, "um")
    client = Client("http://127.0.0.1:9", "key", "default", connect_timeout=0.2)
    again = outbox.deliver(contact.pk, client, Off(), partial(attachments.send, client))
    assert again is not None
    assert statuses() == [Status.QUEUED]


def test_a_message_nobody_waits_for_any_more_fails(contact: Contact) -> None:
    queue(contact, "um")
    OutboundMessage.objects.update(created_at=timezone.now() - outbox.LIFETIME * 2)
    client = Client("http://127.0.0.1:9", "key", "default", connect_timeout=0.2)
    assert outbox.deliver(contact.pk, client, Off(), partial(attachments.send, client)) is None
    assert statuses() == [Status.FAILED]


def test_a_message_costs_few_statements(
    waha: Standin, contact: Contact, django_assert_max_num_queries
) -> None:
    queue(contact, "um")
    with django_assert_max_num_queries(6):
        deliver(contact, waha)


def test_waiting_contacts_are_those_that_nobody_serves(contact: Contact) -> None:
    queue(contact, "um")
    soon = timezone.now() + timedelta(seconds=1)
    assert outbox.waiting_contacts(before=soon) == [contact.pk]
    Contact.objects.update(delivering_until=soon)
    assert outbox.waiting_contacts(before=soon) == []


def test_a_human_is_typing_before_the_text_and_not_after(waha: Standin, contact: Contact) -> None:
    queue(contact, "oi")
    client = Client(waha.url, waha.api_key, "default")
    pacing = Human(client)
    pacing.before(OutboundMessage.objects.get())
    began = timezone.now()
    outbox.deliver(contact.pk, client, pacing, partial(attachments.send, client))
    assert timezone.now() - began > timedelta(seconds=0.4)
    assert texts(waha) == ["oi"]
    assert not waha.world.typing


def test_a_pause_grows_with_the_text_and_never_too_long() -> None:
    assert 0.4 < pause(0) < 0.8
    assert 3.0 < pause(100_000) < 5.0
