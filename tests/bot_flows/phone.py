"""A person with a phone, WAHA and the bot, wired as in production but for the queue: what WAHA
posts goes through the webhook's own view, what the bot queues through the outbox."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from bot_flows import attachments, outbox
from bot_flows.models import Contact, OutboundMessage
from bot_flows.pacing import Off
from bot_flows.waha.client import Client
from bot_flows.waha.signature import sign
from bot_flows.waha.standin import Message, Standin

from .waha.receiver import Receiver, receiving

ANA = "5541999990001"
HMAC_KEY = "test-hmac-key"
# What the operator's WAHA posts; the bot does without the rest.
EVENTS = ("message", "poll.vote", "poll.vote.failed")


class Phone:
    """One person's side of the chat."""

    def __init__(self, waha: Standin, receiver: Receiver) -> None:
        self.waha, self._receiver, self._seen = waha, receiver, 0
        self.client = Client(waha.url, waha.api_key, "default", read_timeout=5)

    def say(self, text: str, person: str = ANA) -> list[Message]:
        """Type it; what the bot answers."""
        self.waha.say(person, text)
        return self.exchange()

    def tap(self, option: str, message: Message | None = None, person: str = ANA) -> list[Message]:
        """Tap an option of the last poll or list, or of that one; what the bot answers."""
        self.waha.tap(person, option, message=message.id if message else "")
        return self.exchange()

    def exchange(self, *, times: int = 1) -> list[Message]:
        """Let the bot hear what happened (each event so often) and send what it has to say."""
        self.waha.settle()
        before = len(self.waha.sent)
        came, self._seen = self._receiver.came[self._seen :], len(self._receiver.came)
        for item in came:
            for _ in range(times):
                self.post(item.event)
        self.deliver()
        return self.waha.sent[before:]

    def post(self, event: dict[str, Any]) -> int:
        """One webhook of WAHA's; the status it is answered with."""
        raw = json.dumps(event).encode()
        headers = {"X-Webhook-Hmac": sign(raw, HMAC_KEY)}
        kind = "application/json"
        return (
            Browser().post("/webhooks/waha/", raw, content_type=kind, headers=headers).status_code
        )

    def deliver(self) -> None:
        """What the worker does; all that waits is due."""
        OutboundMessage.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
        for contact in Contact.objects.values_list("pk", flat=True):
            send_media = partial(attachments.send, self.client)
            outbox.deliver(contact, self.client, Off(), send_media)


@contextmanager
def a_phone(**waha: Any) -> Iterator[Phone]:
    """A phone whose WAHA is made like this: engine, tier, version."""
    with receiving() as receiver, Standin(time_scale=0.01, **waha) as standin:
        standin.add_webhook(receiver.url, events=EVENTS)
        yield Phone(standin, receiver)
