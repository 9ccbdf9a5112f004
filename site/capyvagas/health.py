"""Two questions from outside: does the process live, and can it do its work?

``/health/live/`` says 200 while the process serves; a supervisor restarts on anything else.
``/health/`` says 503 when the site cannot answer (no database, migrations missing), and 200
with ``"status": "degraded"`` when it can while something behind it is ill: no cache, a silent
worker, work that waits too long. With ``?strict=1`` that is a 503 too, for a watch that reads
only the number. A dependency that hangs costs ``DEADLINE`` seconds and no more.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bot_flows.models import InboundEvent, OutboundMessage, WorkerBeat

DEADLINE = 2.0
SILENT_AFTER = 60.0  # a worker beats every few seconds
LATE_AFTER = 300.0  # nothing waits this long while all is well
NEEDED = frozenset({"database", "migrations"})
DEGRADED, DOWN = "degraded", "down"

Check = dict[str, Any]


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """``{"status": "ok|degraded|down", "checks": {name: {"ok": bool, …}}}``; times in seconds."""
    status, checks = look()
    refused = status == DOWN or (status == DEGRADED and "strict" in request.GET)
    return JsonResponse({"status": status, "checks": checks}, status=503 if refused else 200)


def look() -> tuple[str, dict[str, Check]]:
    """``ok``, ``degraded`` or ``down``, and what each check found."""
    checks = _database.ask(DEADLINE) or {"database": {"ok": False, "reason": "no answer in time"}}
    if settings.REDIS_URL:
        checks["cache"] = _cache()
    ill = {name for name, check in checks.items() if not check["ok"]}
    return DOWN if ill & NEEDED else DEGRADED if ill else "ok", checks


class Probe:
    """A question that may hang, asked in a thread; whoever asks meanwhile shares its answer."""

    def __init__(self, question: Callable[[], dict[str, Check]]) -> None:
        self._question = question
        self._lock = threading.Lock()
        self._asked: Future[dict[str, Check]] | None = None

    def ask(self, seconds: float) -> dict[str, Check] | None:
        """The answer, or None when it did not come in time."""
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = Future()
                threading.Thread(target=self._answer, args=(self._asked,), daemon=True).start()
            asked = self._asked
        try:
            return dict(asked.result(timeout=seconds))
        except TimeoutError:
            return None

    def _answer(self, asked: Future[dict[str, Check]]) -> None:
        try:
            asked.set_result(self._question())
        except BaseException as error:
            asked.set_exception(error)


def _read_database() -> dict[str, Check]:
    started = time.monotonic()
    try:
        waiting = _known_migrations() - set(MigrationRecorder(connection).applied_migrations())
        checks = {"database": {"ok": True}, "migrations": _migrations(len(waiting))}
        if not waiting:
            checks |= {"worker": _worker(), "inbox": _inbox(), "outbox": _outbox()}
    except DatabaseError:
        return {"database": {"ok": False, "reason": "no connection"}}
    finally:
        connection.close()
    checks["database"]["seconds"] = round(time.monotonic() - started, 3)
    return checks


_database = Probe(_read_database)
_known: set[tuple[str, str]] = set()


def _known_migrations() -> set[tuple[str, str]]:
    """The migrations that this code brings; read from disk once."""
    if not _known:
        _known.update(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)
    return _known


def _migrations(waiting: int) -> Check:
    return {"ok": waiting == 0, "waiting": waiting}


def _worker() -> Check:
    """No beat at all is a worker that never ran, or that was ended in good order."""
    seconds = _age(WorkerBeat.objects.aggregate(at=Max("beat_at"))["at"])
    return {"ok": seconds is not None and seconds < SILENT_AFTER, "last_beat": seconds}


def _inbox() -> Check:
    waiting = InboundEvent.objects.filter(answered_at=None)
    return _backlog(waiting.aggregate(at=Min("received_at"))["at"])


def _outbox() -> Check:
    status = OutboundMessage.Status
    waiting = OutboundMessage.objects.filter(status__in=[status.QUEUED, status.SENDING])
    return _backlog(waiting.aggregate(at=Min("created_at"))["at"])


def _backlog(oldest: datetime | None) -> Check:
    seconds = _age(oldest)
    return {"ok": seconds is None or seconds < LATE_AFTER, "oldest": seconds}


def _age(moment: datetime | None) -> float | None:
    return None if moment is None else round((timezone.now() - moment).total_seconds(), 1)


def _cache() -> Check:
    """Redis has time-outs of its own, and its failures come back as no value."""
    word = get_random_string(12)
    key = f"health-{word}"
    cache.set(key, word, timeout=10)
    return {"ok": cache.get(key) == word}
