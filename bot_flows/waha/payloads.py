"""WAHA's webhook bodies, read into the few values that the bot needs.

Whatever JSON comes in, ``parse`` answers and never raises. A message is known by its bare
id: the same one may come as ``message`` and as ``message.any``, under a phone and a lid.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from .addresses import bare_id, chat_of, people, person
from .raw_message import Fields, fields, is_no_message, kind_of, tap

MAX_BODY = 1_048_576
LONGEST_ID = 128
LONGEST_NAME = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_EARLIEST, _LATEST = 1_230_768_000.0, 4_102_444_800.0  # 2009 (WhatsApp's first year) and 2100


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that a person did and that waits for an answer.

    ``kind``: text, audio, image, video, sticker, document, location, contact, call, other, staff
    (typed by one of us on the phone itself; the contact is the other side of the chat), vote (an
    option of a poll or list of ours was tapped: ``text`` is its label, and the key names the
    message tapped) or vote_lost (one was, and WhatsApp does not tell which).
    ``aliases``: every address known for this person, the one to reply to first.
    """

    session: str
    key: str
    kind: str
    chat_id: str
    aliases: tuple[str, ...]
    name: str
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message of ours. A sighting of it counts as 1 (the server has it)."""

    session: str
    message_id: str
    ack: int


@dataclass(frozen=True, slots=True)
class SessionStatus:
    """The account's connection to WhatsApp changed."""

    session: str
    status: str


type Parsed = Incoming | Receipt | SessionStatus | None


def parse(body: object) -> Parsed:
    """What this webhook says, or None when there is nothing in it for the bot."""
    envelope = fields(body)
    session = _clean(envelope.get("session"))
    payload = fields(envelope.get("payload"))
    if not session or not payload:
        return None
    match envelope.get("event"):
        case "message" | "message.any":
            return _message(envelope, session, payload)
        case "message.ack":
            return _ack(session, payload)
        case "call.received":
            return _call(envelope, session, payload)
        case "poll.vote":
            return _vote(envelope, session, payload)
        case "poll.vote.failed":
            return _vote(envelope, session, payload, lost=True)
        case "session.status":
            status = _clean(payload.get("status"))
            return SessionStatus(session, status) if status else None
        case _:
            return None


def _message(envelope: Fields, session: str, payload: Fields) -> Parsed:
    full_id = _full_id(payload)
    message_id = _clean(bare_id(full_id))
    if not 0 < len(message_id) <= LONGEST_ID or is_no_message(payload):
        return None
    mine = _is_mine(payload, full_id)
    if mine and payload.get("source") != "app":
        return Receipt(session, message_id, _sighting(payload.get("ack")))
    chat = chat_of(full_id) or _other_side(payload, mine)
    aliases = people(_addresses(payload, chat, mine), but=_me(envelope))
    if person(chat) not in aliases:
        return None
    kind, key = kind_of(payload), f"message:{message_id}"
    text = "" if kind in ("location", "contact") else _clean(payload.get("body"))
    if not mine and (row := tap(payload)):
        list_id = _clean(bare_id(row.list_id))
        kind, text = ("vote" if list_id else "text"), _clean(row.text)
        key = f"tap:{list_id}:{message_id}" if list_id else key
    return Incoming(
        session=session,
        key=key,
        kind="staff" if mine else kind,
        chat_id=aliases[0],
        aliases=aliases,
        name="" if mine else _name(payload),
        text=text,
        sent_at=_moment(payload.get("timestamp"), envelope.get("timestamp")),
    )


