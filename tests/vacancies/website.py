"""A small web site on a real socket, whose pages are as bad as a test wants them."""

import gzip
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import trustme

from vacancies.fetching import Rules

type Handler = BaseHTTPRequestHandler
type Answer = Callable[[Handler], None]
LOOPBACK = "127.0.0.1"


def page(
    body: str | bytes = "<p>Vaga aberta</p>",
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
    **headers: str,
) -> Answer:
    data = body.encode() if isinstance(body, str) else body

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def moved(to: str, status: int = 302) -> Answer:
    return page("", status, Location=to.encode().decode("latin-1"))


def packed(body: bytes) -> Answer:
    return page(gzip.compress(body), Content_Encoding="gzip")


def raw(*parts: bytes, pause: float = 0.0, times: int = 1) -> Answer:
    """Exactly these bytes, a pause before each, so many times over; until nobody listens."""

    def answer(handler: Handler) -> None:
        for _ in range(times):
            for part in parts:
                time.sleep(pause)
                handler.wfile.write(part)
                handler.wfile.flush()

    return answer


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        site: Website = self.server.site
        site.hits.append(self.path)
        site.headers.append(dict(self.headers))
        answer = site.pages.get(self.path.partition("?")[0], page("não há", 404))
        with suppress(OSError):  # the visitor left
            answer(self)
        self.close_connection = True

    def log_message(self, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: Any) -> None:
        """A visitor who hangs up, or refuses the certificate, is what the tests are about."""


@dataclass
class Website:
    """``names`` is its DNS; a name that is not there does not exist."""

    port: int
    scheme: str = "http"
    authority: str | None = None
    pages: dict[str, Answer] = field(default_factory=dict)
    hits: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "vagas.example.org") -> str:
        self.names.setdefault(host, [LOOPBACK])
        return f"{self.scheme}://{host}:{self.port}{path}"

    def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host not in self.names:
            raise OSError("no such name")
        return self.names[host]

    def rules(self, **changes: Any) -> Rules:
        given = {
            "agent": "CapyVagas/1.0 (+https://vagas.example.org)",
            "resolve": self.resolve,
            "local": frozenset([(LOOPBACK, self.port)]),
            "authority": self.authority,
            "total_time": 5.0,
            **changes,
        }
        return Rules(**given)


@contextmanager
def a_website(certified_for: str = "") -> Iterator[Website]:
    server = _Server((LOOPBACK, 0), _Handler)
    site = Website(server.server_address[1])
    if certified_for:
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(certified_for).configure_cert(context)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        site.scheme, site.authority = "https", authority.cert_pem.bytes().decode()
    server.site = site  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
