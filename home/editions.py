"""One number that grows with every change of what the public site shows.

The database counts, by triggers on the tables that ``settings.PUBLIC_TABLES`` names, so that no
bulk write can forget it. ``watch`` puts the triggers in place after every ``migrate``: on SQLite
a changed table is made anew and loses them.

On PostgreSQL each writer counts in a row of its own, so that writers never wait for one another,
and the sum is right for whatever a reader can see: a number grows in the same commit as the
content. What only a clock decides ("há 3 h") is not counted.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Max, Sum

NAME = "home_edition"
SHARDS = 64


class Edition(models.Model):
    """How many changes one writer made; only the sum means something."""

    shard = models.PositiveSmallIntegerField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.shard}: {self.number}"


@dataclass(frozen=True, slots=True)
class Current:
    """``number`` differs whenever what the site shows does; ``changed_at`` is for people."""

    number: int
    changed_at: datetime | None


def current() -> Current:
    """What the database shows now; one statement."""
    found = Edition.objects.aggregate(number=Sum("number"), at=Max("changed_at"))
    return Current(found["number"] or 0, found["at"])


def watch(**_signal: Any) -> None:
    """Have the database count changes of the public tables; as often as one likes."""
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if NAME not in there:
            return
        if connection.vendor == "postgresql":
            cursor.execute(_COUNT)
        for table, uncounted in settings.PUBLIC_TABLES.items():
            if table in there:
                for statement in make(table, _counted(cursor, table, uncounted)):
                    cursor.execute(statement)


def _counted(cursor: Any, table: str, uncounted: Collection[str]) -> str:
    found = connection.introspection.get_table_description(cursor, table)
    names = [connection.ops.quote_name(c.name) for c in found if c.name not in uncounted]
    return ", ".join(names)


def _postgresql(table: str, columns: str) -> list[str]:
    return [
        f"CREATE OR REPLACE TRIGGER {NAME} AFTER INSERT OR DELETE OR UPDATE OF {columns} "
        f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {NAME}_count()"
    ]


def _sqlite(table: str, columns: str) -> list[str]:
    events: Mapping[str, str] = {
        "insert": "INSERT",
        "delete": "DELETE",
        "update": f"UPDATE OF {columns}",
    }
    statements = []
    for name, event in events.items():
        trigger = f"{NAME}_{table}_{name}"
        statements += [
            f"DROP TRIGGER IF EXISTS {trigger}",
            f"CREATE TRIGGER {trigger} AFTER {event} ON {table} BEGIN "  # noqa: S608
            f"INSERT INTO {NAME} (shard, number, changed_at) SELECT 0, 0, {_NOW} "
            f"WHERE NOT EXISTS (SELECT 1 FROM {NAME} WHERE shard = 0); "
            f"UPDATE {NAME} SET number = number + 1, changed_at = {_NOW} WHERE shard = 0; END",
        ]
    return statements


_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
# A writer takes the first row that no other open transaction counts in.
_COUNT = f"""
CREATE OR REPLACE FUNCTION {NAME}_count() RETURNS trigger AS $$
DECLARE mine integer := pg_backend_pid() % {SHARDS};
BEGIN
  FOR tried IN 1..{SHARDS} LOOP
    EXIT WHEN pg_try_advisory_xact_lock(hashtext('{NAME}'), mine);
    mine := (mine + 1) % {SHARDS};
  END LOOP;
  INSERT INTO {NAME} AS e (shard, number, changed_at) VALUES (mine, 1, now())
    ON CONFLICT (shard) DO UPDATE SET number = e.number + 1, changed_at = now();
  RETURN NULL;
END $$ LANGUAGE plpgsql
"""  # noqa: S608
