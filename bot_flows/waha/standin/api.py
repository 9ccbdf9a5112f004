"""WAHA's endpoints, as far as a bot needs them."""

import base64
import hmac
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import qr, sending
from .sending import error, not_working
from .sessions import RUNNING, Session
from .shapes import ENGINES, me, wa_message
from .web import Answer, Request, parts
from .webhooks import Retry, Webhook
from .world import ACK_NAMES, Message, new_message_id, now

if TYPE_CHECKING:
    from . import Standin

type Endpoint = Callable[["Standin", Request, list[str]], Answer]

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,54}")
_FIRST_WITH_IDS = (2026, 4, 3)


def respond(standin: "Standin", request: Request) -> Answer:
    """Answer a request to /api, /health or /ping."""
    if request.path == "/ping":
        return Answer(200, {"message": "pong"})
    if not _is_authorised(standin, request):
        return Answer(401, {"message": "Unauthorized", "statusCode": 401})
    if request.bad_json:
        return error(400, "Unexpected token in JSON", "Bad Request")
    pieces = parts(request.path)
    if request.method == "POST" and len(pieces) == 2 and pieces[1] in sending.CALLS:
        return sending.call(standin, pieces[1], request)
    endpoint = _find(request.method, pieces)
    if endpoint is None:
        return error(404, f"Cannot {request.method} {request.path}", "Not Found")
    for fault in standin.faults.of_call(request.path):
        if fault.kind == "delay":
            standin.clock.sleep(fault.seconds)
        elif fault.kind == "500":
            return sending.failure(standin, request, "Error", "engine failed")
    return endpoint(standin, request, pieces)


def _is_authorised(standin: "Standin", request: Request) -> bool:
    given = request.headers.get("x-api-key") or request.query.get("x-api-key") or ""
    return hmac.compare_digest(given.encode(), standin.api_key.encode())


def _find(method: str, pieces: list[str]) -> Endpoint | None:
    for wanted, pattern, endpoint in _ROUTES:
        if wanted == method and len(pattern) == len(pieces):
            if all(want in ("*", piece) for want, piece in zip(pattern, pieces, strict=True)):
                return endpoint
    return None


