"""Storing a board of vacancies as fast as PostgreSQL takes them, and how it says them.

Run inside a process with Django set up, as the database's owner, in a database that is dropped
afterwards. What a search reads of a vacancy is put together from parts that are stemmed once
each, so ``search_vector`` is a plain column here; a sample is held against the formula of
migration 0004. Triggers sleep, and the indexes are made at the end.
"""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import batched

from django.db import connection
from django.db.backends.utils import CursorWrapper

from vacancies import words
from vacancies.models import Vacancy

from .vacancies import KINDS, PLACES, Board

SPREAD_DAYS = 365
CHUNK = 50_000
SAMPLE = 500
TABLES = ("vacancies_vacancy", "vacancies_vacancymatch")
COURSES = {1: ("dados", "Python", "Java"), 2: ("elétrica", "automação"), 3: ("topografia",)}
SESSION = """
SET session_replication_role = replica;
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
SET work_mem = '256MB';
"""
PARTS = {
    "bench_drawn": "id int, title int, company int, place int, text int, remote bool, "
    "posted date, stored timestamptz",
    "bench_title": "no int, title text, indexed text, kind text",
    "bench_company": "no int, company text, indexed text",
    "bench_place": "no int, remote bool, kind text, city text, state text, key text, indexed text",
    "bench_text": "no int, description text, indexed text",
}
STEMMED = ("bench_title", "bench_company", "bench_place", "bench_text")
VALUES = {
    "id": "d.id",
    "title": "t.title",
    "title_text": "' ' || t.indexed || ' '",
    "company": "c.company",
    "city": "p.city",
    "state": "p.state",
    "city_key": "p.key",
    "kind": "t.kind",
    "remote": "d.remote",
    "description": "x.description",
    "search_text": r"concat(' ', x.indexed, E' \n ', c.indexed, ' ', p.indexed, E' \n ',"
    " t.indexed, ' ')",
    "link": "'https://example.org/vagas/' || d.id",
    "link_key": "md5(d.id::text)",
    "match_key": "md5(t.title || c.company || p.city)",
    "posted_at": "d.posted",
    "sort_date": "d.posted",
    "created_at": "d.stored",
    "last_seen_at": "d.stored",
    "search_vector": "setweight(t.stems, 'A') || setweight(c.stems || p.stems, 'B') || x.stems",
}
VACANCIES = """
INSERT INTO vacancies_vacancy ({names}) SELECT {values} FROM bench_drawn d
JOIN bench_title t ON t.no = d.title
JOIN bench_company c ON c.no = d.company
JOIN bench_place p ON p.no = d.place AND p.kind = t.kind AND p.remote = d.remote
JOIN bench_text x ON x.no = d.text
"""
MATCHES = """
INSERT INTO vacancies_vacancymatch
    (course_id, course_name, term, said, strength, matched_at, vacancy_id)
SELECT %s, %s, %s, '', 4, now(), d.id FROM bench_drawn d
JOIN bench_title t ON t.no = d.title WHERE t.title LIKE %s
"""
STRANGE = """
SELECT count(*) FROM (SELECT * FROM vacancies_vacancy ORDER BY md5(id::text) LIMIT {sample}) v
WHERE search_vector IS DISTINCT FROM setweight(to_tsvector('portuguese', title_text), 'A')
    || setweight(to_tsvector('portuguese', split_part(search_text, E'\\n', 2)), 'B')
    || to_tsvector('portuguese', split_part(search_text, E'\\n', 1))
"""


