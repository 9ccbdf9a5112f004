"""The calls that send, and what comes before and after each: waits, faults, events."""

import base64
import binascii
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .shapes import ack, sent
from .web import Answer, Request
from .world import Media, Message, new_message_id, now

if TYPE_CHECKING:
    from .server import Standin

_WAITS = {"STARTING": 10.0, "SCAN_QR_CODE": 10.0, "FAILED": 10.0}
_WAIT_STOPPED = 5.0
_MEDIA_KINDS = {
    "sendImage": "image",
    "sendFile": "document",
    "sendVoice": "audio",
    "sendVideo": "video",
}
_ASKING = ("sendPoll", "sendList")
CALLS = ("sendText", *_ASKING, *_MEDIA_KINDS, "sendSeen", "startTyping", "stopTyping")
_ONE_EDITION = (2026, 6, 1)
_FIRST_LISTS = (2025, 8, 2)


def call(standin: "Standin", name: str, request: Request) -> Answer:
    """Carry out one of ``CALLS``."""
    body = request.fields()
    session = body.get("session")
    if not session or not isinstance(session, str):
        return error(400, "Session name is required")
    refused = not_working(standin, session)
    if refused:
        return refused
    lost = False
    for fault in standin.faults.of_call(name):
        match fault.kind:
            case "500":
                return failure(standin, request, "Error", "server returned error 400")
            case "463":
                return failure(standin, request, "Error", "server returned error 463")
            case "502":
                return Answer(502, data=b"<h1>502 Bad Gateway</h1>", content_type="text/html")
            case "delay":
                standin.clock.sleep(fault.seconds)
            case "lost":
                lost = True
    answer = _missing(standin, name) or _carry_out(standin, name, session, request, body)
    return Answer(cut=True) if lost and answer.status == 201 else answer


def _missing(standin: "Standin", name: str) -> Answer | None:
    """What this engine has not, or this edition before both became one."""
    if name in _ASKING and standin.engine == "WEBJS":
        return error(501, f"The method is not implemented by the engine {standin.engine}")
    paid = name == "sendList" or name in _MEDIA_KINDS
    if paid and standin.tier != "PLUS" and standin.release < _ONE_EDITION:
        return error(422, "The feature is available only in Plus version for this engine")
    if name == "sendList" and standin.release < _FIRST_LISTS:
        return error(404, "Cannot POST /api/sendList", "Not Found")
    return None


def not_working(standin: "Standin", name: str) -> Answer | None:
    """422, after the wait that WAHA makes, unless the session works by then."""
    session = standin.sessions.get(name)
    wait = _WAITS.get(session.status, _WAIT_STOPPED) if session else _WAIT_STOPPED
    if standin.sessions.wait_until_working(name, wait):
        return None
    session = standin.sessions.get(name)
    if session is None:
        return Answer(422, {"error": f'Session "{name}" does not exist', "session": name})
    told = "Session status is not as expected. Try again later or restart the session"
    return Answer(
        422,
        {"error": told, "session": name, "status": session.status, "expected": ["WORKING"]},
    )


def failure(standin: "Standin", request: Request, name: str, message: str) -> Answer:
    """WAHA's 500. It echoes the whole request, the message's text included."""
    exception = {"message": message, "name": name, "stack": f"{name}: {message}\n    at send"}
    echo = {
        "path": request.path,
        "method": request.method,
        "body": request.body,
        "query": dict(request.query),
    }
    told = {"statusCode": 500, "timestamp": _iso(), "exception": exception, "request": echo}
    return Answer(500, {**told, "version": standin.environment()})


def error(status: int, message: str, name: str | None = None) -> Answer:
    """NestJS's short error."""
    body: dict[str, object] = {"message": message, "statusCode": status}
    if name:
        body["error"] = name
    return Answer(status, body)


def _carry_out(
    standin: "Standin", name: str, session: str, request: Request, body: dict[str, Any]
) -> Answer:
    chat = body.get("chatId")
    if not isinstance(chat, str):
        return failure(standin, request, "TypeError", "chatId.includes is not a function")
    if not chat.endswith(("@c.us", "@lid", "@g.us")):
        return failure(standin, request, "Error", "server returned error 400")
    phone = standin.world.owner(chat).phone
    match name:
        case "sendSeen":
            return Answer(201, {"ids": standin.world.read(phone)})
        case "startTyping" | "stopTyping":
            standin.world.type(phone, on=name == "startTyping")
            return Answer(201, {"result": True})
        case "sendText":
            return _send(standin, session, chat, "text", body, None)
        case "sendPoll" | "sendList":
            return _ask(standin, session, request, name, body)
    media = _media(body.get("file"))
    if media is None:
        return failure(standin, request, "Error", "file.data or file.url is required")
    return _send(standin, session, chat, _MEDIA_KINDS[name], body, media)


def _ask(
    standin: "Standin", session: str, request: Request, name: str, body: dict[str, Any]
) -> Answer:
    """A poll or a list: its question as the text, its options beside it."""
    kind = "poll" if name == "sendPoll" else "list"
    asked = body.get("poll" if kind == "poll" else "message")
    question = asked if isinstance(asked, dict) else {}
    if kind == "poll":
        text, options = question.get("name"), question.get("options")
    else:
        rows = [row for part in question.get("sections") or () for row in part.get("rows") or ()]
        text, options = question.get("description"), [row.get("title") for row in rows]
    if not text or not isinstance(options, list) or not all(map(_is_text, options)):
        return failure(standin, request, "Error", "server returned error 400")
    shown = {"id": body.get("id"), "text": text}
    return _send(standin, session, body["chatId"], kind, shown, None, tuple(options))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _send(
    standin: "Standin",
    session: str,
    chat: str,
    kind: str,
    body: dict[str, Any],
    media: Media | None,
    options: tuple[str, ...] = (),
) -> Answer:
    world = standin.world
    contact = world.owner(chat)
    own_id = body.get("id") if kind in ("text", "poll") and standin.has_own_ids else None
    message_id = own_id if isinstance(own_id, str) and own_id else new_message_id()
    known = world.find(message_id) if standin.dedup else None
    if known:
        return Answer(201, sent(standin.engine, known, contact))
    text = str(body.get("caption" if media else "text") or "")
    message = Message(
        message_id, session, contact.phone, chat, "api", kind, text, now(), 0, media,
        options=options,
    )  # fmt: skip
    world.add(message)
    answer = sent(standin.engine, message, contact)
    standin.emit_message(message)
    for step in standin.acks:
        world.acknowledge(message, step)
        standin.emit("message.ack", ack(message, standin.engine), session=session)
    return Answer(201, answer)


def _media(file: object) -> Media | None:
    """The file of a send. A ``url`` is noted and not fetched: nothing leaves this machine."""
    if not isinstance(file, dict):
        return None
    mimetype, name = str(file.get("mimetype") or ""), str(file.get("filename") or "")
    encoded = file.get("data")
    if not isinstance(encoded, str):
        return Media(b"", mimetype, name) if isinstance(file.get("url"), str) else None
    try:
        return Media(base64.b64decode(encoded, validate=True), mimetype, name)
    except binascii.Error:
        return None


def _iso() -> str:
    return datetime.now(UTC).isoformat()
