"""The stand-in itself: a server that behaves like WAHA, and the people on the other side."""

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Self

from . import api, page, shapes, votes
from .clock import Clock
from .faults import Faults
from .people import Speech, attachment
from .sending import failure
from .sessions import Session, Sessions
from .web import LOOPBACK, Answer, Request, Server
from .webhooks import Courier, Delivery, Retry, Webhook, ulid
from .world import DEVICE, SERVER, Contact, Message, World, new_message_id, now

EVENTS = (
    "message.any",
    "message.ack",
    "call.received",
    "poll.vote",
    "poll.vote.failed",
    "session.status",
)
VERSION = "2026.7.1"


class Standin:
    """A WAHA on loopback. Use it as a context manager; ``url`` is where it listens.

    ``time_scale`` multiplies every wait that WAHA makes (422, retries, QR codes), so that
    tests need not wait; 1.0 is as documented. ``dedup``: a repeated own id is sent once.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        api_key: str = "standin-api-key",
        session: str = "default",
        status: str = "WORKING",
        engine: str = "GOWS",
        version: str = VERSION,
        tier: str = "CORE",
        webhook: str | None = None,
        hmac_key: str | None = None,
        events: Sequence[str] = EVENTS,
        retry: Retry | None = None,
        time_scale: float = 1.0,
        acks: Sequence[int] = (SERVER, DEVICE),
        dedup: bool = False,
        seed: int = 0,
    ) -> None:
        if engine not in shapes.ENGINES:
            raise ValueError(f"no such engine: {engine}")
        self.api_key, self.session, self.engine, self.version = api_key, session, engine, version
        self.tier = tier
        self.acks, self.dedup, self.started_at = tuple(acks), dedup, now()
        self.clock = Clock(time_scale)
        self.faults = Faults(seed)
        self.world = World()
        self.sessions = Sessions(self.clock, self._session_changed)
        self.webhooks: list[Webhook] = []
        self._courier = Courier(self.clock, self.faults, version, self._wake_readers)
        self._first_status = status
        self._port = port
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._open_session()
        if webhook:
            self.add_webhook(webhook, hmac_key=hmac_key, events=events, retry=retry)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> Self:
        """Listen. OSError when the port is taken."""
        self._server = Server(self._port, self.respond)
        self._port = self._server.server_port
        self._thread = threading.Thread(
            target=partial(self._server.serve_forever, poll_interval=0.05),
            name="standin-http",
            daemon=True,
        )
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop listening, drop what was on its way."""
        if self._server and self._thread:
            self._server.shutdown()
            self._wake_readers()
            self._server.server_close()
            self._thread.join(timeout=5)
            self._server = None
        self.clock.close()
        self._courier.close()

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def has_own_ids(self) -> bool:
        """Whether this engine takes message ids of ours."""
        return self.engine in shapes.WITH_OWN_IDS

    @property
    def release(self) -> tuple[int, ...]:
        """Its version, to be compared."""
        return tuple(int(part) for part in self.version.split("."))

    @property
    def connections(self) -> int:
        """How many connections were ever made to it."""
        return self._server.connections if self._server else 0

    @property
    def sent(self) -> list[Message]:
        """What the bot sent, in the order in which it came."""
        return [item for item in list(self.world.messages) if item.source == "api"]

    @property
    def deliveries(self) -> list[Delivery]:
        """Each event to each webhook, with the answers it met."""
        return self._courier.all()

    @property
    def undelivered(self) -> int:
        """How many events a webhook refused when they were last tried, to be tried again."""
        return self._courier.refused()

    def add_webhook(
        self,
        url: str,
        *,
        hmac_key: str | None = None,
        events: Sequence[str] = EVENTS,
        retry: Retry | None = None,
    ) -> None:
        """Post these events there too. The same URL twice gets everything twice, as in WAHA."""
        self.webhooks.append(Webhook(url, hmac_key, tuple(events), retry or Retry()))

    def say(
        self,
        contact: str,
        text: str = "",
        *,
        kind: str = "text",
        name: str = "",
        as_: str = "c.us",
        hidden: bool | None = None,
        duplicate: int = 0,
        sent_at: float | None = None,
        staff: bool = False,
    ) -> str:
        """A person speaks; the bare id of the message (or call).

        ``contact`` is a phone in digits, ``as_`` the kind of address WhatsApp shows ("c.us" or
        "lid"), ``duplicate`` how many times more WAHA emits the same message, ``sent_at``
        seconds since 1970. ``staff``: one of ours types it on the bot's own phone instead.
        """
        person = self.world.contact(contact, name, hidden=hidden)
        speech = Speech(person, text, kind, as_, sent_at or now(), staff)
        if kind == "call":
            return self._call(speech, duplicate)
        message = Message(
            new_message_id(),
            self.session,
            person.phone,
            speech.chat,
            "app" if staff else "person",
            kind,
            text,
            speech.at,
            DEVICE,
            attachment(kind),
        )
        self.world.add(message)
        for _ in range(duplicate + 1):
            self.emit_message(message)
        return message.id

    def tap(self, contact: str, option: str, *, message: str = "", as_: str = "c.us") -> str:
        """A person taps an option of a poll or a list: the last one, or that with this bare id.

        The bare id of the vote. LookupError where there is nothing like it to tap.
        """
        return votes.tap(self, contact, option, message, as_)

    def emit_message(self, message: Message) -> None:
        """Tell the webhooks of a message: ``message.any``, and ``message`` if it is not ours."""
        contact = self.world.contacts[message.phone]
        payload = shapes.wa_message(self.engine, message, contact, self.url)
        events = ("message.any",) if message.from_me else ("message", "message.any")
        for event in events:
            self.emit(event, payload, session=message.session)

    def emit(self, event: str, payload: Mapping[str, object], *, session: str = "") -> None:
        """Post any event to those who subscribed to it."""
        account = self.sessions.get(session or self.session)
        own = account.webhooks if account else ()
        wanted = [hook for hook in (*self.webhooks, *own) if hook.wants(event)]
        if not wanted:
            return
        envelope = {
            "id": f"evt_{ulid()}",
            "timestamp": int(now() * 1000),
            "event": event,
            "session": session or self.session,
            "me": shapes.me(account.status) if account else None,
            "payload": payload,
            "engine": self.engine,
            "environment": self.environment(),
        }
        for hook in wanted:
            self._courier.send(hook, envelope)

    def wait_for(
        self,
        count: int = 1,
        *,
        contact: str | None = None,
        text: str = "",
        timeout: float = 10.0,
    ) -> list[Message]:
        """The bot's messages (to this phone, with this text in them) once there are so many.

        TimeoutError, with what did come, when they do not.
        """
        found: list[Message] = []
        messages = self.world.messages
        seen = 0

        def enough() -> bool:
            nonlocal seen
            for item in messages[seen:]:
                fits = contact in (None, item.phone) and text in item.text
                if fits and item.source == "api":
                    found.append(item)
            seen = len(messages)
            return len(found) >= count

        if not self.world.wait(enough, timeout):
            told = [item.text[:60] for item in self.sent[-5:]]
            raise TimeoutError(f"{len(found)} of {count} messages came; the last of all: {told}")
        return found

    def settle(self, timeout: float = 10.0) -> None:
        """Wait until every webhook was taken or given up. TimeoutError otherwise."""
        if not self._courier.settle(timeout):
            raise TimeoutError("webhooks are still on their way")

    def reset(self) -> None:
        """Forget everything but where the webhooks go; the session is as it was at first."""
        self.clock.clear()
        self.faults.clear()
        self._courier.clear()
        self.sessions.clear()
        self.world.clear()
        self._open_session()

    def environment(self) -> shapes.Json:
        """Version, engine and so on."""
        return shapes.environment(self.version, self.engine, self.tier)

    def respond(self, request: Request) -> Answer:
        """The answer to any request; what goes wrong in here is a 500, as in WAHA."""
        inner = request.path.startswith(("/api/", "/health", "/ping"))
        call: Callable[[Standin, Request], Answer] = api.respond if inner else page.respond
        try:
            return call(self, request)
        except Exception as error:
            return failure(self, request, type(error).__name__, str(error))

    def _open_session(self) -> None:
        working = self._first_status == "WORKING"
        self.sessions.create(self.session, status=self._first_status, paired=working)

    def _call(self, speech: Speech, duplicate: int) -> str:
        call_id = secrets.token_hex(16).upper()
        payload = shapes.call(call_id, speech.chat, speech.at)
        self.world.add(
            Message(
                call_id,
                self.session,
                speech.contact.phone,
                speech.chat,
                "person",
                "call",
                "",
                speech.at,
                DEVICE,
            )
        )
        for _ in range(duplicate + 1):
            self.emit("call.received", payload)
        return call_id

    def _wake_readers(self) -> None:
        with self.world.changing():
            pass

    def _session_changed(self, session: Session) -> None:
        self._wake_readers()  # the phone page shows it
        payload = {
            "name": session.name,
            "status": session.status,
            "statuses": list(session.history),
            "data": None,
        }
        self.emit("session.status", payload, session=session.name)


__all__ = ["Contact", "Message", "Retry", "Standin", "Webhook"]
