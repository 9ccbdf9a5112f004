"""What people tap: options of polls, rows of lists, and what WAHA makes of it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import shapes
from .people import Speech
from .world import DEVICE, Message, new_message_id, now

if TYPE_CHECKING:
    from .server import Standin

_TAPPED = ("poll", "list")


class NothingToTap(LookupError):
    """There is no such question, or it has no such option; the message says so, for a person."""


def tap(standin: "Standin", phone: str, option: str, message_id: str, server: str) -> str:
    """A person taps an option; the bare id of the vote, or of the message that a list makes."""
    question = _question(standin, phone, message_id)
    if option not in question.options:
        raise NothingToTap("Essa opção não existe nesta pergunta.")
    if question.kind == "list":
        return _pick_row(standin, phone, question, option, server)
    return _vote(standin, phone, question, option, server)


def _question(standin: "Standin", phone: str, message_id: str) -> Message:
    asked = [
        item
        for item in list(standin.world.messages)
        if item.phone == phone and item.kind in _TAPPED and message_id in ("", item.id)
    ]
    if not asked:
        raise NothingToTap("Não há enquete nem lista nesta conversa.")
    return asked[-1]


def _pick_row(standin: "Standin", phone: str, question: Message, option: str, server: str) -> str:
    speech = Speech(standin.world.contact(phone), option, "list_reply", server, now())
    reply = Message(
        new_message_id(),
        standin.session,
        phone,
        speech.chat,
        "person",
        speech.kind,
        option,
        speech.at,
        DEVICE,
        answers=question.id,
    )
    standin.world.add(reply)
    standin.emit_message(reply)
    return reply.id


def _vote(standin: "Standin", phone: str, poll: Message, option: str, server: str) -> str:
    with standin.world.changing():
        poll.vote, poll.revision = option, standin.world.revision
    speech = Speech(standin.world.contact(phone), option, "vote", server, now())
    vote_id = new_message_id()
    kinds = {fault.kind for fault in standin.faults.of_vote()}
    if "lost_vote" not in kinds:
        failed = "failed_vote" in kinds
        payload = _payload(standin, speech, poll, vote_id, failed=failed)
        event = "poll.vote.failed" if failed else "poll.vote"
        standin.emit(event, payload, session=poll.session)
    return vote_id


def _payload(
    standin: "Standin", speech: Speech, poll: Message, vote_id: str, *, failed: bool
) -> Mapping[str, object]:
    """As WAHA documents it; only the vote has raw data."""
    shown = Message(
        vote_id, poll.session, poll.phone, speech.chat, "person", "vote", "", speech.at, DEVICE
    )
    raw = shapes.wa_message(standin.engine, shown, speech.contact, standin.url)["_data"]
    return {
        "vote": {
            "id": shapes.full_id(shown),
            "to": "me",
            "from": speech.chat,
            "fromMe": False,
            "selectedOptions": [] if failed else [speech.text],
            "timestamp": int(speech.at * 1000),
        },
        "poll": {"id": shapes.full_id(poll), "to": poll.chat, "from": "me", "fromMe": True},
        "_data": raw,
    }
