"""WAHA's HTTP interface, as far as the bot uses it.

An error says three things: what kind it is, whether trying again can help, and whether the
message may have gone out. It never carries the message: WAHA's 500 echoes the request.
"""

import base64
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, NewConnectionError

from .addresses import bare_id
from .errors import WahaError, refusal

__all__ = ["Client", "Description", "WahaError"]

POOL = 16  # kept-alive connections of one thread


@dataclass(frozen=True, slots=True)
class Description:
    """What WAHA says of an account: "GOWS", "CORE", "2026.7.1"; empty where it does not."""

    engine: str
    tier: str
    version: str


class Client:
    """One WAHA session (a WhatsApp account). May be shared: each thread has its connections."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        session: str,
        *,
        connect_timeout: float = 3.0,
        read_timeout: float = 20.0,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._session = session
        self._timeout = (connect_timeout, read_timeout)
        self._local = threading.local()
        self._open: list[requests.Session] = []
        self._has_own_ids = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections of every thread back."""
        while self._open:
            self._open.pop().close()
        self._local = threading.local()

    def send_text(self, chat_id: str, text: str, *, message_id: str | None = None) -> str:
        """Send a text; WAHA's bare id of it, or "" where the answer is unreadable."""
        body: dict[str, object] = {"chatId": chat_id, "text": text, "linkPreview": False}
        if message_id:
            body["id"] = message_id
        return _sent_id(self._post("/api/sendText", body))

    def send_poll(
        self, chat_id: str, name: str, options: Sequence[str], *, message_id: str | None = None
    ) -> str:
        """Send a question to vote on, one option each; WAHA's bare id of it, or ""."""
        poll = {"name": name, "options": list(options), "multipleAnswers": False}
        body: dict[str, object] = {"chatId": chat_id, "poll": poll}
        if message_id:
            body["id"] = message_id
        return _sent_id(self._post("/api/sendPoll", body))

    def send_list(
        self, chat_id: str, title: str, text: str, button: str, options: Sequence[str]
    ) -> str:
        """Send a question with a button that opens its options; WAHA's bare id of it, or ""."""
        rows = [{"title": option, "rowId": option, "description": None} for option in options]
        sections = [{"title": title, "rows": rows}]
        message = {"title": title, "description": text, "button": button, "sections": sections}
        return _sent_id(self._post("/api/sendList", {"chatId": chat_id, "message": message}))

    def send_image(
        self, chat_id: str, data: bytes, *, mimetype: str, filename: str, caption: str
    ) -> str:
        """Send a picture; WAHA's bare id of it, or ""."""
        return self._send_media("/api/sendImage", chat_id, data, mimetype, filename, caption)

    def send_file(
        self, chat_id: str, data: bytes, *, mimetype: str, filename: str, caption: str
    ) -> str:
        """Send a document; WAHA's bare id of it, or ""."""
        return self._send_media("/api/sendFile", chat_id, data, mimetype, filename, caption)

    def send_seen(self, chat_id: str) -> None:
        """Mark what this person wrote as read."""
        self._post("/api/sendSeen", {"chatId": chat_id})

    def start_typing(self, chat_id: str) -> None:
        """Show "typing…" until ``stop_typing``: it has no end of its own."""
        self._post("/api/startTyping", {"chatId": chat_id})

    def stop_typing(self, chat_id: str) -> None:
        """Take "typing…" away."""
        self._post("/api/stopTyping", {"chatId": chat_id})

    def new_message_id(self) -> str | None:
        """An id to send under, or None where the engine (or an older WAHA) has none."""
        if not self._has_own_ids:
            return None
        try:
            answer = self._get(f"{self._own_path}/new-message-id")
        except WahaError as error:
            if error.permanent:  # 501, or 404 for the path itself
                self._has_own_ids = False
                return None
            raise
        return _text(answer, "id") or None

    def was_sent(self, chat_id: str, message_id: str) -> bool:
        """Whether WAHA knows a message of ours under this id, and did not fail to send it.

        Where the engine keeps no messages to look at, the answer is no: sending once more
        under the same id is then the lesser evil. Errors say that it may have gone out.
        """
        return any(self._find_message(chat, message_id) for chat in dict.fromkeys((chat_id, "all")))

    @property
    def session(self) -> str:
        """WAHA's name of our WhatsApp account."""
        return self._session

    def status(self) -> str:
        """STOPPED, STARTING, SCAN_QR_CODE, WORKING, FAILED… of our session."""
        return _text(self._get(self._session_path), "status")

    def describe(self) -> Description:
        """The engine of our session (the server's, where it has none of its own), edition and
        version."""
        version, session = self.version(), self._get(self._session_path)
        own = session.get("engine") if isinstance(session, Mapping) else None
        engine = own if isinstance(own, str) else _text(own, "engine")
        return Description(
            (engine or _text(version, "engine")).upper(),
            _text(version, "tier").upper(),
            _text(version, "version"),
        )

    def version(self) -> dict[str, object]:
        """WAHA's version, engine, tier…"""
        answer = self._get("/api/server/version")
        return dict(answer) if isinstance(answer, Mapping) else {}

    def find_phone(self, lid: str) -> str | None:
        """The ``@c.us`` address behind a lid, or None while WhatsApp hides it."""
        return _text(self._get(f"{self._own_path}/lids/{quote(lid, safe='')}"), "pn") or None

    def find_lid(self, phone: str) -> str | None:
        """The lid of a phone (``@c.us`` or digits), or None where none is known."""
        digits = quote(phone.removesuffix("@c.us"), safe="")
        return _text(self._get(f"{self._own_path}/lids/pn/{digits}"), "lid") or None

    @property
    def _session_path(self) -> str:
        return f"/api/sessions/{quote(self._session, safe='')}"

    @property
    def _own_path(self) -> str:
        return f"/api/{quote(self._session, safe='')}"

    def _send_media(
        self, path: str, chat_id: str, data: bytes, mimetype: str, filename: str, caption: str
    ) -> str:
        encoded = base64.b64encode(data).decode()
        file = {"mimetype": mimetype, "filename": filename, "data": encoded}
        return _sent_id(self._post(path, {"chatId": chat_id, "file": file, "caption": caption}))

    def _find_message(self, chat_id: str, message_id: str) -> bool:
        chat, message = quote(chat_id, safe=""), quote(message_id, safe="")
        path = f"{self._own_path}/chats/{chat}/messages/{message}?downloadMedia=false"
        try:
            answer = self._get(path)
        except WahaError as error:
            if error.permanent:
                return False
            raise error.as_unknown() from None
        return isinstance(answer, Mapping) and bool(answer.get("id")) and answer.get("ack") != -1

    def _get(self, path: str) -> object:
        return self._call("GET", path, None)

    def _post(self, path: str, body: dict[str, object]) -> object:
        return self._call("POST", path, {"session": self._session, **body})

    def _call(self, method: str, path: str, body: dict[str, object] | None) -> object:
        """The answer's JSON, None where it has none; a WahaError for everything else."""
        answer = self._exchange(method, path, body)
        if isinstance(answer, WahaError):
            raise answer  # outside of any handler: requests' errors hold the whole request
        if answer.status_code < 200 or answer.status_code > 299:
            raise refusal(answer.status_code, _json(answer), sends=method == "POST")
        return _json(answer)

    def _exchange(
        self, method: str, path: str, body: dict[str, object] | None
    ) -> requests.Response | WahaError:
        try:
            return self._connections().request(
                method, self._base_url + path, json=body, timeout=self._timeout,
                allow_redirects=False,
            )  # fmt: skip
        except requests.RequestException as error:
            if _never_left(error):
                return WahaError("network", type(error).__name__)
            return WahaError("lost", type(error).__name__, sent_unknown=method == "POST")

    def _connections(self) -> requests.Session:
        """This thread's own requests.Session: one is not made for several threads."""
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False  # no proxy and no .netrc between us and WAHA
            session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
            session.headers["X-Api-Key"] = self._api_key
            adapter = HTTPAdapter(pool_connections=1, pool_maxsize=POOL)
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            self._local.session = session
            self._open.append(session)
        return session


def _never_left(error: requests.RequestException) -> bool:
    """Whether the request cannot have reached WAHA."""
    if isinstance(error, requests.ConnectTimeout | ValueError):  # ValueError: an unusable URL
        return True
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError)


def _json(answer: requests.Response) -> object:
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None


def _text(answer: object, name: str) -> str:
    value = answer.get(name) if isinstance(answer, Mapping) else None
    return value if isinstance(value, str) else ""


def _sent_id(answer: object) -> str:
    """The bare id in NOWEB's ``key.id``, GOWS's ``id`` or WEBJS's ``id.id``."""
    if not isinstance(answer, Mapping):
        return ""
    own: Any = answer.get("id")
    if isinstance(own, str):
        return bare_id(own)
    for holder in (answer.get("key"), own):
        found = _text(holder, "id")
        if found:
            return bare_id(found)
    return ""
