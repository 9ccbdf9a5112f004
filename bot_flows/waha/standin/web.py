"""The stand-in's HTTP server: one thread a connection, kept alive, on loopback only."""

import contextlib
import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked. ``path`` as it came (parts still quoted); ``body`` parsed, or None."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes
    body: object = None
    bad_json: bool = False

    def fields(self) -> dict[str, Any]:
        """The body as an object, empty when it is anything else."""
        return self.body if isinstance(self.body, dict) else {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say. ``data`` goes out as it is, ``body`` as JSON; ``cut`` says nothing at all."""

    status: int = 200
    body: object = None
    data: bytes | None = None
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


type Respond = Callable[[Request], Answer]


class Server(ThreadingHTTPServer):
    """Keeps its open connections, so that closing it closes them."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, respond: Respond) -> None:
        self.respond = respond
        self._open: set[socket.socket] = set()
        self.connections = 0
        super().__init__((LOOPBACK, port), Handler)

    def hold(self, connection: socket.socket) -> None:
        """A connection came."""
        self.connections += 1
        self._open.add(connection)

    def release(self, connection: socket.socket) -> None:
        """A connection is over."""
        self._open.discard(connection)

    def server_close(self) -> None:
        """Stop listening, and end what is open."""
        super().server_close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    """Reads one request after another and writes what ``respond`` answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65_536
    server: Server

    def setup(self) -> None:
        """Take the connection."""
        super().setup()
        self.server.hold(self.connection)

    def finish(self) -> None:
        """Give the connection back; the other side may be gone."""
        self.server.release(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        """Every method goes the same way."""
        request = self._read()
        if request is None:
            return
        answer = self.server.respond(request)
        if answer.cut:
            self._cut()
        else:
            self._write(answer)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _read(self) -> Request | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            self.close_connection = True
            self._write(Answer(413, {"statusCode": 413, "message": "request entity too large"}))
            return None
        raw = self.rfile.read(int(length))
        url = urlsplit(self.path)
        body, bad = _parse(raw)
        return Request(
            self.command,
            url.path,
            dict(parse_qsl(url.query)),
            {name.lower(): value for name, value in self.headers.items()},
            raw,
            body,
            bad,
        )

    def _write(self, answer: Answer) -> None:
        data = answer.data
        if data is None:
            data = b"" if answer.status == 204 else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _cut(self) -> None:
        """The line breaks before the answer."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


def parts(path: str) -> list[str]:
    """The pieces of a path, unquoted."""
    return [unquote(piece) for piece in path.strip("/").split("/")]


def _parse(raw: bytes) -> tuple[object, bool]:
    if not raw:
        return None, False
    try:
        return json.loads(raw), False
    except (ValueError, RecursionError):
        return None, True
