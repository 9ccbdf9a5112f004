"""Postings in, vacancies out: each posting kept once, equal postings one vacancy.

A batch costs the same number of statements whatever its size. Batches run one at a time
(a lock on PostgreSQL, the write lock on SQLite), so that two searches that find the same
vacancy at the same instant do not make two of it. What is surely one vacancy is merged; what
may be is noted in a ``VacancyPair`` for a person. A posting stays where it is: an editor who
moved it is not contradicted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from . import candidates, copying, moderation
from .batches import BATCH, Batch, batches, known
from .candidates import Candidate, Unsure
from .likeness import Likeness
from .matching import wait
from .models import Posting, Vacancy, VacancyPair, VacancySettings
from .models.facts import FACTS, take_facts
from .models.vacancy import DERIVED, link_key_of
from .reading import Reading, read

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
]
_TOLD = [*_FROM_SITES, *FACTS]  # all that a source can tell
_STANDING = ("pk", "closed_at", "closed_reason", "apply_by", "strikes")
_OPEN = {"closed_at": None, "closed_reason": "", "strikes": 0, "struck_on": None}


@dataclass(frozen=True, slots=True)
class Ingested:
    """``found`` usable postings; ``new`` vacancies that nobody knew; ``unsure`` pairs noted for
    a person; the ids of all vacancies."""

    found: int = 0
    new: int = 0
    vacancy_ids: tuple[int, ...] = ()
    unsure: int = 0


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
    total = Ingested()
    for batch in batches(site, postings, now):
        done = _store(batch, now, days)
        total = Ingested(
            total.found + done.found,
            total.new + done.new,
            total.vacancy_ids + done.vacancy_ids,
            total.unsure + done.unsure,
        )
    return total


def take_turn() -> None:
    """Until the transaction ends, nobody else ingests, merges or splits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def _store(batch: Batch, now: datetime, days: int) -> Ingested:
    take_turn()
    seen = _see_again(batch.repeated, now)
    if not batch.readings:
        return Ingested(len(seen), 0, tuple(dict.fromkeys(seen)))
    postings = _known_postings(batch)
    placed, unsure = _place(batch, postings, now - timedelta(days), days)
    vacancies = _Stored({item for item in placed if isinstance(item, int)})
    _leave_repeated_links(batch, postings, vacancies.rows)
    chosen = [vacancies.take(item, draft) for item, draft in zip(placed, batch.drafts, strict=True)]
    copying.insert(vacancies.new)
    vacancies.update(now)
    _keep_postings(batch, chosen, postings, now)
    noted = note(unsure)
    told = [*vacancies.new, *vacancies.changed.values()]
    wait([vacancy.pk for vacancy in told])
    moderation.review(told)
    ids = tuple(dict.fromkeys([*seen, *(vacancy.pk for vacancy in chosen)]))
    return Ingested(len(seen) + len(chosen), len(vacancies.new), ids, noted)


def _see_again(repeated: Mapping[int, int], now: datetime) -> list[int]:
    """Postings that say what they said before: they and their vacancies are alive, no more."""
    if not repeated:
        return []
    rows = Vacancy.objects.select_for_update().filter(pk__in=set(repeated.values()))
    _confirm(rows.order_by("pk").values_list(*_STANDING, named=True), now)
    Posting.objects.filter(pk__in=list(repeated)).update(last_seen_at=now, dead_at=None)
    return list(repeated.values())


def _confirm(rows: Iterable[Any], now: datetime) -> None:
    """Whatever was seen is alive; ``rows`` are locked."""
    kept = list(rows)
    Vacancy.objects.filter(pk__in=[row.pk for row in kept]).update(last_seen_at=now)
    reopened = [row.pk for row in kept if _reopens(row, now)]
    if reopened:
        Vacancy.objects.filter(pk__in=reopened).update(**_OPEN, check_at=now)


@dataclass(slots=True)
class _Postings:
    """Those that are stored: id and vacancy by their own ids, and vacancies by their links."""

    by_id: dict[str, tuple[int, int]] = field(default_factory=dict)
    by_link: dict[str, int] = field(default_factory=dict)


def _known_postings(batch: Batch) -> _Postings:
    """As they are now that it is our turn; two statements."""
    ids = [reading.external_id for reading in batch.readings]
    links = {key for r in batch.readings for key in map(link_key_of, (r.url, r.link)) if key}
    rows = Posting.objects.filter(link_key__in=links).order_by("-pk")
    return _Postings(
        {key: (pk, vacancy_id) for pk, vacancy_id, key, _said in known(batch.site, ids)},
        dict(rows.values_list("link_key", "vacancy_id")),
    )


def _place(
    batch: Batch, stored: _Postings, since: datetime, days: int
) -> tuple[list[int | Vacancy], list[Unsure]]:
    """The vacancy of each posting: where it stands, or which it surely is, or a new one."""
    both = list(zip(batch.readings, batch.drafts, strict=True))
    strangers = [draft for reading, draft in both if reading.external_id not in stored.by_id]
    linked = set(stored.by_link.values()) if strangers else set()
    pool, by_id = candidates.load(strangers, linked, since, days)

    def place(reading: Reading, draft: Vacancy) -> int | Vacancy:
        if there := stored.by_id.get(reading.external_id):
            return there[1]
        at = (stored.by_link.get(key) for key in (link_key_of(reading.url), draft.link_key))
        same_page = [_at(draft.link, by_id[pk]) for pk in at if pk in by_id]
        return pool.place(draft, draft.ad_on(draft.last_seen_at.date()), same_page)

    return [place(reading, draft) for reading, draft in both], pool.unsure


