"""A source that never answers holds nobody's reply up."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot_flows.engine.release import SearchSource
from bot_flows.waha.standin import Standin
from tests.builders import a_flow, a_release, ask, vacancies

from .machine import Machine, running, wait_for
from .stores import Store, publish

pytestmark = [pytest.mark.drill, pytest.mark.django_db, pytest.mark.timeout(180)]
SEARCHERS, SECONDS = 6, 5.0  # more searches than the worker has threads for them


@contextmanager
def silence() -> Iterator[str]:
    """A proxy that takes every connection and says nothing; its address."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_replies_go_on_while_every_source_hangs(sqlite_store: Store, tmp_path: Path) -> None:
    search = a_flow(
        "Busca", ask("O que você procura?", slot="termo"), vacancies(SearchSource.TYPED)
    )
    publish(sqlite_store.url, a_release(search))
    with (
        silence() as proxy,
        Standin() as waha,
        running(Machine(sqlite_store, waha, tmp_path, env={"JOBSPY_PROXIES": proxy})) as machine,
    ):
        wait_for(machine.web("message.any"), machine.worker())
        for number in range(SEARCHERS):
            waha.say(f"5541988880{number:03d}", "oi")
        waha.wait_for(SEARCHERS, text="O que você procura?", timeout=30)
        for number in range(SEARCHERS):
            waha.say(f"5541988880{number:03d}", f"assunto {number}")
        waha.wait_for(SEARCHERS, text="Procurando", timeout=30)
        began = time.monotonic()
        waha.say("5541977770001", "oi")
        waha.wait_for(SEARCHERS + 1, text="O que você procura?", timeout=30)
        assert time.monotonic() - began < SECONDS
        running_now = sqlite_store.rows(
            "SELECT count(*) FROM vacancies_search WHERE running_until IS NOT NULL"
        )
        assert running_now[0][0] >= 1
