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

from vacancies.models import Vacancy

from .question import Question, Slot

WEIGHTS = "{0.05, 0.1, 0.4, 1.0}"  # D, C, B, A
HALF_WORTH = 30.0  # days


def narrow(rows: QuerySet[Vacancy], question: Question) -> QuerySet[Vacancy]:
    """Those of the rows that answer the question."""
    return rows.alias(found_in=_Vector(F("id"))).filter(found_in=_query(question))


def score(question: Question, today: date) -> Combinable:
    """From 0 to 1: how well it answers, times how new it is (ADR 19).

    ``rank / (rank + 1)`` of ts_rank_cd, times a factor that falls with age from 1 towards 1/2.
    """
    return _Score(F("id"), _query(question), Value(today), F("sort_date"))


def tsquery(question: Question) -> str:
    """The question as PostgreSQL's ``to_tsquery`` reads it."""
    return " | ".join(f"({' & '.join(map(_slot, phrase))})" for phrase in question)


def _query(question: Question) -> SearchQuery:
    return SearchQuery(tsquery(question), config="portuguese", search_type="raw")


def _slot(slot: Slot) -> str:
    """Folded words are letters and digits, so nothing in them is an operator of a tsquery."""
    return f"({' | '.join(f'({" <-> ".join(form)})' for form in slot)})"


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
        age = f"greatest({today[0]}::date - {day[0]}, 0)"
        rank = f"ts_rank_cd('{WEIGHTS}'::float4[], {_column(beside[0])}, {query[0]}, 32)"
        sql = f"({rank} * (0.5 + 0.5 * exp(-{age} / {HALF_WORTH})))"
        return sql, (*beside[1], *query[1], *today[1], *day[1])
