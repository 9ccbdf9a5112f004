"""When the clock asks which site for what: every course's terms, spread over the period.

Each pair of search and site has a place of its own in the period, drawn from its name: always
the same one, and no two installations of terms fall together. A pair that a block or a failure
left out stays due, so that nothing is lost and nobody else waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from . import refresh, sites
from .models import Search, VacancySettings, Visit
from .visits import due_visits, slot_after


@dataclass(frozen=True, slots=True)
class Planned:
    """How many visits were added and taken away, and how many there are."""

    added: int
    removed: int
    total: int


@dataclass(frozen=True, slots=True)
class Errand:
    """A search, and the sites that are to be asked it."""

    search_id: int
    label: str
    sites: tuple[str, ...]


def plan(terms: Sequence[str], *, now: datetime) -> Planned:
    """Keep a visit for each term at each site that is on, and none for other terms."""
    settings = VacancySettings.current()
    searches = refresh.searches_for(terms, settings)
    wanted = {(search.pk, site): search for search in searches for site in settings.sites}
    known = {(v.search_id, v.site): v.pk for v in Visit.objects.only("search_id", "site")}
    gone = [pk for pair, pk in known.items() if pair not in wanted]
    new = [
        Visit(search_id=pk, site=site, due_at=slot_after(search.term, site, now, settings))
        for (pk, site), search in wanted.items()
        if (pk, site) not in known
    ]
    with transaction.atomic():
        Visit.objects.filter(pk__in=gone).delete()
        Visit.objects.bulk_create(new, ignore_conflicts=True)
    sites.renew_next_runs(settings, now)
    return Planned(len(new), len(gone), len(wanted))


def queue_next(now: datetime) -> list[int]:
    """Queue the search whose turn it is: none, or one, since people's searches go first."""
    if Search.objects.filter(requested_at__isnull=False).exists():
        return []
    due = due_visits(now).order_by("due_at", "pk").values_list("search_id", flat=True)
    for search_id in due[:5]:
        if refresh.queue_by_clock(search_id, now):
            return [search_id]
    return []


def errands(*, now: datetime, again: bool = False) -> list[Errand]:
    """Every planned search with the sites that have not answered it lately; ``again``: all.

    Sites that a person stopped are left out.
    """
    settings = VacancySettings.current()
    going = [s for s, state in sites.states(settings.sites).items() if not state.paused_at]
    visits = Visit.objects.filter(site__in=going).select_related("search").order_by("search_id")
    found: dict[int, list[str]] = {}
    labels: dict[int, str] = {}
    for visit in visits:
        labels[visit.search_id] = visit.search.label
        fresh = visit.answered_at and visit.answered_at >= settings.stale_before(now)
        if again or not fresh:
            found.setdefault(visit.search_id, []).append(visit.site)
    return [Errand(pk, labels[pk], tuple(asked)) for pk, asked in found.items()]
