"""Trouble on request: what WAHA, WhatsApp and the network do on a bad day.

Faults of calls: ``500`` (the engine failed, nothing sent), ``463`` (WhatsApp's timelock),
``502`` (a proxy in between), ``delay``, ``lost`` (sent, but the answer never arrives).
Faults of webhooks: ``double``, ``drop``, ``late`` (all by ``seconds``), ``shuffle`` (each by
its own part of ``seconds``).
"""

import random
import threading
from collections.abc import Collection
from dataclasses import dataclass

CALL_FAULTS = frozenset({"500", "463", "502", "delay", "lost"})
WEBHOOK_FAULTS = frozenset({"double", "drop", "late", "shuffle"})


@dataclass(slots=True)
class Fault:
    """One kind of trouble, with a probability, for ``count`` times or until cleared.

    ``calls`` is how the names of the calls begin that it meets: "send" is all that send
    messages ("sendText"…), "" is every call.
    """

    kind: str
    probability: float = 1.0
    count: int | None = None
    seconds: float = 1.0
    calls: str = "send"


class Faults:
    """The faults that are on. Which call they meet depends on the seed alone."""

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._random = random.Random(seed)

    def add(
        self,
        kind: str,
        *,
        probability: float = 1.0,
        count: int | None = None,
        seconds: float = 1.0,
        calls: str = "send",
    ) -> None:
        """Switch a fault on. ValueError for a kind that there is not."""
        if kind not in CALL_FAULTS | WEBHOOK_FAULTS:
            raise ValueError(f"no such fault: {kind}")
        with self._lock:
            self._faults.append(Fault(kind, probability, count, seconds, calls))

    def clear(self) -> None:
        """Switch every fault off."""
        with self._lock:
            self._faults.clear()

    def seed(self, seed: int) -> None:
        """Begin the dice anew."""
        with self._lock:
            self._random.seed(seed)

    def of_call(self, call: str) -> list[Fault]:
        """The faults that this call meets."""
        return self._met(CALL_FAULTS, call) if self._faults else []

    def of_webhook(self) -> list[Fault]:
        """The faults that this delivery meets."""
        return self._met(WEBHOOK_FAULTS, "send") if self._faults else []

    def share(self, seconds: float) -> float:
        """A random part of this time, in seconds."""
        with self._lock:
            return self._random.uniform(0, seconds)

    def active(self) -> list[dict[str, object]]:
        """What is on, for showing."""
        with self._lock:
            return [
                {"kind": item.kind, "probability": item.probability, "count": item.count}
                for item in self._faults
            ]

    def _met(self, kinds: Collection[str], call: str) -> list[Fault]:
        with self._lock:
            return [item for item in list(self._faults) if self._meets(item, kinds, call)]

    def _meets(self, fault: Fault, kinds: Collection[str], call: str) -> bool:
        if fault.kind not in kinds or not call.startswith(fault.calls):
            return False
        if self._random.random() >= fault.probability:
            return False
        if fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                self._faults.remove(fault)
        return True