def health(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    up = {"mediaFiles.space": {"status": "up"}, "sessionsFiles.space": {"status": "up"}}
    return Answer(200, {"status": "ok", "info": up, "error": {}, "details": up})


def version(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    return Answer(200, standin.environment())


def server_status(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    uptime = int((now() - standin.started_at) * 1000)
    started = int(standin.started_at * 1000)
    return Answer(200, {"startTimestamp": started, "uptime": uptime, "worker": {"id": None}})


def list_sessions(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    everyone = request.query.get("all") == "true"
    shown = [s for s in standin.sessions.all() if everyone or s.status != "STOPPED"]
    return Answer(200, [_info(session) for session in shown])


def create_session(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    body = request.fields()
    name = body.get("name", "default")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return error(400, "name must match ^[a-zA-Z0-9_-]*$", "Bad Request")
    if standin.sessions.get(name):
        return error(422, f"Session '{name}' already exists. Use PUT to update it.")
    session = standin.sessions.create(name)
    _configure(session, body.get("config"))
    if body.get("start") is True:
        standin.sessions.start(session)
    return Answer(201, _dto(session))


def show_session(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    session = standin.sessions.get(pieces[2])
    return Answer(200, _info(session)) if session else error(404, "Session not found")


def update_session(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    session = standin.sessions.get(pieces[2])
    if session is None:
        return error(404, "Session not found")
    _configure(session, request.fields().get("config"))
    if session.status != "STOPPED":
        standin.sessions.stop(session)
        standin.sessions.start(session)
    return Answer(200, _dto(session))


def delete_session(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    standin.sessions.delete(pieces[2])
    return Answer(200)


def act_on_session(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    session = standin.sessions.get(pieces[2])
    if session is None:
        return error(404, "Session not found")
    match pieces[3]:
        case "start":
            if not standin.sessions.start(session):
                return error(422, f"Session '{session.name}' is already started.")
        case "stop":
            standin.sessions.stop(session)
        case "restart":
            standin.sessions.stop(session)
            standin.sessions.start(session)
        case "logout":
            standin.sessions.logout(session)
        case _:
            return error(404, f"Cannot POST {request.path}", "Not Found")
    return Answer(201, _dto(session))


def show_me(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    session = standin.sessions.get(pieces[2])
    return Answer(200, me(session.status)) if session else error(404, "Session not found")


def show_qr(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    session = standin.sessions.get(pieces[1])
    if session is None:
        return error(404, "Session not found")
    if session.status != "SCAN_QR_CODE":
        told = "Session status is not as expected. Try again later or restart the session"
        body = {"error": told, "session": session.name, "status": session.status}
        return Answer(422, {**body, "expected": ["SCAN_QR_CODE"]})
    if request.query.get("format") == "raw":
        return Answer(200, {"value": session.qr})
    picture = qr.draw(session.qr)
    if "application/json" in request.headers.get("accept", ""):
        encoded = base64.b64encode(picture).decode()
        return Answer(200, {"mimetype": "image/png", "data": encoded})
    return Answer(200, data=picture, content_type="image/png")


def request_code(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    session = standin.sessions.get(pieces[1])
    if session is None or session.status != "SCAN_QR_CODE":
        return error(422, "Session is not waiting to be linked")
    code = new_message_id()[4:]
    return Answer(201, {"code": f"{code[:4]}-{code[4:8]}"})


def set_presence(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    presence, chat = request.fields().get("presence"), request.fields().get("chatId")
    if (presence in ("online", "offline")) == bool(chat):
        return error(400, "This combination of presence and chatId does not work", "Bad Request")
    if presence not in ("online", "offline", "typing", "recording", "paused"):
        return error(400, "presence must be one of the known values", "Bad Request")
    refused = not_working(standin, pieces[1])
    if refused:
        return refused
    if isinstance(chat, str):
        phone = standin.world.owner(chat).phone
        standin.world.type(phone, on=presence in ("typing", "recording"))
    return Answer(201)


def show_presence(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    seen = {"participant": pieces[3], "lastKnownPresence": "online", "lastSeen": None}
    return Answer(200, {"id": pieces[3], "presences": [seen]})


def make_message_id(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    if tuple(int(part) for part in standin.version.split(".")) < _FIRST_WITH_IDS:
        return error(404, f"Cannot GET {request.path}", "Not Found")
    if not standin.has_own_ids:
        return error(501, f"The method is not implemented by the engine {standin.engine}")
    return not_working(standin, pieces[1]) or Answer(200, {"id": new_message_id()})


def list_lids(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    start, count = _number(request.query, "offset", 0), _number(request.query, "limit", 100)
    everyone = list(standin.world.contacts.values())[start : start + count]
    return Answer(200, [_lid_pair(item.lid, item.phone, item.hidden) for item in everyone])


def count_lids(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    return Answer(200, {"count": len(standin.world.contacts)})


def find_by_lid(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    digits = pieces[3].removesuffix("@lid")
    for item in list(standin.world.contacts.values()):
        if item.lid == digits:
            return Answer(200, _lid_pair(item.lid, item.phone, item.hidden))
    return Answer(200, {"lid": f"{digits}@lid", "pn": None})


def find_by_phone(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    digits = re.sub(r"\D", "", pieces[4].removesuffix("@c.us"))
    known = standin.world.contacts.get(digits)
    return Answer(200, {"lid": f"{known.lid}@lid" if known else None, "pn": f"{digits}@c.us"})


def check_exists(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    digits = re.sub(r"\D", "", request.query.get("phone", ""))
    if digits not in standin.world.contacts:
        return Answer(200, {"numberExists": False})
    return Answer(200, {"numberExists": True, "chatId": f"{digits}@c.us"})


def list_messages(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    refused = not_working(standin, pieces[1]) or _refuse_all(standin, pieces[3])
    if refused:
        return refused
    query = request.query
    found = [item for item in _of_chat(standin, pieces[1], pieces[3]) if _passes(item, query)]
    found.sort(key=lambda item: item.at, reverse=query.get("sortOrder", "desc") == "desc")
    start, count = _number(query, "offset", 0), _number(query, "limit", 10)
    return Answer(200, [_line(standin, item) for item in found[start : start + count]])


def show_message(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    refused = not_working(standin, pieces[1]) or _refuse_all(standin, pieces[3])
    if refused:
        return refused
    wanted = pieces[5].split("_")[2] if pieces[5].count("_") >= 2 else pieces[5]
    found = [item for item in _of_chat(standin, pieces[1], pieces[3]) if item.id == wanted]
    return Answer(200, _line(standin, found[-1])) if found else error(404, "Message not found")


def show_file(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    message = standin.world.find(pieces[3])
    if message is None or message.media is None:
        return error(404, "File not found")
    return Answer(200, data=message.media.data, content_type=message.media.mimetype)


def _refuse_all(standin: "Standin", chat: str) -> Answer | None:
    if chat == "all" and not standin.has_own_ids:
        return error(501, f"Chat 'all' is not implemented by the engine {standin.engine}")
    return None


def _of_chat(standin: "Standin", session: str, chat: str) -> list[Message]:
    everything = [item for item in list(standin.world.messages) if item.session == session]
    if chat == "all":
        return everything
    phone = standin.world.owner(chat).phone
    return [item for item in everything if item.phone == phone]


def _passes(message: Message, query: Mapping[str, str]) -> bool:
    earliest = _number(query, "filter.timestamp.gte", 0)
    latest = _number(query, "filter.timestamp.lte", 1 << 62)
    if not earliest <= int(message.at) <= latest:
        return False
    if query.get("filter.fromMe", str(message.from_me).lower()) != str(message.from_me).lower():
        return False
    name = ACK_NAMES.get(message.ack, "UNKNOWN")
    return query.get("filter.ack", name) == name


def _line(standin: "Standin", message: Message) -> dict[str, Any]:
    contact = standin.world.owner(message.chat)
    return wa_message(standin.engine, message, contact, standin.url)


def _lid_pair(lid: str, phone: str, hidden: bool) -> dict[str, str | None]:
    return {"lid": f"{lid}@lid", "pn": None if hidden else f"{phone}@c.us"}


def _dto(session: Session) -> dict[str, object]:
    return {"name": session.name, "status": session.status, "config": session.config or None}


def _info(session: Session) -> dict[str, object]:
    more = {"me": me(session.status), "assignedWorker": None, "presence": None}
    return {**_dto(session), **more, "timestamps": {"activity": None}}


def _configure(session: Session, config: object) -> None:
    """Take a session's own configuration; it replaces the one before."""
    session.config = config if isinstance(config, dict) else {}
    hooks = session.config.get("webhooks")
    entries = hooks if isinstance(hooks, list) else []
    session.webhooks = tuple(_webhook(entry) for entry in entries if isinstance(entry, dict))


def _webhook(entry: dict[str, Any]) -> Webhook:
    hmac_key = (entry.get("hmac") or {}).get("key")
    retries = entry.get("retries") or {}
    retry = Retry(
        int(retries.get("attempts", 15)),
        float(retries.get("delaySeconds", 2)),
        str(retries.get("policy", "constant")),
    )
    headers = tuple((h["name"], h["value"]) for h in entry.get("customHeaders") or ())
    events = tuple(map(str, entry.get("events") or ()))
    return Webhook(str(entry.get("url")), hmac_key, events, retry, headers)


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isdigit() else default


def _route(method: str, path: str, endpoint: Endpoint) -> tuple[str, list[str], Endpoint]:
    return method, path.split("/"), endpoint


_ROUTES = (
    _route("GET", "health", health),
    _route("GET", "api/server/version", version),
    _route("GET", "api/version", version),
    _route("GET", "api/server/status", server_status),
    _route("GET", "api/sessions", list_sessions),
    _route("POST", "api/sessions", create_session),
    _route("GET", "api/sessions/*", show_session),
    _route("PUT", "api/sessions/*", update_session),
    _route("DELETE", "api/sessions/*", delete_session),
    _route("GET", "api/sessions/*/me", show_me),
    _route("POST", "api/sessions/*/*", act_on_session),
    _route("GET", "api/contacts/check-exists", check_exists),
    _route("GET", "api/files/*/*", show_file),
    _route("GET", "api/*/auth/qr", show_qr),
    _route("POST", "api/*/auth/request-code", request_code),
    _route("POST", "api/*/presence", set_presence),
    _route("GET", "api/*/presence/*", show_presence),
    _route("GET", "api/*/new-message-id", make_message_id),
    _route("GET", "api/*/lids", list_lids),
    _route("GET", "api/*/lids/count", count_lids),
    _route("GET", "api/*/lids/*", find_by_lid),
    _route("GET", "api/*/lids/pn/*", find_by_phone),
    _route("GET", "api/*/chats/*/messages", list_messages),
    _route("GET", "api/*/chats/*/messages/*", show_message),
)
