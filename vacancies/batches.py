"""What a site gave, a batch at a time: what it says that we have not read is read and drafted.

A posting that says what it said before is not read again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import connection
from django.utils import timezone

from . import copying
from .models import Posting, Vacancy
from .models.searches import SITES
from .reading import Reading, digest_of, external_id_of, read

BATCH = 500

type Raw = Mapping[str, Any]


@dataclass(slots=True)
class Batch:
    """``repeated``: the vacancy of each posting that says nothing new, by the posting's id.
    ``drafts``: of each reading, the vacancy that it alone would make, derived; ``digests``: what
    it said, by the posting's own id."""

    site: str
    digests: dict[str, str]
    repeated: dict[int, int]
    readings: list[Reading] = field(default_factory=list)
    drafts: list[Vacancy] = field(default_factory=list)


def batches(site: str, postings: Iterable[Raw], now: datetime) -> Iterator[Batch]:
    """In the order in which they came, each posting once; one statement a batch."""
    given = {external_id_of(posting): posting for posting in postings}
    for some in map(dict, batched(given.items(), BATCH, strict=False)):
        batch = _new(site, some)
        _read(batch, some, now)
        yield batch


def draft_of(reading: Reading, now: datetime) -> Vacancy:
    """The vacancy that this posting alone would make; not derived."""
    return copying.make(
        Vacancy,
        title=reading.title,
        company=reading.company,
        city=reading.place.city,
        state=reading.place.state,
        remote=reading.place.remote,
        kind=reading.kind,
        salary=reading.salary,
        link=reading.link,
        source=SITES.get(reading.site, reading.site),
        posted_at=reading.posted_at,
        description=reading.description,
        last_seen_at=now,
        created_at=now,
        **reading.facts.columns(),
    )


def _new(site: str, postings: Mapping[str, Raw]) -> Batch:
    """What these say, and which of them we have heard."""
    batch = Batch(site, {key: digest_of(raw) for key, raw in postings.items()}, {})
    for pk, vacancy_id, key, said in known(site, list(batch.digests)):
        if batch.digests[key] == said:
            del batch.digests[key]
            batch.repeated[pk] = vacancy_id
    return batch


def _read(batch: Batch, postings: Mapping[str, Raw], now: datetime) -> None:
    """Before anybody waits for us: no statement, no lock."""
    today = timezone.localdate(now)
    for key in batch.digests:
        if (reading := read(batch.site, postings[key], on=today)) is not None:
            draft = draft_of(reading, now)
            draft.derive()
            batch.readings.append(reading)
            batch.drafts.append(draft)


def known(site: str, keys: list[str]) -> list[tuple[int, int, str, str]]:
    """Id, vacancy, own id and digest of these postings of a site.

    PostgreSQL is told to look each one up: of a site that is new it believes that it has none.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_SAID, [keys, site])
            return cursor.fetchall()
    rows = Posting.objects.filter(site=site, external_id__in=keys)
    return list(rows.values_list("pk", "vacancy_id", "external_id", "said"))


_SAID = """
SELECT known.id, known.vacancy_id, key, known.said
FROM unnest(%s::text[]) AS key, LATERAL (
    SELECT id, vacancy_id, said FROM vacancies_posting
    WHERE site = %s AND external_id = key LIMIT 1
) AS known
"""
