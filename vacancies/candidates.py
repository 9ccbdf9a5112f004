"""Finding the stored vacancies that an advertisement may be one with, and choosing among them.

Whatever is compared was found by an index: the same link, the same words at a company in a
place, another vacancy of that company there, the same long title there. The newest few of
each; so a batch costs the same statements, and a vacancy the same work, however many are kept.
Those whose titles cannot be alike, or whose companies cannot be one, are not even loaded.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from .likeness import Ad, Likeness, Verdict, compare, may_be, may_be_alike, may_be_one_company
from .models import Vacancy

NEWEST = 20
MOST_UNSURE = 3
_COLUMNS = (
    "pk",
    "merged_into_id",
    "title",
    "company",
    "city",
    "state",
    "remote",
    "kind",
    "link",
    "last_seen_at",
    "link_key",
    "match_key",
    "company_key",
    "title_key",
    "title_core",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """``vacancy``: what stands for it: an id, the winner's where it was merged; or a vacancy of
    this batch that has no id yet. ``core``: what ``may_be_alike`` asks for, where it is known."""

    ad: Ad
    vacancy: int | Vacancy
    core: str = ""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A new vacancy that may be one with another; for a person to decide."""

    new: Vacancy
    other: int | Vacancy
    likeness: Likeness


@dataclass
class Pool:
    """What the advertisements of a batch may be one with, by each way of finding it."""

    window: int
    by_link: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    by_match: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    by_company: dict[int, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    by_title: dict[int, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    unsure: list[Unsure] = field(default_factory=list)

    def place(self, draft: Vacancy, ad: Ad, known: Iterable[Candidate]) -> int | Vacancy:
        """The vacancy that this one surely is, or itself; what is unsure is noted.

        ``known``: those that one of its postings' links was seen in.
        """
        unsure: dict[int, Unsure] = {}
        for candidate in self._candidates(draft, known):
            likeness = compare(ad, candidate.ad, window=self.window)
            if likeness.verdict == Verdict.SAME:
                self.add(draft, Candidate(ad, candidate.vacancy, draft.title_core))
                return candidate.vacancy
            if likeness.verdict == Verdict.UNSURE and may_be(likeness.score):
                key = (
                    candidate.vacancy
                    if isinstance(candidate.vacancy, int)
                    else -id(candidate.vacancy)
                )
                unsure.setdefault(key, Unsure(draft, candidate.vacancy, likeness))
        likely = sorted(unsure.values(), key=lambda item: -item.likeness.score)
        self.unsure += likely[:MOST_UNSURE]
        self.add(draft, Candidate(ad, draft, draft.title_core))
        return draft

    def add(self, keys: Any, candidate: Candidate) -> None:
        """Let it be found by these keys: a vacancy, or a row with the same names."""
        if keys.link_key:
            self.by_link[keys.link_key].append(candidate)
        if keys.match_key:
            self.by_match[keys.match_key].append(candidate)
        if keys.company_key is not None:
            self.by_company[keys.company_key].append(candidate)
        if keys.title_key is not None:
            self.by_title[keys.title_key].append(candidate)

    def _candidates(self, draft: Vacancy, known: Iterable[Candidate]) -> Iterator[Candidate]:
        """The surest first; the oldest first among equals. None twice."""
        seen: set[int] = set()
        at_company = self.by_company.get(draft.company_key, ()) if draft.company_key else ()
        same_title = self.by_title.get(draft.title_key, ()) if draft.title_key else ()
        for found in (
            known,
            self.by_link.get(draft.link_key, ()),
            self.by_match.get(draft.match_key, ()),
            [c for c in at_company[-NEWEST:] if may_be_alike(draft.title_core, c.core)],
            [c for c in same_title[-NEWEST:] if may_be_one_company(draft.company, c.ad.company)],
        ):
            for candidate in found:
                if id(candidate) not in seen:
                    seen.add(id(candidate))
                    yield candidate


def load(
    drafts: Sequence[Vacancy], ids: Iterable[int], since: datetime, window: int
) -> tuple[Pool, dict[int, Candidate]]:
    """The pool for these drafts, and the candidates with these ids; three statements."""
    pool, by_id = Pool(window), {}
    wanted = set(ids)
    for row in _rows(drafts, wanted, since):
        seen = row.last_seen_at.date()
        ad = Ad(row.title, row.company, row.city, row.state, row.remote, row.kind, row.link, seen)
        candidate = Candidate(ad, row.merged_into_id or row.pk, row.title_core)
        pool.add(row, candidate)
        if row.pk in wanted:
            by_id[row.pk] = candidate
    return pool, by_id


def _rows(drafts: Sequence[Vacancy], ids: set[int], since: datetime) -> list[Any]:
    """All of them once, the oldest first."""
    links = {draft.link_key for draft in drafts if draft.link_key}
    matches = {draft.match_key for draft in drafts if draft.match_key}
    near = ids | _alike(drafts, since)
    real = Vacancy.objects.filter(is_demo=False).order_by()
    sure = (
        Q(pk__in=near) | Q(link_key__in=links) | Q(match_key__in=matches, last_seen_at__gte=since)
    )
    return sorted(real.filter(sure).values_list(*_COLUMNS, named=True))


def _alike(drafts: Sequence[Vacancy], since: datetime) -> set[int]:
    """Those at the same company and place whose titles may be alike, and those with the same
    long title there whose companies may be one; two statements."""
    cores: dict[int, list[str]] = defaultdict(list)
    companies: dict[int, list[str]] = defaultdict(list)
    for draft in drafts:
        if draft.company_key is not None:
            cores[draft.company_key].append(draft.title_core)
        if draft.title_key is not None:
            companies[draft.title_key].append(draft.company)
    near = {
        pk
        for key, pk, core, _company in _newest("company_key", cores, since)
        if any(may_be_alike(mine, core) for mine in cores[key])
    }
    return near | {
        pk
        for key, pk, _core, company in _newest("title_key", companies, since)
        if any(may_be_one_company(mine, company) for mine in companies[key])
    }


def _newest(name: str, keys: Iterable[int], since: datetime) -> list[tuple[int, int, str, str]]:
    """Key, id, core and company of the newest few of each key; one statement.

    PostgreSQL looks at these alone, however many a key has; SQLite numbers all of them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_NEWEST.format(name), [list(keys), since, NEWEST])
            return cursor.fetchall()
    nth = Window(RowNumber(), partition_by=F(name), order_by=F("pk").desc())
    wanted = Vacancy.objects.filter(
        is_demo=False, last_seen_at__gte=since, **{f"{name}__in": list(keys)}
    )
    rows = wanted.order_by().annotate(nth=nth).filter(nth__lte=NEWEST)
    return list(rows.values_list(name, "pk", "title_core", "company"))


_NEWEST = """
SELECT key, newest.id, newest.title_core, newest.company
FROM unnest(%s::bigint[]) AS key, LATERAL (
    SELECT id, title_core, company FROM vacancies_vacancy
    WHERE {} = key AND last_seen_at >= %s AND NOT is_demo
    ORDER BY id DESC LIMIT %s
) AS newest
"""
