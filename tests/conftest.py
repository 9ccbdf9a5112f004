"""What every test may lean on: a browser where there is one, and services that start clean."""

import gc
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections

from capyvagas.catalogue import compile_catalogues
from tests import databases

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ON_CI = os.environ.get("CI") == "true"
A_DAY = 86_400.0
# Playwright's own loop runs in the thread of the test, where Django then sees an event loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_sessionstart() -> None:
    """What git does not keep and the site reads, and what all runners begin with."""
    compile_catalogues()
    databases.prepare()


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end: the garbage collector need not walk through them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        _keep_migrated_rows(item)
        _skip_without_browser(item)


def _keep_migrated_rows(item: pytest.Item) -> None:
    """A test that really commits empties every table at its end, the rows that migrations made too.

    Each of them therefore begins by putting those back. All or none: one that does not would
    leave rows with other ids behind, and the next one could not put its own in their place.
    """
    mark = item.get_closest_marker("django_db")
    commits = mark is not None and mark.kwargs.get("transaction")
    if commits or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())):
        restoring = pytest.mark.django_db(transaction=True, serialized_rollback=True)
        item.add_marker(restoring, append=False)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, django_db_modify_db_settings: None) -> Iterator[bool]:
    """A run begins with a copy of a migrated database."""
    if django_db_keepdb:
        yield django_db_keepdb
        return
    databases.copy_migrated()
    yield True
    databases.remove()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let every connection know the rows to put back.

    Django keeps them on one connection, and a test that drives a browser gets another one:
    Playwright runs an event loop in the test's own thread.
    """
    for connection in connections.all(initialized_only=True):
        rows = getattr(connection, "_test_serialized_contents", None)
        if rows is not None:
            type(connection)._test_serialized_contents = rows


def _skip_without_browser(item: pytest.Item) -> None:
    """A browser test is skipped where there is no Chromium, but never on CI."""
    if not CHROMIUM and not ON_CI and item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.skip(reason="no Chromium here (CI=true installs it)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, calling nobody."""
    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
        " --disable-background-networking --disable-component-update"
    )
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags.split()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "pt-BR", "timezone_id": "America/Sao_Paulo"}


@pytest.fixture(scope="session", autouse=True)
def clean_services() -> None:
    """Empty this runner's own Redis database, and forget databases that a killed run left."""
    if settings.REDIS_URL:
        from redis import Redis

        with Redis.from_url(settings.REDIS_URL) as redis:
            redis.flushdb()
    for left in Path(settings.DATA_DIR, "tests").glob("*.sqlite3*"):
        if time.time() - left.stat().st_mtime > A_DAY:
            left.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """No test finds what another one cached."""
    yield
    cache.clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the bot's lines of the golden transcripts"
    )


@pytest.fixture(autouse=True)
def forget_releases() -> None:
    """Tests begin their numbers anew; releases kept in memory belong to another test."""
    from bot_flows.models.release import load

    load.cache_clear()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """As Django's own test client has it: a request leaves the test's transaction open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