def _at(link: str, candidate: Candidate) -> Candidate:
    """Compared as one page: a posting's own address has led to both."""
    return replace(candidate, ad=replace(candidate.ad, link=link))


def _leave_repeated_links(batch: Batch, stored: _Postings, rows: Mapping[int, Vacancy]) -> None:
    """A link that a posting only says again is no news: where the vacancy has another one, it
    was found dead, or a person chose. One statement, and only where links differ."""
    differ: dict[int, Vacancy] = {}
    for reading, draft in zip(batch.readings, batch.drafts, strict=True):
        posting, vacancy_id = stored.by_id.get(reading.external_id, (0, 0))
        vacancy = rows.get(vacancy_id)
        if vacancy and vacancy.link_key not in ("", link_key_of(draft.link)):
            differ[posting] = draft
    said = Posting.objects.filter(pk__in=differ).only("site", "raw") if differ else ()
    for row in said:
        before = read(row.site, row.raw)
        if before and before.link == differ[row.pk].link:
            differ[row.pk].link = ""


class _Stored:
    """The vacancies that a batch belongs to, locked; and what becomes of them."""

    def __init__(self, ids: set[int]) -> None:
        rows = Vacancy.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        self.rows = {row.pk: row for row in rows.defer("search_text", "title_text")}
        self.new: list[Vacancy] = []
        self.changed: dict[int, Vacancy] = {}

    def take(self, placed: int | Vacancy, draft: Vacancy) -> Vacancy:
        """Bring what a posting says to its vacancy, new or stored."""
        vacancy = self.rows.get(placed) if isinstance(placed, int) else placed
        if vacancy is None:  # deleted a moment ago
            vacancy = draft
        if vacancy is draft:
            self.new.append(draft)
        elif not vacancy.edited_by_hand and _take(vacancy, draft):
            vacancy.derive()
            if vacancy.pk:
                self.changed[vacancy.pk] = vacancy
        return vacancy

    def update(self, now: datetime) -> None:
        """What changed is written; whatever was seen is alive."""
        Vacancy.objects.bulk_create(
            self.changed.values(),
            BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*_TOLD, *DERIVED],
        )
        if self.rows:
            _confirm(self.rows.values(), now)


def _reopens(vacancy: Any, now: datetime) -> bool:
    """Seen at its source again: it had no reason to be closed, unless a person or a date had."""
    if vacancy.closed_reason == Vacancy.Closing.EDITOR:
        return False
    if vacancy.closed_reason == Vacancy.Closing.DEADLINE and vacancy.apply_by:
        return vacancy.apply_by >= timezone.localdate(now)
    return vacancy.closed_at is not None or vacancy.strikes > 0


def _take(vacancy: Vacancy, draft: Vacancy) -> bool:
    """Its own site corrects a vacancy, another one only fills what is empty. Did it change?"""
    own = vacancy.source == draft.source
    before = [getattr(vacancy, name) for name in _TOLD]
    for name in _FROM_SITES:
        value = getattr(draft, name)
        if value and (own or not getattr(vacancy, name)):
            setattr(vacancy, name, value)
    if own and draft.modality:
        vacancy.remote = draft.remote
    take_facts(vacancy, draft, own=own)
    return before != [getattr(vacancy, name) for name in _TOLD]


def _keep_postings(
    batch: Batch, chosen: Sequence[Vacancy], stored: _Postings, now: datetime
) -> None:
    """New ones stored; the others say something new."""
    rows = [_posting(r, vacancy, now) for r, vacancy in zip(batch.readings, chosen, strict=True)]
    for row in rows:
        row.said = batch.digests[row.external_id]
    copying.insert([row for row in rows if row.external_id not in stored.by_id])
    Posting.objects.bulk_create(
        [row for row in rows if row.external_id in stored.by_id],
        BATCH,
        update_conflicts=True,
        unique_fields=["site", "external_id"],
        update_fields=["url", "link_key", "title", "raw", "said", "last_seen_at", "dead_at"],
    )


def _posting(reading: Reading, vacancy: Vacancy, now: datetime) -> Posting:
    return copying.make(
        Posting,
        site=reading.site,
        external_id=reading.external_id,
        vacancy_id=vacancy.pk,
        url=reading.url,
        link_key=link_key_of(reading.url),
        title=reading.title,
        raw=reading.raw,
        first_seen_at=now,
        last_seen_at=now,
    )


def note(unsure: Sequence[Unsure]) -> int:
    """Pairs for a person to decide; those that are there already stay as they were decided."""
    pairs = [_pair(item.new.pk, item.other, item.likeness) for item in unsure]
    VacancyPair.objects.bulk_create(filter(None, pairs), BATCH, ignore_conflicts=True)
    return sum(pair is not None for pair in pairs)


def _pair(new: int | None, other: int | Vacancy, likeness: Likeness) -> VacancyPair | None:
    old = other if isinstance(other, int) else other.pk
    if not (new and old) or new == old:
        return None
    reasons = [str(reason) for reason in likeness.reasons]
    return VacancyPair.of(new, old, score=round(likeness.score, 3), reasons=reasons)
