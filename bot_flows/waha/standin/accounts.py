"""WAHA's endpoints for accounts: their life, the QR code, their own webhooks."""

import base64
import re
from typing import TYPE_CHECKING, Any

from . import qr
from .sending import error
from .sessions import Session
from .shapes import me
from .web import Answer, Request
from .webhooks import Retry, Webhook
from .world import new_message_id

if TYPE_CHECKING:
    from .server import Standin

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,54}")


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