def _vote(
    envelope: Fields, session: str, payload: Fields, *, lost: bool = False
) -> Incoming | None:
    """A vote in a poll of ours. One that was only taken back says nothing."""
    vote, poll = fields(payload.get("vote")), fields(payload.get("poll"))
    vote_id, poll_id = _clean(bare_id(_full_id(vote))), _clean(bare_id(_full_id(poll)))
    chosen = _first_option(vote.get("selectedOptions"))
    ids_fit = all(0 < len(item) <= LONGEST_ID // 2 for item in (vote_id, poll_id))
    ours = _is_mine(poll, _full_id(poll)) and not _is_mine(vote, _full_id(vote))
    if not ids_fit or not ours or not (chosen or lost):
        return None
    chat = chat_of(_full_id(vote)) or _other_side(vote, mine=False)
    sender = {**vote, "_data": payload.get("_data")}
    aliases = people(_addresses(sender, chat, mine=False), but=_me(envelope))
    if person(chat) not in aliases:
        return None
    return Incoming(
        session=session,
        key=f"vote:{poll_id}:{vote_id}",
        kind="vote_lost" if lost else "vote",
        chat_id=aliases[0],
        aliases=aliases,
        name="",
        text="" if lost else chosen,
        sent_at=_moment(vote.get("timestamp"), envelope.get("timestamp")),
    )


def _first_option(selected: object) -> str:
    options = selected if isinstance(selected, list) else []
    return next((_clean(item) for item in options if isinstance(item, str) and item), "")


def _ack(session: str, payload: Fields) -> Receipt | None:
    full_id, ack = _full_id(payload), payload.get("ack")
    message_id = _clean(bare_id(full_id))
    if not isinstance(ack, int) or isinstance(ack, bool) or not -1 <= ack <= 9:
        return None
    return Receipt(session, message_id, ack) if message_id and _is_mine(payload, full_id) else None


def _call(envelope: Fields, session: str, payload: Fields) -> Incoming | None:
    call_id = _clean(payload.get("id"))
    data = fields(payload.get("_data"))
    callers = [payload.get("from"), *(data.get(name) for name in _CALLER_FIELDS)]
    aliases = people(callers, but=_me(envelope))
    if payload.get("isGroup") is True or not aliases or not 0 < len(call_id) <= LONGEST_ID:
        return None
    return Incoming(
        session=session,
        key=f"call:{call_id}",
        kind="call",
        chat_id=aliases[0],
        aliases=aliases,
        name="",
        text="",
        sent_at=_moment(payload.get("timestamp"), envelope.get("timestamp")),
    )


_CALLER_FIELDS = ("From", "CallCreator", "CallCreatorAlt", "from", "callerPn", "chatId", "peerJid")


def _addresses(payload: Fields, chat: str, mine: bool) -> list[object]:
    """Where the other person's addresses may stand, surest first. Ours are not among them."""
    data = fields(payload.get("_data"))
    key, info = fields(data.get("key")), fields(data.get("Info"))
    chats = [chat, key.get("remoteJid"), info.get("Chat"), key.get("remoteJidAlt")]
    if mine:
        return [*chats, info.get("RecipientAlt")]
    senders = [key.get(name) for name in ("participantAlt", "senderPn", "senderLid")]
    return [payload.get("from"), *chats, *senders, info.get("Sender"), info.get("SenderAlt")]


def _other_side(payload: Fields, mine: bool) -> str:
    """The chat of a message whose id does not tell it: WEBJS puts it in ``to`` when we spoke."""
    to, sender = person(payload.get("to")), person(payload.get("from"))
    return (mine and to) or sender or ""


def _me(envelope: Fields) -> tuple[object, ...]:
    me = fields(envelope.get("me"))
    return me.get("id"), me.get("lid"), me.get("jid")


def _full_id(payload: Fields) -> object:
    """The message id as text, out of WEBJS's object too."""
    value = payload.get("id")
    return value.get("_serialized") if isinstance(value, Mapping) else value


def _is_mine(payload: Fields, full_id: object) -> bool:
    mine = payload.get("fromMe")
    if isinstance(mine, bool):
        return mine
    return isinstance(full_id, str) and full_id.startswith("true_")


def _sighting(ack: object) -> int:
    return ack if isinstance(ack, int) and (ack == -1 or 1 < ack <= 9) else 1


def _name(payload: Fields) -> str:
    data = fields(payload.get("_data"))
    info = fields(data.get("Info"))
    names = (data.get("pushName"), info.get("PushName"), data.get("notifyName"))
    named = next((name for name in names if isinstance(name, str) and name.strip()), "")
    return _CONTROL.sub(" ", _clean(named)).strip()[:LONGEST_NAME]


def _clean(value: object) -> str:
    """Text that every database takes: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str):
        return ""
    try:
        value.encode()
    except UnicodeEncodeError:
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value.replace("\0", "")


def _moment(*values: object) -> datetime:
    """The first usable time, given in seconds or in milliseconds; now where there is none."""
    for value in values:
        seconds = _seconds(value)
        if seconds is not None:
            return datetime.fromtimestamp(seconds, UTC)
    return datetime.now(UTC)


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    if seconds > 1e11:
        seconds /= 1000
    return seconds if _EARLIEST <= seconds <= _LATEST else None
