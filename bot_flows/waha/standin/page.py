"""The phone page and its own endpoints under /_standin/: the people's side of the chats.

They ask for no key, so they answer only to this machine: the Host must be loopback, and a
POST must come from this page or from no page at all.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .shapes import KINDS
from .votes import NothingToTap
from .web import Answer, Request, parts
from .world import Message

if TYPE_CHECKING:
    from .server import Standin

PHONE = Path(__file__).resolve().parent.parent / "phone"
LONGEST_WAIT = 25.0
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SHOWN_MEDIA = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "audio/wav"})
_SAFE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
}


class BadRequest(Exception):
    """What was asked cannot be done; the message says why, for a person."""


def respond(standin: "Standin", request: Request) -> Answer:
    """Answer a request for the page, or for what it needs."""
    refused = _refuse_strangers(request)
    if refused:
        return refused
    if request.method in ("GET", "HEAD"):
        return _show(standin, request)
    action = _ACTIONS.get((request.method, request.path))
    if action is None:
        return _told(404, "Não existe.")
    try:
        return Answer(200, action(standin, request.fields()), headers=_SAFE)
    except BadRequest as error:
        return _told(400, str(error))


def _refuse_strangers(request: Request) -> Answer | None:
    host = request.headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in _LOOPBACK:
        return _told(403, "Só esta máquina fala com este telefone.")
    if request.method in ("GET", "HEAD"):
        return None
    origin = request.headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return _told(403, "Pedido de outra página.")
    if request.raw and not request.headers.get("content-type", "").startswith("application/json"):
        return _told(415, "Envie JSON.")
    if request.bad_json or not isinstance(request.body, dict | None):
        return _told(400, "O JSON não é um objeto.")
    return None


def _show(standin: "Standin", request: Request) -> Answer:
    if request.path == "/_standin/messages":
        return _messages(standin, request)
    pieces = parts(request.path)
    if pieces[:2] == ["_standin", "media"] and len(pieces) == 3:
        return _media(standin.world.find(pieces[2]))
    name = pieces[-1] or "index.html"
    path = PHONE / name
    if len(pieces) > 1 or path.parent != PHONE or path.suffix not in _TYPES or not path.is_file():
        return _told(404, "Não existe.")
    kind = f"{_TYPES[path.suffix]}; charset=utf-8"
    return Answer(200, data=path.read_bytes(), content_type=kind, headers=_SAFE)


def _messages(standin: "Standin", request: Request) -> Answer:
    """Everything that changed after ``since``; with ``wait`` (seconds), once something did."""
    world = standin.world
    since, wait = _whole(request.query.get("since")), _whole(request.query.get("wait"))
    world.wait(lambda: world.revision != since, min(float(wait), LONGEST_WAIT))
    revision = world.revision
    session = standin.sessions.get(standin.session)
    changed = [item for item in list(world.messages) if item.revision > since]
    return Answer(
        200,
        {
            "cursor": revision,
            "era": f"{standin.started_at}.{world.era}",
            "messages": [_line(item) for item in changed],
            "contacts": [
                {"phone": item.phone, "name": item.name, "lid": item.lid}
                for item in list(world.contacts.values())
            ],
            "typing": sorted(world.typing),
            "session": session.status if session else "STOPPED",
            "faults": standin.faults.active(),
            "undelivered": standin.undelivered,
        },
        headers=_SAFE,
    )


def _line(message: Message) -> dict[str, Any]:
    media = None
    if message.media:
        media = {
            "url": f"/_standin/media/{message.id}",
            "mimetype": message.media.mimetype,
            "filename": message.media.filename,
        }
    return {
        "id": message.id,
        "contact": message.phone,
        "chat": message.chat,
        "from": {"api": "bot", "app": "staff"}.get(message.source, "person"),
        "kind": message.kind,
        "text": message.text,
        "at": int(message.at * 1000),
        "ack": message.ack,
        "media": media,
        "options": list(message.options),
        "vote": message.vote,
    }


def _media(message: Message | None) -> Answer:
    if message is None or message.media is None:
        return _told(404, "Não existe.")
    kind = message.media.mimetype
    if kind in _SHOWN_MEDIA:
        return Answer(200, data=message.media.data, content_type=kind, headers=_SAFE)
    headers = {**_SAFE, "Content-Disposition": "attachment"}
    kind = "application/octet-stream"
    return Answer(200, data=message.media.data, content_type=kind, headers=headers)


def _say(standin: "Standin", asked: dict[str, Any]) -> dict[str, object]:
    kind, server = asked.get("kind", "text"), asked.get("as", "c.us")
    if kind not in KINDS:
        raise BadRequest("Esse tipo de mensagem não existe.")
    if server not in ("c.us", "lid"):
        raise BadRequest("O endereço é c.us ou lid.")
    said = standin.say(
        _phone(asked.get("contact")),
        str(asked.get("text") or ""),
        kind=kind,
        name=str(asked.get("name") or "")[:100],
        as_=server,
        hidden=asked["hidden"] if isinstance(asked.get("hidden"), bool) else None,
        duplicate=min(_whole(asked.get("duplicate")), 50),
        sent_at=asked["sent_at"] if isinstance(asked.get("sent_at"), int | float) else None,
        staff=asked.get("staff") is True,
    )
    return {"id": said}


def _repeat(standin: "Standin", asked: dict[str, Any]) -> dict[str, object]:
    """WAHA emits this person's last message once more."""
    phone = _phone(asked.get("contact"))
    own = [m for m in list(standin.world.messages) if m.phone == phone and m.source == "person"]
    messages = [item for item in own if item.kind != "call"]
    if not messages:
        raise BadRequest("Este contato ainda não escreveu nada.")
    standin.emit_message(messages[-1])
    return {"id": messages[-1].id}


