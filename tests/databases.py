"""A migrated SQLite database, made once for each state of the schema and copied by every run.

Migrating from nothing takes longer than most of the tests together. The copy is named after
what decides the schema and the rows that migrations make; ``migrate`` still runs on it, and
finds nothing to do.
"""

import os
import shutil
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.db import connections

BASE = Path(__file__).resolve().parents[1]
DECIDING = (
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "bot_flows/access.py",
    "requirements/dev.txt",
)


def is_file() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def copy_migrated() -> bool:
    """Put a migrated database where this run expects its own; False where there is none yet."""
    migrated = _migrated()
    if not migrated.exists():
        return False
    shutil.copyfile(migrated, _own())
    return True


def keep_migrated() -> None:
    """Keep this run's database, as it is before the first test, for the runs that follow."""
    connections["default"].close()
    kept = _migrated()
    if kept.exists():
        return
    for older in kept.parent.glob("migrated-*"):
        older.unlink(missing_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    shutil.copyfile(_own(), unfinished)
    unfinished.replace(kept)


def remove() -> None:
    """Remove this run's own database."""
    connections["default"].close()
    for left in _own().parent.glob(f"{_own().name}*"):
        left.unlink(missing_ok=True)


def _own() -> Path:
    return Path(settings.DATABASES["default"]["TEST"]["NAME"])


def _migrated() -> Path:
    state = blake2b(digest_size=12)
    for pattern in DECIDING:
        for path in sorted(BASE.glob(pattern)):
            state.update(str(path.relative_to(BASE)).encode() + path.read_bytes())
    return _own().parent / f"migrated-{state.hexdigest()}"
