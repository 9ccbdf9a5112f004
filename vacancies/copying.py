"""Storing many new rows at once, the quickest way that the database has.

PostgreSQL's COPY reads columns as text, without a statement to parse and without the ORM's
work for each value: it is several times quicker than ``bulk_create``, which others get.
"""

import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.base import ModelState

BATCH = 1000
_NULL = "\\N"
_ENCODER = DjangoJSONEncoder(ensure_ascii=False)


def insert[M: models.Model](rows: Sequence[M]) -> None:
    """Store rows that are new and break no rule; each gets its id. One transaction around it."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        _copy(rows)
    else:
        type(rows[0])._default_manager.bulk_create(rows, BATCH)


def make[M: models.Model](model: type[M], /, **fields: Any) -> M:
    """As ``model(**fields)``, in a tenth of the time: no signals, defaults looked up once.

    Fields are named as their columns are (``vacancy_id``).
    """
    plain, fresh = _defaults(model)
    row = model.__new__(model)
    row.__dict__ = plain | fields
    row._state = ModelState()
    for name, default in fresh:
        if name not in fields:
            row.__dict__[name] = default()
    return row


type _Fresh = tuple[tuple[str, Callable[[], Any]], ...]


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], _Fresh]:
    """The columns with their defaults: plain values, and those that are made for each row."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    fresh = [f for f in fields if f.has_default() and callable(f.default)]
    plain = {f.attname: f.get_default() for f in fields if f not in fresh}
    return plain, tuple([(f.attname, f.default) for f in fresh])


def _copy[M: models.Model](rows: Sequence[M]) -> None:
    meta = type(rows[0])._meta
    fields = [field for field in meta.local_concrete_fields if not field.generated]
    makers = [(field.attname, _maker(field)) for field in fields]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        for row, number in zip(rows, _new_ids(cursor, meta.db_table, len(rows)), strict=True):
            row.pk = number
            row._state.adding = False
            row._state.db = connection.alias
        lines = (_line(row, makers) for row in rows)
        cursor.copy_expert(
            f'COPY "{meta.db_table}" ({columns}) FROM STDIN', io.StringIO("".join(lines))
        )


def _new_ids(cursor: Any, table: str, count: int) -> list[int]:
    cursor.execute(_NEXT, [table, count])
    return [number for (number,) in cursor.fetchall()]


# The sequence is looked up once, not for each number.
_NEXT = """
SELECT nextval(named.sequence)
FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence OFFSET 0) AS named,
    generate_series(1, %s)
"""


def _line(row: models.Model, makers: Sequence[tuple[str, Callable[[Any], str]]]) -> str:
    values = row.__dict__
    return "\t".join([make(values[name]) for name, make in makers]) + "\n"


def _maker(field: "models.Field[Any, Any]") -> Callable[[Any], str]:
    return _json if isinstance(field, models.JSONField) else _text


def _text(value: Any) -> str:
    if type(value) is str:
        return value if value.isprintable() and "\\" not in value else _escaped(value)
    if value is None:
        return _NULL
    if value is True:
        return "t"
    if value is False:
        return "f"
    return value.isoformat() if isinstance(value, date) else _escaped(str(value))


def _json(value: Any) -> str:
    return _escaped(_ENCODER.encode(value)) if value else json.dumps(value)


def _escaped(text: str) -> str:
    safe = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return safe.replace("\r", "\\r").replace("\0", "")
