"""What a tap on a poll or a list stands for: the option of that very question.

A tap is recorded under a key that names the message tapped: ``vote:`` a poll, ``tap:`` a list,
each with WAHA's bare id of it and of the tap.
"""

from datetime import datetime

from . import channels
from .engine.events import TextReceived
from .engine.state import Asked
from .models import InboundEvent, OutboundMessage

VOTE, LOST = "vote", "vote_lost"


def event(event_id: int, text: str, name: str, now: datetime) -> TextReceived | None:
    """The option that was tapped; without a text where WhatsApp does not tell which. None for a
    poll that is not ours: somebody of the team may have sent one from the phone."""
    session, key = InboundEvent.objects.values_list("session", "key").get(pk=event_id)
    how, message_id, _tap = (*key.split(":", 2), "", "")[:3]
    asked = _asked(event_id, message_id)
    if asked is None:
        return TextReceived(text, name) if how == "tap" else None
    if not text:
        channels.polls_failed(session, now)
    return TextReceived(text, name, asked)


def _asked(event_id: int, message_id: str) -> Asked | None:
    """The question with options that went out to this contact under this id."""
    sent = OutboundMessage.objects.filter(
        contact__events=event_id, waha_id=message_id, options__isnull=False
    )
    options = sent.values_list("options", flat=True).first() if message_id else None
    try:
        return Asked.from_json(options) if options else None
    except (LookupError, TypeError, ValueError):
        return None
