"""Incoming messages for tests, as waha.payloads makes them."""

import itertools
from datetime import datetime, timedelta

from django.utils import timezone

from bot_flows.waha.payloads import Incoming

_ids = itertools.count(1)
ANA = "5541999990001@c.us"
ANA_LID = "77001@lid"
BIA = "5541999990002@c.us"


def incoming(
    text: str = "oi",
    *,
    chat: str = ANA,
    also: tuple[str, ...] = (),
    key: str = "",
    kind: str = "text",
    name: str = "Ana",
    at: datetime | None = None,
) -> Incoming:
    """What a person did just now, with an id of its own."""
    return Incoming(
        session="default",
        key=key or f"message:T{next(_ids):06d}",
        kind=kind,
        chat_id=chat,
        aliases=(chat, *also),
        name=name,
        text=text,
        sent_at=at or timezone.now() - timedelta(seconds=1),
    )
