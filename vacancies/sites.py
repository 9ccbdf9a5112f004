"""How we get on with each site: resting after a block, stopped by a person, not asked too often.

A block doubles the rest, from a short one that suits the site to a cap, with some chance in it
so that two installations behind one address do not come back together.
"""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, Min, Q

from .models import SearchRun, SiteState, VacancySettings, Visit

FIRST_REST = {"linkedin": timedelta(seconds=60)}  # it lets one in again after about a minute
USUAL_REST = timedelta(minutes=5)
LONGEST_REST = timedelta(hours=6)
HOUR = timedelta(hours=1)
ANSWERED = {SearchRun.Outcome.FOUND, SearchRun.Outcome.EMPTY}


def rest_after(site: str, failures: int) -> timedelta:
    """How long to leave a site alone after so many failures in a row (1 or more)."""
    first = FIRST_REST.get(site, USUAL_REST)
    steps = min(max(failures, 1) - 1, 20)
    return min(first * 2**steps * random.uniform(1.0, 1.3), LONGEST_REST)


def states(sites: Iterable[str]) -> dict[str, SiteState]:
    """A state for each of these sites; not saved where there is none yet. One statement."""
    known = {state.site: state for state in SiteState.objects.select_related("paused_by")}
    return {site: known.get(site) or SiteState(site=site) for site in sites}


def open_now(settings: VacancySettings, now: datetime) -> list[str]:
    """The sites that may be asked at this moment."""
    return [s for s, state in states(settings.sites).items() if state.is_open(now)]


def within_limit(settings: VacancySettings, sites: Iterable[str], now: datetime) -> list[str]:
    """Those of the sites that the clock may still ask within this hour."""
    runs = SearchRun.objects.filter(finished_at__gt=now - HOUR).values_list("site")
    asked = dict(runs.annotate(n=Count("pk")).order_by())
    return [site for site in sites if asked.get(site, 0) < settings.hourly_limit]


@transaction.atomic
def record(run: SearchRun, settings: VacancySettings) -> SiteState:
    """Take in what a site said: how long it rests, and when it is asked next."""
    SiteState.objects.get_or_create(site=run.site)
    state = SiteState.objects.select_for_update().get(site=run.site)
    state.last_run_at, state.last_outcome = run.finished_at, run.outcome
    if run.outcome in ANSWERED:
        state.failures, state.blocked_until = 0, None
    else:
        state.failures = min(state.failures + 1, 1000)
    if run.outcome == SearchRun.Outcome.BLOCKED:
        state.blocked_until = run.finished_at + rest_after(run.site, state.failures)
    state.next_run_at = next_run(state, settings, run.finished_at)
    state.save()
    return state


def next_run(state: SiteState, settings: VacancySettings, now: datetime) -> datetime | None:
    """When the clock means to ask this site; None while it is stopped or has nothing to ask."""
    if state.paused_at or state.site not in settings.sites:
        return None
    due = Visit.objects.filter(site=state.site).aggregate(first=Min("due_at"))["first"]
    if due is None:
        return None
    waits = [due, state.blocked_until] if state.is_blocked(now) else [due]
    if not within_limit(settings, [state.site], now):
        runs = SearchRun.objects.filter(site=state.site, finished_at__gt=now - HOUR)
        oldest = runs.order_by("-finished_at").values_list("finished_at", flat=True)
        waits.append(oldest[settings.hourly_limit - 1] + HOUR)
    return max(filter(None, waits))


def renew_next_runs(settings: VacancySettings, now: datetime) -> None:
    """Write down anew, for every site, when it is asked next."""
    for state in states(settings.sites).values():
        planned = next_run(state, settings, now)
        if planned != state.next_run_at or state.pk is None:
            SiteState.objects.update_or_create(site=state.site, defaults={"next_run_at": planned})


def pause(site: str, user: AbstractBaseUser | None, now: datetime) -> bool:
    """Ask this site no more until somebody resumes it; False where it was stopped already."""
    SiteState.objects.get_or_create(site=site)
    free = SiteState.objects.filter(site=site, paused_at=None)
    return bool(free.update(paused_at=now, paused_by=user, next_run_at=None))


def resume(site: str, now: datetime) -> bool:
    """Ask it again; False where it was not stopped."""
    stopped = SiteState.objects.filter(~Q(paused_at=None), site=site)
    done = stopped.update(paused_at=None, paused_by=None)
    renew_next_runs(VacancySettings.current(), now)
    return bool(done)


def start(site: str, now: datetime) -> int:
    """Ask it all its searches as soon as the hourly limit lets us; how many they are.

    A person has decided: a rest after a block ends here.
    """
    SiteState.objects.get_or_create(site=site)
    SiteState.objects.filter(site=site).update(blocked_until=None)
    later = Visit.objects.filter(site=site, due_at__gt=now)
    later.update(due_at=now)
    renew_next_runs(VacancySettings.current(), now)
    return Visit.objects.filter(site=site).count()