def _tap(standin: "Standin", asked: dict[str, Any]) -> dict[str, object]:
    """Tap an option of a poll or a list."""
    server = asked.get("as", "c.us")
    if server not in ("c.us", "lid"):
        raise BadRequest("O endereço é c.us ou lid.")
    phone, option = _phone(asked.get("contact")), str(asked.get("option") or "")
    try:
        return {"id": standin.tap(phone, option, message=str(asked.get("id") or ""), as_=server)}
    except NothingToTap as error:
        raise BadRequest(str(error)) from None


def _add_contact(standin: "Standin", asked: dict[str, Any]) -> dict[str, object]:
    contact = standin.world.contact(_phone(asked.get("phone")), str(asked.get("name") or "")[:100])
    return {"phone": contact.phone, "name": contact.name, "lid": contact.lid}


def _set_faults(standin: "Standin", asked: dict[str, Any]) -> dict[str, object]:
    """Switch one on; ``clear`` switches all off first, ``seed`` begins the dice anew."""
    if asked.get("clear"):
        standin.faults.clear()
    if isinstance(asked.get("seed"), int):
        standin.faults.seed(asked["seed"])
    if asked.get("kind") is not None:
        _add_fault(standin, asked)
    with standin.world.changing():
        pass  # the page shows what is on
    return {"faults": standin.faults.active()}


def _add_fault(standin: "Standin", asked: dict[str, Any]) -> None:
    count = asked.get("count")
    try:
        standin.faults.add(
            str(asked.get("kind")),
            probability=_number(asked.get("probability"), 1.0),
            count=count if isinstance(count, int) else None,
            seconds=_number(asked.get("seconds"), 1.0),
            calls=str(asked.get("calls") or ""),
        )
    except ValueError:
        raise BadRequest("Essa falha não existe.") from None


def _act_on_session(standin: "Standin", asked: dict[str, Any]) -> dict[str, object]:
    session = standin.sessions.get(standin.session) or standin.sessions.create(standin.session)
    match asked.get("action"):
        case "start":
            standin.sessions.start(session)
        case "stop":
            standin.sessions.force(session, "STOPPED")
        case "fail":
            standin.sessions.force(session, "FAILED")
        case "logout":
            standin.sessions.logout(session)
        case "scan":
            if not standin.sessions.pair(session):
                raise BadRequest("Não há código QR na tela.")
        case _:
            raise BadRequest("Essa ação não existe.")
    return {"status": session.status}


def _emit(standin: "Standin", asked: dict[str, Any]) -> dict[str, object]:
    """Any event at all, as it is."""
    event, payload = asked.get("event"), asked.get("payload")
    if not isinstance(event, str) or not isinstance(payload, dict):
        raise BadRequest("Diga event e payload.")
    standin.emit(event, payload)
    return {}


def _reset(standin: "Standin", asked: dict[str, Any]) -> dict[str, object]:
    standin.reset()
    return {}


def _phone(value: object) -> str:
    digits = "".join(c for c in str(value or "") if c.isascii() and c.isdigit())
    if not 8 <= len(digits) <= 15:
        raise BadRequest("O telefone tem de 8 a 15 algarismos.")
    return digits


def _whole(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _number(value: object, default: float) -> float:
    return float(value) if isinstance(value, int | float) else default


def _told(status: int, sentence: str) -> Answer:
    return Answer(status, {"message": sentence}, headers=_SAFE)


type Action = Callable[["Standin", dict[str, Any]], dict[str, object]]
_ACTIONS: dict[tuple[str, str], Action] = {
    ("POST", "/_standin/say"): _say,
    ("POST", "/_standin/tap"): _tap,
    ("POST", "/_standin/repeat"): _repeat,
    ("POST", "/_standin/contacts"): _add_contact,
    ("POST", "/_standin/faults"): _set_faults,
    ("POST", "/_standin/session"): _act_on_session,
    ("POST", "/_standin/emit"): _emit,
    ("POST", "/_standin/reset"): _reset,
}
