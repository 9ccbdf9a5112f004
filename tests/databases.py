"""A migrated SQLite database, made once for each state of the schema and copied by every run.

Migrating from nothing takes longer than most of the tests together. The copy is named after
what decides the schema and the rows that migrations make; ``migrate`` still runs on it, and
finds nothing to do. ``python -m tests.databases FILE`` puts such a copy there.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

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


def is_file() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def copy_migrated() -> None:
    """Put a migrated database where this run expects its own."""
    shutil.copyfile(migrated(), _own())


def migrated() -> Path:
    """The migrated database, made now where there is none yet."""
    kept = _kept()
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        for older in KEPT.glob("migrated-*"):
            older.unlink(missing_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        _migrate(unfinished)
        unfinished.replace(kept)
    return kept


def remove() -> None:
    """Remove this run's own database."""
    connections["default"].close()
    for left in _own().parent.glob(f"{_own().name}*"):
        left.unlink(missing_ok=True)


def _own() -> Path:
    return Path(settings.DATABASES["default"]["TEST"]["NAME"])


def _migrate(path: Path) -> None:
    """In a process of its own: whoever asks for it may be about to start others."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "capyvagas.settings.test",
    }
    command = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity=0"]
    subprocess.run(command, cwd=BASE, env=environment, check=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _kept() -> Path:
    state = blake2b(digest_size=12)
    for pattern in DECIDING:
        for path in sorted(BASE.glob(pattern)):
            state.update(str(path.relative_to(BASE)).encode() + path.read_bytes())
    return KEPT / f"migrated-{state.hexdigest()}"


if __name__ == "__main__":
    shutil.copyfile(migrated(), sys.argv[1])
