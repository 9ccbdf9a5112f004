"""What the drills run on: a fresh store each, copied from one that was migrated once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from . import stores
from .machine import ROOT
from .stores import Store

ON_CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def sqlite_template(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Path:
    """A migrated SQLite file with the echoing bot on the air."""
    path = tmp_path_factory.mktemp("drill") / "template.sqlite3"
    if connection.vendor == "sqlite":
        stores.copy_sqlite(str(connection.settings_dict["NAME"]), path)
    else:
        _migrate(f"sqlite:///{path}", path.parent)
    stores.publish(f"sqlite:///{path}", stores.echo_bot())
    return path


@pytest.fixture(scope="session")
def postgres_template(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[str]:
    """The name of a migrated PostgreSQL database with the echoing bot on the air."""
    if not stores.are_reachable() and not ON_CI:
        pytest.skip("PostgreSQL and Redis do not listen here")
    with _migrated_postgres(tmp_path_factory, django_db_blocker) as store:
        stores.publish(store.url, stores.echo_bot())
        yield urlsplit(store.url).path.strip("/")


@contextmanager
def _migrated_postgres(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Store]:
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            connection.close()  # a database in use cannot be copied
        with stores.postgres(str(connection.settings_dict["NAME"])) as store:
            yield store
    else:
        with stores.postgres() as store:
            _migrate(store.url, tmp_path_factory.mktemp("drill"))
            yield store


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Store:
    return stores.copy_sqlite(str(sqlite_template), tmp_path / "drill.sqlite3")


@pytest.fixture
def postgres_store(postgres_template: str) -> Iterator[Store]:
    with stores.postgres(postgres_template) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """One after the other: a file without services, PostgreSQL with Redis."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found


def _migrate(url: str, folder: Path) -> None:
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "capyvagas.settings.dev",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, timeout=240)
