"""Trouble on request: what WAHA, WhatsApp and the network do on a bad day.

A fault has a target. "send" is every call that sends a message; another target is how a call's
name begins ("sendSeen", "startTyping", "/api/default/"). Their kinds: ``500`` (the engine
failed, nothing sent), ``463`` (WhatsApp's timelock), ``502`` (a proxy in between), ``delay``,
``lost`` (sent, but the answer never arrives). The target "webhook" is each delivery of an
event. Its kinds: ``double``, ``drop``, ``delay`` (all by ``seconds``), ``shuffle`` (each by
its own part of ``seconds``).
"""

import random
import threading
from dataclasses import dataclass

CALL_FAULTS = frozenset({"500", "463", "502", "delay", "lost"})
WEBHOOK_FAULTS = frozenset({"double", "drop", "delay", "shuffle"})
WEBHOOK = "webhook"


@dataclass(slots=True)
class Fault:
    """One kind of trouble, with a probability, for ``count`` times or until cleared."""

    target: str
    kind: str
    probability: float = 1.0
    count: int | None = None
    seconds: float = 1.0


class Faults:
    """The faults that are on. Which call they meet depends on the seed alone."""

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._random = random.Random(seed)

    def add(
        self,
        target: str,
        kind: str,
        *,
        probability: float = 1.0,
        count: int | None = None,
        seconds: float = 1.0,
    ) -> None:
        """Switch a fault on. ValueError for a kind that this target does not have."""
        if kind not in (WEBHOOK_FAULTS if target == WEBHOOK else CALL_FAULTS):
            raise ValueError(f"no such fault: {kind} of {target}")
        with self._lock:
            self._faults.append(Fault(target, kind, probability, count, seconds))

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
        return self._met(call) if self._faults else []

    def of_webhook(self) -> list[Fault]:
        """The faults that this delivery meets."""
        return self._met(WEBHOOK) if self._faults else []

    def share(self, seconds: float) -> float:
        """A random part of this time, in seconds."""
        with self._lock:
            return self._random.uniform(0, seconds)

    def active(self) -> list[dict[str, object]]:
        """What is on, for showing."""
        with self._lock:
            return [
                {
                    "target": item.target,
                    "kind": item.kind,
                    "probability": item.probability,
                    "count": item.count,
                }
                for item in self._faults
            ]

    def _met(self, call: str) -> list[Fault]:
        with self._lock:
            return [item for item in list(self._faults) if self._meets(item, call)]

    def _meets(self, fault: Fault, call: str) -> bool:
        if not _fits(fault.target, call) or self._random.random() >= fault.probability:
            return False
        if fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                self._faults.remove(fault)
        return True


def _fits(target: str, call: str) -> bool:
    if target == WEBHOOK or call == WEBHOOK:
        return target == call
    return call.startswith(target) and not (target == "send" and call == "sendSeen")
