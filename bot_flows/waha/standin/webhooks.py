"""Posting events as WAHA does: at once, side by side, in no order, tried again until a 2xx."""

import json
import queue
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urljoin

import urllib3

from bot_flows.waha.signature import sign

from .clock import Clock
from .faults import Faults

MOST_AT_ONCE = 64
MOST_REDIRECTS = 5
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Retry:
    """WAHA's policy: ``attempts`` come after the first try. ``constant linear exponential``."""

    attempts: int = 15
    delay_seconds: float = 2.0
    policy: str = "constant"

    def pause(self, failures: int, retry_after: float = 0.0) -> float:
        """Seconds to wait after so many failures; the receiver may ask for more."""
        factor = {"linear": float(failures), "exponential": 2.0**failures}.get(self.policy, 1.0)
        return max(self.delay_seconds * factor, retry_after)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where events go. ``events`` may hold "*"."""

    url: str
    hmac_key: str | None = None
    events: tuple[str, ...] = ("*",)
    retry: Retry = Retry()
    headers: tuple[tuple[str, str], ...] = ()

    def wants(self, event: str) -> bool:
        """Whether it subscribed to this event ("*" leaves the noisy ones out)."""
        everything = "*" in self.events and event not in ("state.change", "engine.event")
        return everything or event in self.events


@dataclass(slots=True, eq=False)
class Delivery:
    """One event on its way to one webhook. ``answers``: a status, or 0 for a network error."""

    event: str
    webhook: Webhook
    body: bytes
    headers: dict[str, str]
    answers: list[int] = field(default_factory=list)
    done: bool = False

    @property
    def refused(self) -> bool:
        """Whether its last answer was no, and it will be tried again."""
        return bool(self.answers) and not self.done and not _taken(self.answers[-1])


class Courier:
    """Delivers. Threads are made as they are needed, and none waits between two tries.

    ``changed`` is called when there may be more, or fewer, that were refused.
    """

    def __init__(
        self, clock: Clock, faults: Faults, version: str, changed: Callable[[], None]
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._agent = f"WAHA/{version}"
        self._refusals_changed = changed
        self._jobs: queue.SimpleQueue[Delivery | None] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._threads = 0
        self._idle = 0
        self._under_way: set[Delivery] = set()
        self._closed = False
        self._pool = urllib3.PoolManager(num_pools=8, maxsize=MOST_AT_ONCE, retries=False)
        self._deliveries: deque[Delivery] = deque(maxlen=20_000)

    def send(self, webhook: Webhook, event: Mapping[str, object]) -> None:
        """Post this event to this webhook, with whatever fault is on."""
        delivery = self._prepare(webhook, event)
        copies, wait = 1, 0.0
        for fault in self._faults.of_webhook():
            match fault.kind:
                case "drop":
                    copies = 0
                case "double":
                    copies *= 2
                case "delay":
                    wait += fault.seconds
                case "shuffle":
                    wait += self._faults.share(fault.seconds)
        for _ in range(copies):
            self._begin(delivery, wait)

    def settle(self, timeout: float = 10.0) -> bool:
        """Wait until nothing is on its way, retries included."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._under_way, timeout)

    def all(self) -> list[Delivery]:
        """The latest deliveries, oldest first."""
        with self._changed:
            return list(self._deliveries)

    def refused(self) -> int:
        """How many were refused when they were last tried, and will be tried again."""
        with self._changed:
            return sum(1 for item in self._under_way if item.refused)

    def clear(self) -> None:
        """Forget what waits for another try."""
        with self._changed:
            self._under_way.clear()
            self._deliveries.clear()
            self._changed.notify_all()

    def close(self) -> None:
        """Let the threads go. One that a receiver holds ends with the process."""
        with self._changed:
            self._closed = True
            for _ in range(self._threads):
                self._jobs.put(None)
            self._changed.wait_for(lambda: self._threads == 0, timeout=2)
        self._pool.clear()

    def _prepare(self, webhook: Webhook, event: Mapping[str, object]) -> Delivery:
        body = json.dumps(event, ensure_ascii=False).encode("utf-8", "surrogatepass")
        headers = {
            "Content-Type": "application/json",
            "User-Agent": self._agent,
            "X-Webhook-Request-Id": ulid(),
            "X-Webhook-Timestamp": str(event["timestamp"]),
            **dict(webhook.headers),
        }
        if webhook.hmac_key:
            headers["X-Webhook-Hmac-Algorithm"] = "sha512"
            headers["X-Webhook-Hmac"] = sign(body, webhook.hmac_key)
        return Delivery(str(event["event"]), webhook, body, headers)

    def _begin(self, delivery: Delivery, wait: float) -> None:
        copy = Delivery(delivery.event, delivery.webhook, delivery.body, delivery.headers)
        with self._changed:
            self._under_way.add(copy)
            self._deliveries.append(copy)
        if wait:
            self._clock.after(wait, partial(self._post_soon, copy))
        else:
            self._post_soon(copy)

    def _post_soon(self, delivery: Delivery) -> None:
        with self._changed:
            if self._closed:
                return
            if self._idle <= self._jobs.qsize() and self._threads < MOST_AT_ONCE:
                self._threads += 1
                threading.Thread(target=self._work, name="standin-webhook", daemon=True).start()
            self._jobs.put(delivery)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._idle += 1
            delivery = self._jobs.get()
            with self._changed:
                self._idle -= 1
            if delivery is None:
                break
            self._try(delivery)
        with self._changed:
            self._threads -= 1
            self._changed.notify_all()

    def _try(self, delivery: Delivery) -> None:
        status, retry_after = self._post(delivery)
        delivery.answers.append(status)
        failures, retry = len(delivery.answers), delivery.webhook.retry
        over = _taken(status) or failures > retry.attempts
        if over:
            self._finish(delivery)
        elif delivery in self._under_way:
            pause = retry.pause(failures, retry_after)
            self._clock.after(pause, partial(self._post_soon, delivery))
        if over != (failures == 1):  # newly refused, or refused no more
            self._refusals_changed()

    def _finish(self, delivery: Delivery) -> None:
        with self._changed:
            delivery.done = True
            self._under_way.discard(delivery)
            self._changed.notify_all()

    def _post(self, delivery: Delivery) -> tuple[int, float]:
        """The final answer's status (0: none) and how long it asks to wait."""
        url, method, body = delivery.webhook.url, "POST", delivery.body
        try:
            for _ in range(MOST_REDIRECTS):
                answer = self._pool.request(
                    method, url, body=body if method == "POST" else None,
                    headers=delivery.headers, redirect=False, timeout=None,
                )  # fmt: skip
                place = answer.headers.get("Location")
                if answer.status not in (301, 302, 303, 307, 308) or not place:
                    return answer.status, _seconds(answer.headers.get("Retry-After"))
                url = urljoin(url, place)
                # What axios does, and how events get lost: 301 and 302 become a GET.
                method = method if answer.status in (307, 308) else "GET"
        except (urllib3.exceptions.HTTPError, OSError, ValueError):
            pass
        return 0, 0.0


def ulid() -> str:
    """A sortable id of 26 characters: 10 of time in milliseconds, 16 of chance."""
    number = int(time.time() * 1000) << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def _taken(status: int) -> bool:
    return 200 <= status < 300


def _seconds(text: str | None) -> float:
    return float(text) if text and text.isdigit() else 0.0
