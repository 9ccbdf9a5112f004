"""WAHA's endpoints, as far as a bot needs them: who may call, and what answers what."""

import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import accounts, chats, sending
from .sending import error, failure
from .web import Answer, Request, parts
from .world import now

if TYPE_CHECKING:
    from .server import Standin

type Endpoint = Callable[["Standin", Request, list[str]], Answer]


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
            return failure(standin, request, "Error", "engine failed")
    return endpoint(standin, request, pieces)


def _is_authorised(standin: "Standin", request: Request) -> bool:
    given = request.headers.get("x-api-key") or request.query.get("x-api-key") or ""
    return hmac.compare_digest(given.encode(), standin.api_key.encode())


def _find(method: str, pieces: list[str]) -> Endpoint | None:
    for wanted, pattern, endpoint in _ROUTES:
        if wanted == method and _matches(pattern, pieces):
            return endpoint
    return None


def _matches(pattern: list[str], pieces: list[str]) -> bool:
    pairs = zip(pattern, pieces, strict=False)
    return len(pattern) == len(pieces) and all(want in ("*", piece) for want, piece in pairs)


def health(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    up = {"mediaFiles.space": {"status": "up"}, "sessionsFiles.space": {"status": "up"}}
    return Answer(200, {"status": "ok", "info": up, "error": {}, "details": up})


def version(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    return Answer(200, standin.environment())


def server_status(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    uptime = int((now() - standin.started_at) * 1000)
    started = int(standin.started_at * 1000)
    return Answer(200, {"startTimestamp": started, "uptime": uptime, "worker": {"id": None}})


def _route(method: str, path: str, endpoint: Endpoint) -> tuple[str, list[str], Endpoint]:
    return method, path.split("/"), endpoint


_ROUTES = (
    _route("GET", "health", health),
    _route("GET", "api/server/version", version),
    _route("GET", "api/version", version),
    _route("GET", "api/server/status", server_status),
    _route("GET", "api/sessions", accounts.list_sessions),
    _route("POST", "api/sessions", accounts.create_session),
    _route("GET", "api/sessions/*", accounts.show_session),
    _route("PUT", "api/sessions/*", accounts.update_session),
    _route("DELETE", "api/sessions/*", accounts.delete_session),
    _route("GET", "api/sessions/*/me", accounts.show_me),
    _route("POST", "api/sessions/*/*", accounts.act_on_session),
    _route("GET", "api/contacts/check-exists", chats.check_exists),
    _route("GET", "api/files/*/*", chats.show_file),
    _route("GET", "api/*/auth/qr", accounts.show_qr),
    _route("POST", "api/*/auth/request-code", accounts.request_code),
    _route("POST", "api/*/presence", chats.set_presence),
    _route("GET", "api/*/presence/*", chats.show_presence),
    _route("GET", "api/*/new-message-id", chats.make_message_id),
    _route("GET", "api/*/lids", chats.list_lids),
    _route("GET", "api/*/lids/count", chats.count_lids),
    _route("GET", "api/*/lids/*", chats.find_by_lid),
    _route("GET", "api/*/lids/pn/*", chats.find_by_phone),
    _route("GET", "api/*/chats/*/messages", chats.list_messages),
    _route("GET", "api/*/chats/*/messages/*", chats.show_message),
)
