"""A real webhook receiver on loopback, whose answers a test decides."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any


@dataclass
class Received:
    """One request that came."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    at: float

    @property
    def event(self) -> dict[str, Any]:
        return json.loads(self.raw)


@dataclass
class Receiver:
    """Keeps what came; ``answer`` gives (status, headers) for each request, by its number."""

    url: str = ""
    came: list[Received] = field(default_factory=list)
    answer: Callable[[int, Received], tuple[int, dict[str, str]]] = lambda number, request: (
        200,
        {},
    )

    def events(self, name: str) -> list[dict[str, Any]]:
        return [item.event for item in self.came if item.raw and item.event["event"] == name]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens while the block runs."""
    receiver = Receiver()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Received(self.command, self.path, headers, raw, monotonic())
            with lock:
                receiver.came.append(request)
                number = len(receiver.came)
            status, more = receiver.answer(number, request)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **more}.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/webhooks/waha/"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
