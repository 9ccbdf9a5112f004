"""Keeping what was looked for and not found: phrases and numbers, never a person.

One statement for each, and never more than ``MOST_ROWS`` rows: a new phrase is kept only while
there is room, and ``trim`` makes room, the least counted first.
"""

import re

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from .models import MissedSearch
from .words import fold, line

LONGEST = 60
MOST_WORDS = 8
MOST_ROWS = 2_000
ROOM = 200  # rows that ``trim`` leaves free
_PERSONAL = re.compile(r"@|https?:|www\.|\d[\d\s().\-/]{4,}\d", re.IGNORECASE)

_COUNT = """
INSERT INTO vacancies_missedsearch (key, door, phrase, count, first_at, last_at, way)
SELECT %s, %s, %s, 1, %s, %s, ''
WHERE (SELECT count(*) FROM vacancies_missedsearch) < %s
    OR EXISTS (SELECT 1 FROM vacancies_missedsearch WHERE key = %s AND door = %s)
ON CONFLICT (key, door) DO UPDATE
SET count = vacancies_missedsearch.count + 1, last_at = excluded.last_at
"""


def record(text: str, door: MissedSearch.Door) -> None:
    """Count a search that found nothing; what could be about a person is not kept."""
    if not is_fit(text):
        return
    key, now = fold(text), timezone.now()
    phrase = line(text, LONGEST)
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(now)
        values = (key, door.value, phrase, moment, moment, MOST_ROWS, key, door.value)
        cursor.execute(_COUNT, values)


def is_fit(text: str) -> bool:
    """Whether this is a phrase about work: no telephone, e-mail, CPF or address, and not long."""
    if len(text) > LONGEST or _PERSONAL.search(text):
        return False
    said = fold(text).split()
    return 0 < len(said) <= MOST_WORDS and any(len(word) > 1 and word.isalpha() for word in said)


def trim() -> int:
    """Forget the least counted and oldest, so that there is room again; gives how many."""
    kept = MissedSearch.objects.order_by("-count", "-last_at", "-pk")
    extra = list(kept.values_list("pk", flat=True)[MOST_ROWS - ROOM :])
    return MissedSearch.objects.filter(pk__in=extra).delete()[0]


def handle(rows: QuerySet[MissedSearch], way: MissedSearch.Way) -> int:
    """Take these off the list of editors; gives how many."""
    return rows.filter(handled_at=None).update(handled_at=timezone.now(), way=way)


def reopen(rows: QuerySet[MissedSearch]) -> int:
    """Put these back on the list."""
    return rows.exclude(handled_at=None).update(handled_at=None, way="")
