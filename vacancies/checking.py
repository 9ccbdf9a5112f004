"""Looking at the links of vacancies: which, when, and what follows from what is found.

Rows are the truth: ``check_at`` in the past means due. It is taken by conditional UPDATE, with
a lease, so whoever asks, one link is looked at once; one whose visitor died comes again.
Two strikes on two different days close a vacancy that has no other living posting.
"""

import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import linksites
from .closing import BY_ITS_LINK, BY_THE_MACHINE, close, reopen
from .fetching import Fetch, FetchError, Page, fetch
from .liveness import Verdict, judge
from .models import Posting, Vacancy, VacancySettings
from .models.searches import SITES
from .models.vacancy import link_key_of

LEASE = timedelta(minutes=5)
WINDOW = 200  # due links read at a time
NEXT_DAY = timedelta(hours=20)
AFTER_A_MOVE = timedelta(hours=1)
AFTER_A_FAILURE = timedelta(minutes=10)
SPREAD = 0.25
STRIKES = 2
TURNED_AWAY = frozenset([401, 403, 429, 999])
_log = logging.getLogger(__name__)

type Clock = Callable[[], datetime]
type Report = Callable[[Looked], object]


@dataclass(frozen=True, slots=True)
class Looked:
    """One look: at which vacancy, and what its link said."""

    vacancy_id: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Due:
    pk: int
    link: str
    check_at: datetime

    @property
    def site(self) -> str:
        return linksites.site_of(self.link)


def due(now: datetime) -> int:
    """How many links wait to be looked at."""
    return Vacancy.objects.filter(_listed_due(now)).exclude(link="").count()


def check_due(
    *,
    limit: int,
    seconds: float,
    visit: Fetch = fetch,
    now: Clock = timezone.now,
    report: Report | None = None,
) -> list[Looked]:
    """Look at due links one after the other, one for each site, while there is time."""
    settings = VacancySettings.current()
    if not settings.check_links:
        return []
    until = time.monotonic() + seconds
    done: list[Looked] = []
    for item in _one_for_each_site(_window(now()), settings, now()):
        if len(done) >= limit or time.monotonic() > until:
            break
        looked = _take_and_look(item, settings, visit, now)
        if looked:
            done.append(looked)
            if report:
                report(looked)
    return done


def check_now(vacancy_id: int, *, visit: Fetch = fetch, now: Clock = timezone.now) -> Looked | None:
    """Look at one link at once, because a person asked; None where there is none to look at."""
    found = Vacancy.objects.filter(pk=vacancy_id, is_demo=False).exclude(link="")
    link = found.values_list("link", flat=True).first()
    if link is None:
        return None
    lease = now() + LEASE
    found.update(check_at=lease)
    return _look(_Due(vacancy_id, link, lease), VacancySettings.current(), visit, now)


def _listed_due(now: datetime) -> Q:
    return Q(listed=True, is_demo=False, check_at__lte=now)


def _window(now: datetime) -> list[_Due]:
    """The links that wait longest; and those of closed vacancies that get their second look."""
    closed = Q(closed_reason__in=BY_ITS_LINK, check_at__lte=now, is_demo=False)
    found: list[_Due] = []
    for rows in (_listed_due(now), closed):
        those = Vacancy.objects.filter(rows).exclude(link="").order_by("check_at", "pk")
        for pk, link, check_at in those.values_list("pk", "link", "check_at")[:WINDOW]:
            if check_at:
                found.append(_Due(pk, link, check_at))
    return found


def _one_for_each_site(
    items: Iterable[_Due], settings: VacancySettings, now: datetime
) -> Iterator[_Due]:
    """The first of each site that does not rest. The others are put off, each by one pause more,
    so that a site with many links, or one that turned us away, never stands before the others.
    """
    items = list(items)
    resting = linksites.resting({item.site for item in items}, now)
    pause = timedelta(seconds=settings.check_pause_seconds)
    behind: Counter[str] = Counter()
    first = []
    for item in items:
        rest = resting.get(item.site)
        if rest is None and not behind[item.site]:
            first.append(item)
        else:
            at = max(now, rest.next_at if rest else now) + behind[item.site] * pause
            _reschedule(item, at)
        behind[item.site] += 1
    yield from first


def _reschedule(item: _Due, at: datetime) -> bool:
    """Move it, unless somebody else did meanwhile."""
    mine = Vacancy.objects.filter(pk=item.pk, check_at=item.check_at)
    return bool(mine.update(check_at=at))


