"""A load of students and a stub of WAHA in one asyncio process, so that both share one clock.

Each lane is one student: it posts a signed webhook and waits for the bot's last message
before it posts the next. The stub answers every call with as little work as it can.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field

KEY = "bench-hmac-key"
RUN = f"{time.time_ns():X}"[-10:]  # so that no run repeats the ids of another
_ids = itertools.count(1)


@dataclass(slots=True)
class Result:
    """``accepted`` and ``answered`` in milliseconds; ``seconds`` is the whole run's length."""

    seconds: float = 0.0
    accepted: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    refused: int = 0


class Stub:
    """WAHA as the bench needs it: takes texts, and says when each one came."""

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Future[float]] = {}
        self.sent = 0
        self.server: asyncio.Server | None = None

    async def start(self) -> int:
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self.server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = _content_length(head)
                body = await reader.readexactly(length) if length else b""
                writer.write(self._answer(head, body))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, head: bytes, body: bytes) -> bytes:
        if b"new-message-id" in head:
            return _response(501, b'{"message":"Not implemented","statusCode":501}')
        if b"/api/sendText" in head:
            self.sent += 1
            self._arrived(json.loads(body)["chatId"])
        return _response(
            201, b'{"id":{"_serialized":"true_x_%d","id":"%d"}}' % (self.sent, self.sent)
        )

    def _arrived(self, chat: str) -> None:
        future = self.waiting.get(chat)
        if future and not future.done():
            future.set_result(time.perf_counter())


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


def _response(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        status,
        len(body),
        body,
    )


def webhook(contact: int, text: str) -> bytes:
    """A whole HTTP request: a message event as WAHA posts it, signed."""
    number = next(_ids)
    message = {
        "id": f"false_55419{contact:08d}@c.us_3EB0{RUN}{number:08X}",
        "timestamp": int(time.time()),
        "from": f"55419{contact:08d}@c.us",
        "fromMe": False,
        "source": "app",
        "body": text,
        "hasMedia": False,
    }
    event = {
        "id": f"evt_{number:026d}",
        "timestamp": int(time.time() * 1000),
        "event": "message",
        "session": "default",
        "me": {"id": "554100000000@c.us"},
        "payload": message,
        "engine": "WEBJS",
    }
    body = json.dumps(event).encode()
    signature = hmac.new(KEY.encode(), body, hashlib.sha512).hexdigest()
    return (
        b"POST /webhooks/waha/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"X-Webhook-Hmac-Algorithm: sha512\r\nX-Webhook-Hmac: %s\r\nContent-Length: %d\r\n\r\n%s"
        % (signature.encode(), len(body), body)
    )


async def run(
    port: int, stub: Stub, *, lanes: int, seconds: float, first: int = 0, wait: bool = True
) -> Result:
    """Let ``lanes`` students talk for ``seconds``; without ``wait`` only acceptance counts."""
    result, started = Result(), time.perf_counter()
    until = started + seconds
    await asyncio.gather(
        *(_lane(port, stub, first + lane, until, result, wait) for lane in range(lanes))
    )
    result.seconds = time.perf_counter() - started
    return result


async def _lane(
    port: int, stub: Stub, contact: int, until: float, result: Result, wait: bool
) -> None:
    chat = f"55419{contact:08d}@c.us"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        loop = asyncio.get_running_loop()
        answered = stub.waiting[chat] = loop.create_future()
        begun = time.perf_counter()
        writer.write(webhook(contact, "menu"))
        head = await reader.readuntil(b"\r\n\r\n")
        if length := _content_length(head):
            await reader.readexactly(length)
        if b" 200 " not in head[:16]:
            result.refused += 1
            continue
        result.accepted.append((time.perf_counter() - begun) * 1000)
        if wait:
            arrived = await asyncio.wait_for(answered, 60)
            result.answered.append((arrived - begun) * 1000)
    writer.close()
