"""Things to do later: retries, new QR codes, changes of state. One thread, one heap."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable


class Clock:
    """Runs short functions at their time. ``scale`` shortens every wait of the stand-in."""

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Run this in so many seconds (scaled)."""
        with self._changed:
            if self._closed:
                return
            at = time.monotonic() + seconds * self._scale
            heapq.heappush(self._due, (at, next(self._numbers), call))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="standin-clock", daemon=True)
                self._thread.start()
            self._changed.notify()

    def sleep(self, seconds: float) -> None:
        """Hold the caller for so many seconds (scaled)."""
        time.sleep(self.scaled(seconds))

    def scaled(self, seconds: float) -> float:
        """How long this takes here."""
        return seconds * self._scale

    def clear(self) -> None:
        """Forget what was to be done."""
        with self._changed:
            self._due.clear()

    def close(self) -> None:
        """Do nothing any more."""
        with self._changed:
            self._closed = True
            self._due.clear()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while call := self._next():
            call()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._closed:
                if not self._due:
                    self._changed.wait()
                    continue
                wait = self._due[0][0] - time.monotonic()
                if wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
            return None
