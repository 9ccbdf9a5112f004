"""The two questions about health, with everything real that can be ill."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_redis.cache import RedisCache

from bot_flows.models import Contact, InboundEvent, OutboundMessage, WorkerBeat
from capyvagas import health
from capyvagas.health import Probe

# The probe reads in a thread of its own, which sees only what was committed.
pytestmark = pytest.mark.django_db(transaction=True)


def beat(seconds_ago: float = 0) -> None:
    WorkerBeat.objects.create(name="a:1", beat_at=timezone.now() - timedelta(seconds=seconds_ago))


def read(client: Client, path: str = "/health/") -> tuple[int, dict[str, Any]]:
    answer = client.get(path)
    return answer.status_code, answer.json()


def test_live_says_yes_without_asking_anybody(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/live/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_all_is_well(client: Client) -> None:
    beat()
    status, said = read(client)
    assert status == 200
    assert said["status"] == "ok"
    assert said["checks"].keys() >= {"database", "migrations", "worker", "inbox", "outbox"}
    assert said["checks"]["inbox"]["oldest"] is None


@pytest.mark.parametrize("seconds_ago", [None, health.SILENT_AFTER + 5])
def test_a_silent_worker_degrades(client: Client, seconds_ago: float | None) -> None:
    if seconds_ago is not None:
        beat(seconds_ago)
    status, said = read(client)
    assert (status, said["status"]) == (200, "degraded")
    assert said["checks"]["worker"]["ok"] is False
    assert read(client, "/health/?strict=1")[0] == 503


@pytest.mark.parametrize("kind", ["inbox", "outbox"])
def test_work_that_waits_too_long_degrades(client: Client, kind: str) -> None:
    beat()
    long_ago = timezone.now() - timedelta(seconds=health.LATE_AFTER + 60)
    contact = Contact.objects.create()
    if kind == "inbox":
        InboundEvent.objects.create(
            contact=contact, key="a", kind="text", sent_at=long_ago, received_at=long_ago
        )
    else:
        OutboundMessage.objects.create(contact=contact, number=1, created_at=long_ago)
    _, said = read(client)
    assert said["status"] == "degraded"
    assert said["checks"][kind]["oldest"] > health.LATE_AFTER
    assert said["checks"]["worker"]["ok"]


def test_what_is_done_does_not_wait(client: Client) -> None:
    beat()
    long_ago = timezone.now() - timedelta(days=1)
    contact = Contact.objects.create()
    InboundEvent.objects.create(
        contact=contact, key="a", sent_at=long_ago, received_at=long_ago, answered_at=long_ago
    )
    for number, status in enumerate(("sent", "failed"), 1):
        OutboundMessage.objects.create(
            contact=contact, number=number, created_at=long_ago, status=status
        )
    assert read(client)[1]["status"] == "ok"


def test_a_migration_that_waits_takes_the_site_down(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("bot_flows", "0001_initial")
    try:
        status, said = read(client)
    finally:
        recorder.record_applied("bot_flows", "0001_initial")
    assert (status, said["status"]) == (503, "down")
    assert said["checks"]["migrations"] == {"ok": False, "waiting": 1}


def test_a_probe_that_hangs_costs_its_deadline_and_no_more() -> None:
    let_go, asked = threading.Event(), []

    def hang() -> dict[str, health.Check]:
        asked.append(1)
        let_go.wait(10)
        return {"database": {"ok": True}}

    probe = Probe(hang)
    started = time.monotonic()
    assert probe.ask(0.1) is None
    assert probe.ask(0.1) is None
    assert time.monotonic() - started < 2
    assert len(asked) == 1, "whoever asks meanwhile must not start another one"
    let_go.set()
    assert probe.ask(5) == {"database": {"ok": True}}


def test_a_probe_asks_anew_each_time() -> None:
    answers = iter(({"a": {"ok": True}}, {"a": {"ok": False}}))
    probe = Probe(lambda: next(answers))
    assert probe.ask(5) == {"a": {"ok": True}}
    assert probe.ask(5) == {"a": {"ok": False}}


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_redis_that_hangs_costs_its_time_out(
    client: Client, silent_server: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat()
    settings.REDIS_URL = f"redis://127.0.0.1:{silent_server}/0"
    short = {"SOCKET_CONNECT_TIMEOUT": 0.2, "SOCKET_TIMEOUT": 0.2}
    frozen = RedisCache(settings.REDIS_URL, {"OPTIONS": short})
    monkeypatch.setattr(health, "cache", frozen)
    started = time.monotonic()
    status, said = read(client)
    frozen.close()
    assert time.monotonic() - started < 3
    assert (status, said["status"]) == (200, "degraded")
    assert said["checks"]["cache"]["ok"] is False


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/health/").status_code == 405
    assert client.post("/health/live/").status_code == 405
    assert client.head("/health/live/").status_code == 200
