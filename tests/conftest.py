"""What every test may lean on: a browser where there is one, and services that start clean."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ON_CI = os.environ.get("CI") == "true"
A_DAY = 86_400.0
# Playwright's own loop runs in the thread of the test, where Django then sees an event loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser test is skipped where there is no Chromium, but never on CI."""
    if CHROMIUM or ON_CI:
        return
    no_browser = pytest.mark.skip(reason="Chromium is not installed (CI=true installs it)")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(no_browser)


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
