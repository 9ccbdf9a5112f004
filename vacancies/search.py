"""Looking for vacancies among those stored.

On PostgreSQL: full text in Portuguese over a stored ``tsvector`` column with a GIN index
(migration 0002). On SQLite: every word's stem at the start of a word of the folded text.
Both compare folded words, so neither minds accents.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connection
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from . import words
from .models import Vacancy, VacancyMatch
from .places import city_key, parse

_FORMS = r"(?:s|a|as|o|os|e|es|al|ais|or|ora|oras|ores|ica|icas|ico|icos|eira|eiras|eiro|eiros)?"


@dataclass(frozen=True, slots=True)
class Criteria:
    """Any of ``terms`` (all the words of one), and every other field that is given.

    ``city`` is "Curitiba/PR" or "Curitiba" and lets remote vacancies through;
    ``course`` keeps the vacancies that were recorded as matching that course; ``hours`` those
    of at most so many hours a week, and ``semester`` those open to somebody in that semester,
    as far as a vacancy says so: one that says nothing of it is left out.
    """

    terms: tuple[str, ...] = ()
    text: str = ""
    city: str = ""
    state: str = ""
    remote: bool | None = None
    kind: str = ""
    course: int | None = None
    posted_since: date | None = None
    hours: int | None = None
    semester: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page; ``total`` counts all that match and are not excluded."""

    vacancies: list[Vacancy]
    total: int


def find(
    criteria: Criteria, *, exclude: Collection[int] = (), limit: int = 20, offset: int = 0
) -> Found:
    """The matches, those named in the title first, the newest first; at most two statements."""
    rows = queryset(criteria)
    if exclude:
        rows = rows.exclude(pk__in=list(exclude))
    page = list(rows[offset : offset + limit])
    if len(page) < limit and (page or not offset):
        return Found(page, offset + len(page))
    return Found(page, rows.order_by().count())


def queryset(criteria: Criteria) -> QuerySet[Vacancy]:
    """All listed vacancies that match, in the order in which people see them."""
    rows = Vacancy.objects.filter(_facts(criteria), listed=True)
    rows = rows.defer("search_text", "title_text")
    if criteria.terms and not _phrases(criteria.terms):
        return rows.none()
    for texts in filter(None, (_phrases(criteria.terms), _phrases((criteria.text,)))):
        rows = _having(rows, texts)
    return _ordered(rows, _phrases((*criteria.terms, criteria.text)))


def having(rows: QuerySet[Vacancy], text: str) -> QuerySet[Vacancy]:
    """Those of ``rows`` that hold every word of ``text``, hidden ones too."""
    phrases = _phrases((text,))
    return _having(rows, phrases) if phrases else rows


type Phrase = tuple[str, ...]


def _phrases(texts: Collection[str]) -> list[Phrase]:
    return [found for text in texts if (found := words.significant(text))]


def _facts(criteria: Criteria) -> Q:
    facts = _in_city(criteria.city)
    if criteria.state:
        facts &= Q(state=criteria.state.upper())
    if criteria.remote is not None:
        facts &= Q(remote=criteria.remote)
    if criteria.kind:
        facts &= Q(kind=criteria.kind)
    if criteria.posted_since:
        facts &= Q(sort_date__gte=criteria.posted_since)
    if criteria.hours is not None:
        facts &= Q(hours_week__lte=criteria.hours)
    if criteria.semester is not None:
        facts &= Q(semester_min__lte=criteria.semester)
    if criteria.course is not None:
        matches = VacancyMatch.objects.filter(vacancy=OuterRef("pk"), course_id=criteria.course)
        facts &= Q(Exists(matches))
    return facts


def _in_city(city: str) -> Q:
    place = parse(city)
    if place.city:
        states = {place.state, ""} if place.state else set()
        here = Q(city_key=city_key(place.city))
        return (here & Q(state__in=states) if states else here) | Q(remote=True)
    if place.state:
        return Q(state=place.state) | Q(remote=True)
    return Q(remote=True) if place.remote else Q()


def _having(rows: QuerySet[Vacancy], phrases: list[Phrase]) -> QuerySet[Vacancy]:
    if connection.vendor == "postgresql":
        return rows.alias(found_in=_vector("search_vector")).filter(found_in=_query(phrases))
    return rows.filter(_contains("search_text", phrases))


def _ordered(rows: QuerySet[Vacancy], phrases: list[Phrase]) -> QuerySet[Vacancy]:
    if not phrases:
        return rows.order_by("-sort_date", "-pk")
    if connection.vendor == "postgresql":
        rows = rows.alias(titled=_vector("title_vector"))
        named = Q(titled=_query(phrases))
    else:
        named = _contains("title_text", phrases)
    in_title = Case(When(named, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.order_by(in_title.desc(), "-sort_date", "-pk")


def _vector(column: str) -> RawSQL:
    """A column that only PostgreSQL has, and so no field of the model."""
    return RawSQL(f"vacancies_vacancy.{column}", (), output_field=SearchVectorField())  # noqa: S611


def _query(phrases: list[Phrase]) -> SearchQuery:
    queries = (SearchQuery(" ".join(phrase), config="portuguese") for phrase in phrases)
    return reduce(or_, queries)


def _contains(column: str, phrases: list[Phrase]) -> Q:
    return reduce(or_, (reduce(and_, (_word(column, w) for w in p)) for p in phrases))


def _word(column: str, word: str) -> Q:
    """A cheap LIKE first; the pattern then looks at the end of the word."""
    stem = words.stem(word)
    if stem == word and len(word) <= 3:
        return Q(**{f"{column}__contains": f" {word} "})
    pattern = rf" {re.escape(stem)}{_FORMS} "
    return Q(**{f"{column}__contains": f" {stem}"}) & Q(**{f"{column}__regex": pattern})
