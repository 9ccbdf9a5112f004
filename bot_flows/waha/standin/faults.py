"""Trouble on request: what WAHA, WhatsApp and the network do on a bad day.

Faults of calls: ``500`` (the engine failed, nothing sent), ``463`` (WhatsApp's timelock),
``502`` (a proxy in between), ``delay``, ``lost`` (sent, but the answer never arrives).
Faults of webhooks: ``double``, ``drop``, ``shuffle`` (each event waits a part of ``seconds``
of its own), and ``delay`` when ``calls`` is "webhook".
Faults of votes: ``lost_vote`` (no event at all), ``failed_vote`` (it could not be decrypted).
"""

import random
import threading
from dataclasses import dataclass

CALL_FAULTS = frozenset({"500", "463", "502", "delay", "lost"})
WEBHOOK_FAULTS = frozenset({"double", "drop", "delay", "shuffle"})
VOTE_FAULTS = frozenset({"lost_vote", "failed_vote"})
WEBHOOK, VOTE = "webhook", "vote"
_KINDS = {WEBHOOK: WEBHOOK_FAULTS, VOTE: VOTE_FAULTS}


@dataclass(slots=True)
class Fault:
    """One kind of trouble, with a probability, for ``count`` times or until cleared.

    ``calls``: "send" is every call that sends a message, "webhook" each delivery, "vote" each
    vote in a poll; anything
    else is how the names of the calls begin ("sendText", "startTyping", "/api/default/").
    """

    kind: str
    calls: str
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
        kind: str,
        *,
        probability: float = 1.0,
        count: int | None = None,
        seconds: float = 1.0,
        calls: str = "",
    ) -> None:
        """Switch a fault on. ValueError for a kind that these calls do not have."""
        calls = calls or _calls_of(kind)
        if kind not in _KINDS.get(calls, CALL_FAULTS):
            raise ValueError(f"no such fault: {kind} of {calls}")
        with self._lock:
            self._faults.append(Fault(kind, calls, probability, count, seconds))

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

    def of_vote(self) -> list[Fault]:
        """The faults that this vote meets."""
        return self._met(VOTE) if self._faults else []

    def share(self, seconds: float) -> float:
        """A random part of this time, in seconds."""
        with self._lock:
            return self._random.uniform(0, seconds)

    def active(self) -> list[dict[str, object]]:
        """What is on, for showing."""
        with self._lock:
            return [
                {
                    "calls": item.calls,
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
        if not _fits(fault.calls, call) or self._random.random() >= fault.probability:
            return False
        if fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                self._faults.remove(fault)
        return True


def _calls_of(kind: str) -> str:
    if kind in VOTE_FAULTS:
        return VOTE
    return "send" if kind in CALL_FAULTS else WEBHOOK


def _fits(calls: str, call: str) -> bool:
    if not {WEBHOOK, VOTE}.isdisjoint((calls, call)):
        return calls == call
    return call.startswith(calls) and not (calls == "send" and call == "sendSeen")
