"""WAHA's door: what it answers, and that it never makes WAHA come again without need."""

import json

import pytest
from django.db import OperationalError, connection
from django.test import Client as Browser
from django.utils import timezone

from bot_flows.models import InboundEvent, OutboundMessage
from bot_flows.waha.payloads import MAX_BODY
from bot_flows.waha.signature import sign

from .test_conversations import bot, publish

pytestmark = pytest.mark.django_db
KEY = "test-hmac-key"


def message(text: str = "oi", **payload: object) -> dict[str, object]:
    at = timezone.now().timestamp()
    return {
        "id": "evt_1",
        "timestamp": int(at * 1000),
        "event": "message",
        "session": "default",
        "engine": "GOWS",
        "payload": {
            "id": "false_5541999990001@c.us_ABC123",
            "timestamp": int(at),
            "from": "5541999990001@c.us",
            "fromMe": False,
            "source": "app",
            "body": text,
            "hasMedia": False,
            **payload,
        },
    }


def post(body: object, *, key: str = KEY, signature: str | None = None):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"X-Webhook-Hmac": sign(raw, key) if signature is None else signature}
    return Browser(enforce_csrf_checks=True).post(
        "/webhooks/waha/", raw, content_type="application/json", headers=headers
    )


def test_a_signed_message_is_answered() -> None:
    publish(bot())
    answer = post(message())
    assert answer.status_code == 200
    assert OutboundMessage.objects.exists()
    assert "Set-Cookie" not in answer.headers


def test_the_same_delivery_twice_is_answered_once() -> None:
    publish(bot())
    post(message())
    count = OutboundMessage.objects.count()
    assert post(message()).status_code == 200
    assert post({**message(), "event": "message.any", "id": "evt_2"}).status_code == 200
    lid = message(id="false_77001@lid_ABC123", **{"from": "77001@lid"})
    assert post(lid).status_code == 200
    assert OutboundMessage.objects.count() == count


@pytest.mark.parametrize("signature", ["", "0" * 128, "não é hexadecimal", "\x7f"])
def test_a_bad_signature_is_refused(signature: str) -> None:
    assert post(message(), signature=signature).status_code == 401
    assert not InboundEvent.objects.exists()


def test_another_key_is_refused() -> None:
    assert post(message(), key="another").status_code == 401


def test_a_body_over_a_megabyte_is_refused() -> None:
    assert post(b"x" * (MAX_BODY + 1)).status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"oi"', b"\xff\xfe", b"[" * 50_000])
def test_what_is_no_object_of_json_is_left_alone(body: bytes) -> None:
    assert post(body).status_code == 200
    assert not InboundEvent.objects.exists()


@pytest.mark.parametrize("event", ["presence.update", "group.v2.join", "message.reaction", 7, None])
def test_unknown_events_are_left_alone(event: object) -> None:
    assert post({**message(), "event": event}).status_code == 200
    assert not InboundEvent.objects.exists()


def test_a_database_that_is_away_makes_waha_come_again() -> None:
    def away(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    publish(bot())
    with connection.execute_wrapper(away):
        assert post(message()).status_code == 503


def test_a_turn_that_fails_keeps_its_event() -> None:
    release = publish(bot())
    release.document = {"format": 999}
    release.save()
    assert post(message()).status_code == 200
    event = InboundEvent.objects.get()
    assert event.answered_at is None
    assert not OutboundMessage.objects.exists()


@pytest.mark.parametrize("path", ["/webhooks/waha", "/webhooks/waha/x"])
def test_no_redirect_on_this_path(path: str) -> None:
    answer = Browser().post(path, b"{}", content_type="application/json")
    assert answer.status_code not in (301, 302, 307, 308)


def test_only_post() -> None:
    assert Browser().get("/webhooks/waha/").status_code == 405
