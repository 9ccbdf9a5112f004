"""Postings in, vacancies out: each posting kept once, equal postings one vacancy.

A batch costs the same number of statements whatever its size. Batches run one at a time
(a lock on PostgreSQL, the write lock on SQLite), so that two searches that find the same
vacancy at the same instant do not make two of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from . import moderation
from .matching import wait
from .models import Posting, Vacancy, VacancySettings
from .models.facts import FACTS, take_facts
from .models.searches import SITES
from .models.vacancy import DERIVED, link_key_of
from .reading import Reading, read

BATCH = 1000
_LOCK = 7_235_001
_FROM_SITES = [
    "title",
    "company",
    "city",
    "state",
    "remote",
    "kind",
    "salary",
    "link",
    "posted_at",
    "description",
    "last_seen_at",
]


@dataclass(frozen=True, slots=True)
class Ingested:
    """``found`` usable postings; ``new`` vacancies that nobody knew; the ids of all of them."""

    found: int = 0
    new: int = 0
    vacancy_ids: tuple[int, ...] = ()


def ingest(
    site: str,
    postings: Iterable[Mapping[str, Any]],
    *,
    now: datetime | None = None,
    merge_days: int | None = None,
) -> Ingested:
    """Store what one site gave. Postings without a title or a usable link are left out."""
    now = now or timezone.now()
    days = VacancySettings.current().merge_days if merge_days is None else merge_days
    today = timezone.localdate(now)
    readings = {r.external_id: r for p in postings if (r := read(site, p, on=today)) is not None}
    total = Ingested()
    for batch in batched(readings.values(), BATCH, strict=False):
        done = _store(site, batch, now, now - timedelta(days=days))
        total = Ingested(
            total.found + done.found, total.new + done.new, total.vacancy_ids + done.vacancy_ids
        )
    return total


@transaction.atomic
def _store(site: str, batch: Sequence[Reading], now: datetime, since: datetime) -> Ingested:
    hold_lock()
    drafts = [_draft(reading, now) for reading in batch]
    known = _Known(site, batch, drafts, since)
    chosen = [known.place(r, d) for r, d in zip(batch, drafts, strict=True)]
    Vacancy.objects.bulk_create(known.new, BATCH)
    _update(known.changed, now)
    _keep_postings(batch, chosen, now)
    wait([vacancy.pk for vacancy in (*known.new, *known.changed.values())])
    moderation.review(chosen)
    ids = tuple(dict.fromkeys(vacancy.pk for vacancy in chosen))
    return Ingested(len(batch), len(known.new), ids)


def hold_lock() -> None:
    """Within this transaction, nobody else stores vacancies."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _draft(reading: Reading, now: datetime) -> Vacancy:
    """The vacancy that this posting alone would make."""
    vacancy = Vacancy(
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
    vacancy.derive()
    return vacancy


class _Known:
    """The vacancies that a batch may belong to, locked, by each way of knowing them again."""

    def __init__(
        self, site: str, batch: Sequence[Reading], drafts: Sequence[Vacancy], since: datetime
    ) -> None:
        by_id = Posting.objects.filter(site=site, external_id__in=[r.external_id for r in batch])
        self.postings = dict(by_id.values_list("external_id", "vacancy_id"))
        self.new: list[Vacancy] = []
        self.changed: dict[int, Vacancy] = {}
        rows = self._candidates(drafts, since)
        self.rows = {v.pk: v for v in rows}
        usable = [v for v in rows if not v.is_demo]
        self.by_link = {v.link_key: v for v in usable if v.link_key}
        self.by_match = {v.match_key: v for v in usable if v.match_key and v.last_seen_at >= since}

    def _candidates(self, drafts: Sequence[Vacancy], since: datetime) -> list[Vacancy]:
        links = {d.link_key for d in drafts if d.link_key}
        matches = {d.match_key for d in drafts if d.match_key}
        wanted = (
            Q(pk__in=set(self.postings.values()))
            | Q(link_key__in=links)
            | Q(match_key__in=matches, last_seen_at__gte=since)
        )
        locked = Vacancy.objects.select_for_update().filter(wanted)
        return list(locked.order_by("-pk"))  # so that the oldest wins in the maps above

    def place(self, reading: Reading, draft: Vacancy) -> Vacancy:
        """The vacancy of this posting: known by id, by link, by its words, or new."""
        vacancy = (
            self.rows.get(self.postings.get(reading.external_id, 0))
            or self.by_link.get(draft.link_key)
            or self.by_match.get(draft.match_key)
        )
        if vacancy is None:
            vacancy = draft
            self.new.append(draft)
        else:
            _take(vacancy, draft)
            if vacancy.pk:
                self.changed[vacancy.pk] = vacancy
        self._remember(draft, vacancy)
        return vacancy

    def _remember(self, draft: Vacancy, vacancy: Vacancy) -> None:
        if draft.link_key:
            self.by_link.setdefault(draft.link_key, vacancy)
        if draft.match_key:
            self.by_match.setdefault(draft.match_key, vacancy)


def _take(vacancy: Vacancy, draft: Vacancy) -> None:
    """Its own site corrects a vacancy, another one only fills what is empty.

    What a person wrote stays; a hidden vacancy stays hidden.
    """
    vacancy.last_seen_at = draft.last_seen_at
    if vacancy.edited_by_hand:
        return
    own = vacancy.source == draft.source
    for name in _FROM_SITES:
        value = getattr(draft, name)
        if value and (own or not getattr(vacancy, name)):
            setattr(vacancy, name, value)
    if own and draft.modality:
        vacancy.remote = draft.remote
    take_facts(vacancy, draft, own=own)
    vacancy.derive()


def _update(changed: Mapping[int, Vacancy], now: datetime) -> None:
    """Two statements: the ones that the sites keep, and the ones that a person does."""
    by_site = [v for v in changed.values() if not v.edited_by_hand]
    by_hand = [v.pk for v in changed.values() if v.edited_by_hand]
    Vacancy.objects.bulk_create(
        by_site,
        BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*_FROM_SITES, *FACTS, *DERIVED],
    )
    if by_hand:
        Vacancy.objects.filter(pk__in=by_hand).update(last_seen_at=now)


def _keep_postings(batch: Sequence[Reading], chosen: Sequence[Vacancy], now: datetime) -> None:
    Posting.objects.bulk_create(
        [
            Posting(
                site=reading.site,
                external_id=reading.external_id,
                vacancy=vacancy,
                url=reading.url,
                link_key=link_key_of(reading.url),
                title=reading.title,
                raw=reading.raw,
                first_seen_at=now,
                last_seen_at=now,
            )
            for reading, vacancy in zip(batch, chosen, strict=True)
        ],
        BATCH,
        update_conflicts=True,
        unique_fields=["site", "external_id"],
        update_fields=["url", "link_key", "title", "raw", "last_seen_at"],
    )
