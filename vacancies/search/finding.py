"""One page of what was asked for: ranked, counted as far as it matters, errors mended."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Subquery, Window
from django.utils import timezone

from vacancies.models import Vacancy

from . import fulltext, patterns, question, spelling, whereabouts
from .asking import Criteria, Found, Sort
from .filters import NEWEST, UNREAD, facts, nearness
from .question import Question

CAP = 1_000  # vacancies that are counted
WINDOW = CAP + 1  # the newest matches: these are ranked, and one more than is counted


def find(
    criteria: Criteria, *, exclude: Collection[int] = (), limit: int = 20, offset: int = 0
) -> Found:
    """The matches, the most relevant of the newest first; two statements, five with an error."""
    texts = (criteria.text, *criteria.terms)
    asked = () if criteria.exact else spelling.askable(texts)
    found, strange = _look(criteria, exclude, limit, offset, asked)
    mended = None if found.total else spelling.mended(texts, strange)
    if mended is None:
        return found
    text, *terms = mended
    again, _none = _look(replace(criteria, text=text, terms=tuple(terms)), exclude, limit, offset)
    said = text or next(new for new, old in zip(terms, criteria.terms, strict=True) if new != old)
    return replace(again, corrected=said) if again.total else found


def queryset(criteria: Criteria) -> QuerySet[Vacancy]:
    """All listed vacancies that match, in the order in which people see them.

    Every match is ranked: for a page use ``find``, which ranks the newest.
    """
    criteria, _place = whereabouts.apart(criteria)
    rows, heard = _matching(criteria)
    return _ranked(rows, criteria, heard.question)


def having(rows: QuerySet[Vacancy], text: str) -> QuerySet[Vacancy]:
    """Those of ``rows`` that hold every word of ``text`` or a synonym, hidden ones too."""
    asked = question.read((text,))
    return _narrow()(rows, asked) if asked else rows


def _look(
    criteria: Criteria,
    exclude: Collection[int],
    limit: int,
    offset: int,
    words: Collection[str] = (),
) -> tuple[Found, Collection[str]]:
    """The page, and which of the words nobody wrote before."""
    criteria, place = whereabouts.apart(criteria)
    rows, heard = _matching(criteria, words)
    if exclude:
        rows = rows.exclude(pk__in=list(exclude))
    pages = _ranked_page if heard.question else _plain_page
    found = pages(rows, criteria, heard.question, limit, offset)
    return replace(found, place=place), heard.strange


def _matching(
    criteria: Criteria, words: Collection[str] = ()
) -> tuple[QuerySet[Vacancy], question.Heard]:
    """What matches in no order, and the whole question: what is ranked by."""
    rows = Vacancy.objects.filter(facts(criteria), listed=True)
    rows = rows.defer(*UNREAD)
    heard = question.heard((*criteria.terms, criteria.text), words, exact=criteria.exact)
    asked = heard.question
    says_text = bool(question.significant(criteria.text))
    terms, text = (asked[:-1], asked[-1:]) if says_text else (asked, ())
    if criteria.terms and not terms:
        return rows.none(), question.Heard(strange=heard.strange)
    for part in filter(None, (terms, text)):
        rows = _narrow()(rows, part)
    return rows, heard


def _narrow() -> Callable[[QuerySet[Vacancy], Question], QuerySet[Vacancy]]:
    return fulltext.narrow if connection.vendor == "postgresql" else patterns.narrow


def _ranked(rows: QuerySet[Vacancy], criteria: Criteria, asked: Question) -> QuerySet[Vacancy]:
    if not asked or criteria.sort is Sort.NEWEST:
        return rows.order_by(*NEWEST)
    if connection.vendor == "postgresql":
        score = fulltext.score(asked, timezone.localdate())
    else:
        score = patterns.score(asked)
    return rows.alias(score=score * nearness(criteria.city)).order_by("-score", *NEWEST)


def _ranked_page(
    rows: QuerySet[Vacancy], criteria: Criteria, asked: Question, limit: int, offset: int
) -> Found:
    """The newest matches ranked, and counted in the same statement; behind them, the others."""
    newest = rows.order_by(*NEWEST)
    places = slice(offset, min(offset + limit, WINDOW))
    page = _ranked_window(rows, criteria, asked, places) if offset < WINDOW else []
    matching = page[0].matching if page else _count(rows) if offset else 0
    if matching == WINDOW and offset + limit > WINDOW:
        page += newest[max(offset, WINDOW) : offset + limit]
    return Found(page, min(matching, CAP), matching > CAP)


def _ranked_window(
    rows: QuerySet[Vacancy], criteria: Criteria, asked: Question, places: slice
) -> list[Any]:
    """These places among the newest matches; each says how many are ``matching``."""
    newest = rows.order_by(*NEWEST)
    if connection.vendor == "postgresql":
        by_date = criteria.sort is Sort.NEWEST
        worth = nearness("" if by_date else criteria.city)
        return fulltext.page(newest.annotate(worth=worth), WINDOW, () if by_date else asked, places)
    window = Vacancy.objects.filter(pk__in=Subquery(newest.values("pk")[:WINDOW]))
    counted = window.defer(*UNREAD).annotate(matching=Window(Count("*")))
    return list(_ranked(counted, criteria, asked)[places])


def _plain_page(
    rows: QuerySet[Vacancy], criteria: Criteria, asked: Question, limit: int, offset: int
) -> Found:
    page = list(rows.order_by(*NEWEST)[offset : offset + limit])
    whole = len(page) < limit and (bool(page) or not offset)
    matching = offset + len(page) if whole else _count(rows)
    return Found(page, min(matching, CAP), matching > CAP)


def _count(rows: QuerySet[Vacancy]) -> int:
    """How many there are, up to one more than is counted."""
    return rows.order_by().values("pk")[:WINDOW].count()
