"""SQLite's plainer answer: each word's stem at the start of a word, those in the title first."""

import re
from collections.abc import Callable
from functools import reduce
from operator import and_, or_

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from vacancies import words
from vacancies.models import Vacancy

from .question import Form, Phrase, Question, Slot

_FORMS = r"(?:s|a|as|o|os|e|es|al|ais|or|ora|oras|ores|ica|icas|ico|icos|eira|eiras|eiro|eiros)?"


def narrow(rows: QuerySet[Vacancy], question: Question) -> QuerySet[Vacancy]:
    """Those of the rows that answer the question."""
    return rows.filter(_any(question, "search_text"))


def score(question: Question) -> Combinable:
    """3 where the title answers by itself, 1 where it has a word of the question, 0 elsewhere."""
    whole = When(_any(question, "title_text"), then=Value(3))
    slots = [slot for phrase in question for slot in phrase]
    part = When(reduce(or_, (_slot("title_text", slot) for slot in slots)), then=Value(1))
    return Case(whole, part, default=Value(0), output_field=IntegerField())


def _any(question: Question, column: str) -> Q:
    def phrase(asked: Phrase) -> Q:
        return reduce(and_, (_slot(column, slot) for slot in asked))

    return reduce(or_, map(phrase, question))


def _slot(column: str, slot: Slot) -> Q:
    find: Callable[[Form], Q] = lambda form: _form(column, form)  # noqa: E731
    return reduce(or_, map(find, slot))


def _form(column: str, form: Form) -> Q:
    """A cheap LIKE first; the pattern then looks at the ends of the words."""
    stem = words.stem(form[0])
    if len(form) == 1 and stem == form[0] and len(stem) <= 3:
        return Q(**{f"{column}__contains": f" {stem} "})
    pattern = " ".join(re.escape(words.stem(word)) + _FORMS for word in form)
    return Q(**{f"{column}__contains": f" {stem}"}) & Q(**{f"{column}__regex": rf" {pattern} "})
