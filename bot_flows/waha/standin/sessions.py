"""WhatsApp accounts: their states, and the pairing by QR code.

STOPPED -> STARTING -> WORKING, or SCAN_QR_CODE while no phone is linked. A QR code lives
60 seconds, the five after it 20 each; then the session has FAILED until a restart.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from .clock import Clock
from .webhooks import Webhook
from .world import now

STARTING_TAKES = 0.5
STOPPING_TAKES = 3.0
QR_LIVES = (60.0, 20.0, 20.0, 20.0, 20.0, 20.0)
RUNNING = ("STARTING", "SCAN_QR_CODE", "WORKING")


@dataclass(slots=True)
class Session:
    """One account. ``epoch`` changes with each start, so that old timers do nothing."""

    name: str
    status: str = "STOPPED"
    paired: bool = False
    config: dict[str, object] = field(default_factory=dict)
    webhooks: tuple[Webhook, ...] = ()
    history: list[dict[str, object]] = field(default_factory=list)
    qr: str = ""
    epoch: int = 0


class Sessions:
    """All accounts of this server. ``changed`` hears of each new state."""

    def __init__(self, clock: Clock, changed: Callable[[Session], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._lock = threading.Condition(threading.RLock())
        self._all: dict[str, Session] = {}

    def create(self, name: str, *, status: str = "STOPPED", paired: bool = False) -> Session:
        """A new account, or the one there is."""
        with self._lock:
            return self._all.setdefault(name, Session(name, status, paired))

    def get(self, name: str) -> Session | None:
        """The account of this name."""
        return self._all.get(name)

    def all(self) -> list[Session]:
        """Every account."""
        with self._lock:
            return list(self._all.values())

    def delete(self, name: str) -> None:
        """Take an account away, if it is there."""
        with self._lock:
            gone = self._all.pop(name, None)
            if gone:
                gone.epoch += 1
            self._lock.notify_all()

    def clear(self) -> None:
        """Take all accounts away."""
        for session in self.all():
            self.delete(session.name)

    def start(self, session: Session) -> bool:
        """Begin to connect; False when it runs already."""
        with self._lock:
            if session.status in RUNNING:
                return False
            session.epoch += 1
            self._become(session, "STARTING")
            connect = partial(self._connect, session, session.epoch)
        self._clock.after(STARTING_TAKES, connect)
        return True

    def stop(self, session: Session) -> None:
        """Disconnect. Takes its time, as WAHA does."""
        if session.status != "STOPPED":
            self._clock.sleep(STOPPING_TAKES)
        self.force(session, "STOPPED")

    def force(self, session: Session, status: str) -> None:
        """Put it into this state, whatever it was doing."""
        with self._lock:
            session.epoch += 1
            if session.status != status:
                self._become(session, status)

    def logout(self, session: Session) -> None:
        """Unlink the phone; a session that ran starts again and shows a QR code."""
        ran = session.status != "STOPPED"
        session.paired = False
        if ran:
            self.stop(session)
            self.start(session)

    def pair(self, session: Session) -> bool:
        """Somebody scanned the code; False when none is shown."""
        with self._lock:
            if session.status != "SCAN_QR_CODE":
                return False
            session.paired = True
            session.epoch += 1
            self._become(session, "WORKING")
            return True

    def wait_until_working(self, name: str, seconds: float) -> bool:
        """Whether it works, now or before the time is over."""

        def works() -> bool:
            session = self._all.get(name)
            return session is not None and session.status == "WORKING"

        with self._lock:
            return self._lock.wait_for(works, self._clock.scaled(seconds))

    def _connect(self, session: Session, epoch: int) -> None:
        with self._lock:
            if session.epoch != epoch:
                return
            if session.paired:
                self._become(session, "WORKING")
            else:
                self._show_qr(session, epoch, 0)

    def _show_qr(self, session: Session, epoch: int, number: int) -> None:
        with self._lock:
            if session.epoch != epoch:
                return
            if number >= len(QR_LIVES):
                self._become(session, "FAILED")
                return
            session.qr = f"2@{secrets.token_urlsafe(90)}"
            self._become(session, "SCAN_QR_CODE")
            again = partial(self._show_qr, session, epoch, number + 1)
            self._clock.after(QR_LIVES[number], again)

    def _become(self, session: Session, status: str) -> None:
        session.status = status
        session.history.append({"status": status, "timestamp": int(now() * 1000)})
        del session.history[:-3]
        self._lock.notify_all()
        self._changed(session)
