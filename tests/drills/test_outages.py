"""The queue is away, or the database for two seconds: answers come late, and none is lost."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot_flows.waha.standin import Standin

from . import stores
from .crowd import Crowd, doubled, invented, lost, overtaken
from .machine import Machine, free_port, running, wait_for
from .stores import Store

pytestmark = [pytest.mark.drill, pytest.mark.django_db, pytest.mark.timeout(300)]
LEASE = 5
SECONDS_AWAY = 2.0


def test_without_its_queue_the_site_answers_and_the_sweep_delivers(
    postgres_store: Store, tmp_path: Path
) -> None:
    nobody = replace(postgres_store, redis_url=f"redis://127.0.0.1:{free_port()}/0")
    with Standin() as waha, running(Machine(nobody, waha, tmp_path)) as machine:
        wait_for(machine.web("message.any"), machine.worker())
        crowd = Crowd(waha, 5, seed=1)
        crowd.greet(60)
        crowd.talk(3, timeout=60)
        judge(crowd)
        assert answers(waha) == {200}


def test_a_database_away_for_two_seconds(postgres_store: Store, tmp_path: Path) -> None:
    with (
        Standin() as waha,
        running(Machine(postgres_store, waha, tmp_path, lease=LEASE)) as machine,
    ):
        worker = machine.worker()
        wait_for(machine.web("message"), machine.web("message.any", "message.ack"), worker)
        crowd = Crowd(waha, 10, seed=2)
        crowd.greet()
        with away(postgres_store):
            talk_on(crowd, SECONDS_AWAY)
        talk_on(crowd, SECONDS_AWAY)
        crowd.wait_for_answers(60)
        judge(crowd)
        assert answers(waha) == {200, 503}
        assert worker.process.is_running


@contextmanager
def away(store: Store) -> Iterator[None]:
    """Nobody reaches this database while the block runs; who was in it is thrown out."""
    name = urlsplit(store.url).path.strip("/")
    stores.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    try:
        stores.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        yield
    finally:
        stores.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def talk_on(crowd: Crowd, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        crowd.go_on()
        time.sleep(0.02)


def judge(crowd: Crowd) -> None:
    assert lost(crowd.people) == set()
    assert doubled(crowd.people) == set()
    assert invented(crowd.people) == set()
    assert overtaken(crowd.people) == []


def answers(waha: Standin) -> set[int]:
    """Every status that a webhook ever met."""
    return {status for delivery in waha.deliveries for status in delivery.answers}
