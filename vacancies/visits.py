"""When a search is due at a site, and when it is due again."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from . import sites, words
from .models import SearchRun, VacancySettings, Visit


def slot_after(term: str, site: str, after: datetime, settings: VacancySettings) -> datetime:
    """The first moment after ``after`` that is this pair's own in the period."""
    period = settings.refresh_hours * 3600
    own = int(words.digest(term, site), 16) % period
    passed = (after.timestamp() - own) % period
    return after + timedelta(seconds=period - passed)


def due_visits(now: datetime) -> QuerySet[Visit]:
    """What may be asked now: due, at a site that is open and under its limit."""
    settings = VacancySettings.current()
    free = sites.within_limit(settings, sites.open_now(settings, now), now)
    return Visit.objects.filter(site__in=free, due_at__lte=now)


def due_sites(search_id: int, now: datetime) -> list[str]:
    """The sites that the clock would ask this search now."""
    return list(due_visits(now).filter(search_id=search_id).values_list("site", flat=True))


def settle(run: SearchRun, failures: int, settings: VacancySettings) -> None:
    """After a run: an answer waits for its next turn, a failure a while, a block for the site."""
    visit = Visit.objects.filter(search_id=run.search_id, site=run.site)
    now = run.finished_at
    if run.outcome in sites.ANSWERED:
        half = timedelta(hours=settings.refresh_hours) / 2
        due = slot_after(run.search.term, run.site, now + half, settings)
        visit.update(due_at=due, answered_at=now)
    elif run.outcome == SearchRun.Outcome.FAILED:
        wait = timedelta(minutes=settings.retry_minutes) * 2 ** min(max(failures - 1, 0), 10)
        visit.update(due_at=now + min(wait, timedelta(hours=settings.refresh_hours)))