def _take_and_look(
    item: _Due, settings: VacancySettings, visit: Fetch, now: Clock
) -> Looked | None:
    lease = now() + LEASE
    if not (item.site and linksites.take(item.site, now())):
        return None
    if not _reschedule(item, lease):
        linksites.release(item.site, now(), timedelta(0))
        return None
    return _look(_Due(item.pk, item.link, lease), settings, visit, now)


def _look(item: _Due, settings: VacancySettings, visit: Fetch, now: Clock) -> Looked:
    """Visit the link, be polite to its site, and draw the consequences."""
    pause = timedelta(seconds=settings.check_pause_seconds)
    verdict = Verdict.UNCERTAIN
    try:
        page = visit(item.link)
        verdict = judge(item.link, page, timezone.localdate(now()))
        _be_polite(item.site, page, settings, now())
    except FetchError as error:
        _log.info("no look at vacancy %s: %s", item.pk, error)
        linksites.release(item.site, now(), max(pause, AFTER_A_FAILURE))
    except Exception:  # a page that we cannot take apart is no reason to stop
        _log.exception("the look at vacancy %s failed", item.pk)
        linksites.release(item.site, now(), pause)
    _record(item, verdict, settings, now())
    return Looked(item.pk, verdict)


def _be_polite(site: str, page: Page, settings: VacancySettings, now: datetime) -> None:
    if page.status in TURNED_AWAY or page.retry_after:
        wait = timedelta(hours=settings.check_block_hours)
        linksites.back_off(site, now, wait, page.retry_after)
    elif page.status >= 500:
        linksites.release(site, now, AFTER_A_FAILURE)
    else:
        linksites.release(site, now, timedelta(seconds=settings.check_pause_seconds))


@transaction.atomic
def _record(item: _Due, verdict: Verdict, settings: VacancySettings, now: datetime) -> None:
    """Write what was found, unless the lease was lost meanwhile."""
    mine = Vacancy.objects.select_for_update().filter(pk=item.pk, check_at=item.check_at)
    vacancy = mine.first()
    if vacancy is None:
        return
    gone = verdict in {Verdict.GONE, Verdict.SAID}
    vacancy.checked_at = now
    vacancy.check_outcome = Vacancy.Check.GONE if gone else Vacancy.Check(verdict.value)
    vacancy.check_at = now + _spread(timedelta(hours=settings.check_hours))
    if verdict is Verdict.ALIVE:
        vacancy.strikes, vacancy.struck_on = 0, None
    elif gone:
        _strike(vacancy, now)
    if vacancy.closed_at and verdict is not Verdict.ALIVE:
        vacancy.check_at = None
    names = ("checked_at", "check_outcome", "check_at", "strikes", "struck_on")
    mine.update(**{name: getattr(vacancy, name) for name in names})
    if gone and vacancy.strikes >= STRIKES and not vacancy.closed_at:
        _move_or_close(vacancy, Vacancy.Closing(verdict.value), now)
    if verdict is Verdict.ALIVE and vacancy.closed_reason in BY_THE_MACHINE:
        reopen(vacancy, now)
        Vacancy.objects.filter(pk=vacancy.pk).update(check_at=now + timedelta(days=1))


def _strike(vacancy: Vacancy, now: datetime) -> None:
    """One strike a day, however often somebody looks."""
    today = timezone.localdate(now)
    if vacancy.struck_on != today:
        vacancy.strikes, vacancy.struck_on = min(vacancy.strikes + 1, 100), today
    vacancy.check_at = now + _spread(NEXT_DAY)


def _spread(wait: timedelta) -> timedelta:
    """A quarter longer at most, so that what began together does not stay together."""
    return wait * (1 + SPREAD * random.random())


def _move_or_close(vacancy: Vacancy, reason: Vacancy.Closing, now: datetime) -> None:
    """A vacancy lives as long as one of its postings does."""
    postings = Posting.objects.filter(vacancy=vacancy, dead_at=None).order_by("-last_seen_at", "pk")
    keys = {posting: link_key_of(posting.url) for posting in postings}
    dead = [posting.pk for posting, key in keys.items() if key == vacancy.link_key]
    Posting.objects.filter(pk__in=dead).update(dead_at=now)
    other = next((posting for posting, key in keys.items() if key and posting.pk not in dead), None)
    if other is None:
        close(vacancy, reason, now)
        return
    Vacancy.objects.filter(pk=vacancy.pk).update(
        link=other.url,
        link_key=link_key_of(other.url),
        source=SITES.get(other.site, other.site),
        strikes=0,
        struck_on=None,
        check_outcome="",
        check_at=now + AFTER_A_MOVE,
    )
