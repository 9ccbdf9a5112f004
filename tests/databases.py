"""A migrated database, made once for each state of the schema and copied by every runner.

Migrating from nothing takes longer than most of the tests together. The kept one is named after
what decides the schema and the rows that migrations make: a file in ``var/tests/``, or a database
beside the others on PostgreSQL. ``migrate`` still runs on each copy, and finds nothing to do.
``python -m tests.databases FILE`` puts a copy of the file there.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.db import connections

BASE = Path(__file__).resolve().parents[1]
KEPT = BASE / "var" / "tests"
DECIDING = (
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "bot_flows/access.py",
    "requirements/dev.txt",
)


def prepare() -> None:
    """Make the migrated database, where there is none, before runners ask for it side by side."""
    if _is_file():
        migrated_file()
    else:
        _migrated_on_server()


def copy_migrated() -> None:
    """Put a migrated database where this run expects its own."""
    if _is_file():
        shutil.copyfile(migrated_file(), _own())
        return
    name = _own()
    _on_server(f'DROP DATABASE IF EXISTS "{name}"')
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{_migrated_on_server()}"')
    # Nobody asks for a test's rows after a crash.
    _on_server(f'ALTER DATABASE "{name}" SET synchronous_commit = off')


def remove() -> None:
    """Remove this run's own database."""
    connections["default"].close()
    if not _is_file():
        _on_server(f'DROP DATABASE IF EXISTS "{_own()}" WITH (FORCE)')
        return
    own = Path(_own())
    for left in own.parent.glob(f"{own.name}*"):
        left.unlink(missing_ok=True)


def migrated_file() -> Path:
    kept = KEPT / f"migrated-{_state()}"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        for older in KEPT.glob("migrated-*"):
            older.unlink(missing_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        _migrate(f"sqlite:///{unfinished}")
        with closing(sqlite3.connect(unfinished)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        unfinished.replace(kept)
    return kept


def _migrated_on_server() -> str:
    """Its name. Other checkouts may use the same server, and keep their own."""
    ours = f"migrated_{blake2b(str(BASE).encode(), digest_size=4).hexdigest()}"
    kept = f"{ours}_{_state()}"
    there = _on_server(f"SELECT datname FROM pg_database WHERE datname LIKE '{ours}%'")
    if (kept,) not in there:
        for (older,) in there:
            _on_server(f'DROP DATABASE IF EXISTS "{older}"')
        unfinished = f"{ours}_{os.getpid()}"
        _on_server(f'CREATE DATABASE "{unfinished}"')
        _migrate(urlunsplit(urlsplit(_server())._replace(path=f"/{unfinished}")))
        _on_server(f'ALTER DATABASE "{unfinished}" RENAME TO "{kept}"')
    return kept


def _is_file() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def _own() -> str:
    """This runner's own: a path, or a name on the server."""
    known = settings.DATABASES["default"]
    return str(known["TEST"]["NAME"] or f"test_{known['NAME']}")


def _server() -> str:
    return os.environ["DATABASE_URL"]


def _on_server(statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(_server())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def _migrate(url: str) -> None:
    """In a process of its own: whoever asks for it may be about to start others."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "capyvagas.settings.test",
        "PYTHONPATH": os.pathsep.join((str(BASE), str(BASE / "site"))),
    }
    command = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity=0"]
    subprocess.run(command, cwd=BASE, env=environment, check=True)


def _state() -> str:
    state = blake2b(digest_size=12)
    for pattern in DECIDING:
        for path in sorted(BASE.glob(pattern)):
            state.update(str(path.relative_to(BASE)).encode() + path.read_bytes())
    return state.hexdigest()


if __name__ == "__main__":
    shutil.copyfile(migrated_file(), sys.argv[1])