def fill(rows: int) -> None:
    """Load so many vacancies into empty tables, with the courses that some of them match."""
    board = Board()
    with connection.cursor() as cursor, _without_indexes(cursor):
        cursor.execute("ALTER TABLE vacancies_vacancy ALTER search_vector DROP EXPRESSION")
        _write_parts(cursor, board, rows)
        _join_parts(cursor)
        for course, areas in COURSES.items():
            for area in areas:
                cursor.execute(MATCHES, (course, f"Curso {course}", area, f"% {area}"))
    with connection.cursor() as cursor:
        for name in PARTS:
            cursor.execute(f"DROP TABLE {name}")
        cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")
        cursor.execute(f"SELECT setval('vacancies_vacancy_id_seq', {rows})")
        cursor.execute(STRANGE.format(sample=SAMPLE))
        if strange := cursor.fetchone()[0]:
            raise RuntimeError(
                f"{strange} of {SAMPLE} vectors are not as migration 0004 makes them"
            )
        cursor.execute("RESET ALL")


@contextmanager
def _without_indexes(cursor: CursorWrapper) -> Iterator[None]:
    """Those that hold nothing together; they come back when the block ends."""
    cursor.execute(SESSION)
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)",
        [list(TABLES)],
    )
    made = cursor.fetchall()
    for name, _definition in made:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in made:
        cursor.execute(definition)


def _write_parts(cursor: CursorWrapper, board: Board, rows: int) -> None:
    for name, columns in PARTS.items():
        cursor.execute(f"CREATE TEMP TABLE {name} ({columns})")
    _copy(cursor, "bench_title", _titles(board))
    _copy(cursor, "bench_company", ((name, _indexed(name)) for name in board.companies))
    _copy(cursor, "bench_text", ((text, _indexed(text)) for text in board.descriptions))
    _copy(cursor, "bench_place", _places(), numbered=False)
    now = datetime.now(UTC)
    for numbers in batched(range(1, rows + 1), CHUNK):
        stored = now - timedelta(SPREAD_DAYS * (1 - numbers[0] / rows))
        _copy(cursor, "bench_drawn", _drawn(board, numbers, stored), numbered=False)
    for name in STEMMED:
        cursor.execute(f"ALTER TABLE {name} ADD stems tsvector")
        cursor.execute(f"UPDATE {name} SET stems = to_tsvector('portuguese', indexed)")
    for name in PARTS:
        cursor.execute(f"ANALYZE {name}")


def _titles(board: Board) -> Iterator[tuple[str, ...]]:
    for level, area in board.titles:
        title = f"{level} {area}"
        yield title, _indexed(title), KINDS.get(level, "emprego")


def _places() -> Iterator[tuple[object, ...]]:
    """Each place with each kind, remote and not: what the second line of the index says of it."""
    for number, (city, state, _odds) in enumerate(PLACES):
        for kind in {*KINDS.values(), "emprego"}:
            for remote in (True, False):
                about = Vacancy(city=city, state=state, kind=kind, remote=remote).about()
                yield number, remote, kind, city, state, words.fold(city), _indexed(about)


def _drawn(board: Board, numbers: Sequence[int], stored: datetime) -> Iterator[tuple[object, ...]]:
    days = [(stored - timedelta(day)).date() for day in range(7)]
    for number, row in zip(numbers, board.draw(len(numbers)), strict=True):
        *parts, waited = row
        yield (number, *parts, days[waited], stored)


def _indexed(text: str) -> str:
    return words.index(text).strip()


def _copy(
    cursor: CursorWrapper, table: str, rows: Iterable[tuple[object, ...]], *, numbered: bool = True
) -> None:
    if numbered:
        rows = ((number, *row) for number, row in enumerate(rows))
    lines = ("\t".join(map(str, row)) + "\n" for row in rows)
    cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("".join(lines)))


def _join_parts(cursor: CursorWrapper) -> None:
    """What no part says is as blank as in a new vacancy."""
    blank, values = Vacancy(), dict(VALUES)
    params = []
    for field in Vacancy._meta.concrete_fields:
        if not field.generated and field.column not in VALUES:
            values[field.column] = "%s"
            value = getattr(blank, field.attname)
            params.append(json.dumps(value) if isinstance(value, list | dict) else value)
    names = ", ".join(values)
    sql = VACANCIES.format(names=names, values=", ".join(values.values()))
    cursor.execute(sql, params)
