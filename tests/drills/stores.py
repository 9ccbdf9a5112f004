"""Databases for one drill each: copies of one that was migrated and holds the echoing bot."""

import json
import os
import secrets
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bot_flows.engine import codec
from bot_flows.engine.release import Release
from bot_flows.engine.wording import Reply
from tests.builders import a_flow, a_release, ask, go_to

GREETING, ECHO = "Olá!", "ouvi "
SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/13"

type Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """Where one installation keeps everything. ``redis_url`` is empty where there is none."""

    url: str
    redis_url: str = ""

    @property
    def is_postgres(self) -> bool:
        return self.url.startswith("postgres")

    def rows(self, sql: str) -> list[Row]:
        """What this statement finds, seen from outside of the processes."""
        with closing(_connect(self.url)) as connection:
            cursor = connection.cursor()
            cursor.execute(sql)
            return cursor.fetchall()

    def sending(self) -> set[str]:
        """The texts whose send was begun, and of which nobody knows how it ended."""
        rows = self.rows("SELECT text FROM bot_flows_outboundmessage WHERE status = 'sending'")
        return {str(text) for (text,) in rows}


def echo_bot() -> Release:
    """A bot whose every answer names the message that it answers."""
    echo = a_flow("Eco", ask(f"{ECHO}{{termo}}", "termo"), go_to("eco"))
    return a_release(echo, replies={Reply.FIRST_CONTACT: GREETING})


def publish(url: str, bot: Release) -> None:
    """Put this release on the air."""
    postgres = url.startswith("postgres")
    mark, now = ("%s", "now()") if postgres else ("?", "CURRENT_TIMESTAMP")
    with closing(_connect(url)) as connection:
        connection.cursor().execute("DELETE FROM bot_flows_release")
        connection.cursor().execute(
            "INSERT INTO bot_flows_release (number, document, digest, active, created_at, reason,"
            " summary, tests_run, tests_failed)"
            f" VALUES (1, {mark}, 'drill', {mark}, {now}, '', '', 0, 0)",
            (json.dumps(codec.to_json(bot)), True),
        )
        connection.commit()


def copy_sqlite(source: str, target: Path) -> Store:
    """A copy of an SQLite file, whoever else has it open."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    return Store(f"sqlite:///{target}")


@contextmanager
def postgres(template: str = "template1") -> Iterator[Store]:
    """A new PostgreSQL database, and the drills' own Redis database, emptied."""
    name = f"drill_{secrets.token_hex(4)}"
    execute(f'CREATE DATABASE {name} TEMPLATE "{template}"')
    redis_url = os.environ.get("REDIS_URL") or REDIS
    _empty(redis_url)
    try:
        yield Store(_named(name), redis_url)
    finally:
        execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def execute(statement: str) -> None:
    """Run one statement on the server itself."""
    with closing(psycopg2.connect(_server())) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)


def are_reachable() -> bool:
    """Whether PostgreSQL and Redis listen where the drills look for them."""
    redis_url = os.environ.get("REDIS_URL") or REDIS
    return all(map(_listens, (_server(), redis_url), (5432, 6379)))


def _listens(url: str, port: int) -> bool:
    parts = urlsplit(url)
    with suppress(OSError):
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or port), 1).close()
        return True
    return False


def _server() -> str:
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else SERVER


def _named(name: str) -> str:
    return urlunsplit(urlsplit(_server())._replace(path=f"/{name}"))


def _connect(url: str) -> "psycopg2.extensions.connection | sqlite3.Connection":
    if url.startswith("postgres"):
        return psycopg2.connect(url)
    return sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)


def _empty(redis_url: str) -> None:
    from redis import Redis

    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
