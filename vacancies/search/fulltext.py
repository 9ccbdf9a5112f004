"""PostgreSQL's answer: full text in Portuguese, over a stored ``tsvector`` with a GIN index.

The column holds the title (A), company, place and kind (B) and the description (D), folded to
plain ASCII before PostgreSQL stems it, so nobody needs an extension. It is no field of the
model, since no other database has it (migration 0004).
"""

from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils import timezone

from vacancies.models import Vacancy

from .filters import UNREAD
from .question import Question, Slot

CONFIG = "portuguese"
WEIGHTS = "{0.05, 0.1, 0.4, 1.0}"  # D, C, B, A
HALF_WORTH = 30.0  # days
# The window is ranked by what is narrow; only a page of it is read in full.
_PAGE = """
WITH newest (id, sort_date, search_vector, worth) AS MATERIALIZED ({window}), ranked AS (
    SELECT id, sort_date, count(*) OVER () AS matching, {score} * worth AS score FROM newest
    ORDER BY score DESC, sort_date DESC, id DESC LIMIT %s OFFSET %s
)
SELECT {columns}, ranked.matching FROM ranked JOIN {table} v ON v.id = ranked.id
ORDER BY ranked.score DESC, ranked.sort_date DESC, ranked.id DESC
"""


def narrow(rows: QuerySet[Vacancy], question: Question) -> QuerySet[Vacancy]:
    """Those of the rows that answer the question."""
    return rows.alias(found_in=_Vector(F("id"))).filter(found_in=_query(question))


def score(question: Question, today: date) -> Combinable:
    """From 0 to 1: how well it answers, times how new it is (ADR 19).

    ``rank / (rank + 1)`` of ts_rank_cd, times a factor that falls with age from 1 towards 1/2.
    """
    return _Score(F("id"), _query(question), Value(today), F("sort_date"))


def page(newest: QuerySet[Vacancy], most: int, question: Question, places: slice) -> list[Vacancy]:
    """These places of the first ``most`` rows, by their score times their ``worth``; a question
    that asks nothing leaves them as they are. One statement.

    Each has ``matching``, how many rows there are, up to ``most``.
    """
    narrow = newest.annotate(vector=_Vector(F("id")))
    columns = narrow.values_list("pk", "sort_date", "vector", "worth")
    window, params = columns[:most].query.sql_with_params()
    score, asked = _window_score(question)
    sql = _PAGE.format(window=window, score=score, columns=_shown(), table=Vacancy._meta.db_table)
    limits = (places.stop - places.start, places.start)
    return list(Vacancy.objects.raw(sql, (*params, *asked, *limits)))


def _window_score(question: Question) -> tuple[str, tuple[Any, ...]]:
    if not question:
        return "1.0", ()
    query = f"to_tsquery('{CONFIG}'::regconfig, %s)"
    score = _score("search_vector", query, "%s", "sort_date")
    return score, (tsquery(question), timezone.localdate())


def _shown() -> str:
    fields = (f for f in Vacancy._meta.concrete_fields if f.name not in UNREAD)
    return ", ".join(f'v."{field.column}"' for field in fields)


def tsquery(question: Question) -> str:
    """The question as PostgreSQL's ``to_tsquery`` reads it."""
    return " | ".join(f"({' & '.join(map(_slot, phrase))})" for phrase in question)


def _query(question: Question) -> SearchQuery:
    return SearchQuery(tsquery(question), config=CONFIG, search_type="raw")


def _slot(slot: Slot) -> str:
    """Folded words are letters and digits, so nothing in them is an operator of a tsquery."""
    return f"({' | '.join(f'({" <-> ".join(form)})' for form in slot)})"


def _score(vector: str, query: str, today: str, day: str) -> str:
    rank = f"ts_rank_cd('{WEIGHTS}'::float4[], {vector}, {query}, 32)"
    age = f"greatest({today}::date - {day}, 0)"
    return f"({rank} * (0.5 + 0.5 * exp(-{age} / {HALF_WORTH})))"


def _column(sql: str) -> str:
    """The vector beside the id, under whatever name the table has in this statement."""
    return sql.removesuffix('"id"') + '"search_vector"'


class _Vector(Func):
    output_field = SearchVectorField()

    def as_sql(self, compiler: Any, connection: Any, **_options: Any) -> Any:  # type: ignore[override]
        sql, params = compiler.compile(self.source_expressions[0])
        return _column(sql), params


class _Score(Func):
    output_field = FloatField()

    def as_sql(self, compiler: Any, connection: Any, **_options: Any) -> Any:  # type: ignore[override]
        beside, query, today, day = map(compiler.compile, self.source_expressions)
        sql = _score(_column(beside[0]), query[0], today[0], day[0])
        return sql, (*beside[1], *query[1], *today[1], *day[1])
