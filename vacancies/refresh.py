"""Asking the sites again: who may, when, and what they said.

A row of ``Search`` is the truth: ``requested_at`` set means queued, a ``running_until`` in
the future means that somebody runs it. Both are taken by conditional UPDATE, so whoever asks,
there is one search per term and place at a time, and one that died is found by the sweep.
The clock (``schedule``) queues by the same rows, and steps back for what a person asked.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings as django_settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from . import jobspy, sites, visits, words
from .ingest import ingest
from .models import Search, SearchRun, VacancySettings
from .places import location

MOST_AT_ONCE = 3
MOST_ATTEMPTS = 3
LEASE_MARGIN = timedelta(seconds=60)
_ANSWERED = {SearchRun.Outcome.FOUND, SearchRun.Outcome.EMPTY}
_log = logging.getLogger(__name__)

type Clock = Callable[[], datetime]
type Report = Callable[[SearchRun], object]


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the stored answer to some terms is.

    ``searched_at``: the newest time that any site answered one of them; ``stale``: one of
    them at least should be asked again; ``blocked``: in the last run of each, every site
    turned us away; ``pending``: the ids of the searches that are queued or running.
    """

    searched_at: datetime | None
    stale: bool
    blocked: bool
    pending: tuple[int, ...]


def freshness(terms: Sequence[str], place: str, *, now: datetime) -> Freshness:
    """What is known about these terms at this place (empty: the default one); two statements."""
    settings = VacancySettings.current()
    wanted = _wanted(terms, place, settings)
    rows = list(_rows(wanted))
    answers = [row.answered_at for row in rows if row.answered_at]
    fresh = [at for at in answers if at >= settings.stale_before(now)]
    ran = [row for row in rows if row.finished_at]
    return Freshness(
        searched_at=max(answers, default=None),
        stale=len(fresh) < len(wanted),
        blocked=bool(ran) and all(row.blocked for row in ran),
        pending=tuple(row.pk for row in rows if row.requested_at),
    )


def request(terms: Sequence[str], place: str, *, now: datetime) -> list[int]:
    """Queue the stale ones, the first three at most; the ids that this very call queued."""
    settings = VacancySettings.current()
    if not settings.sites:
        return []
    due = _due(settings, now)
    chosen, rows = _chosen(terms, place, settings, now)
    if any(search.term not in rows for search in chosen):
        Search.objects.bulk_create(chosen, ignore_conflicts=True)
        rows = {row.term: row for row in _rows(chosen)}
    ids = sorted(rows[search.term].pk for search in chosen)  # one order for all: no deadlock
    return [pk for pk in ids if _queue(pk, now, due)]


def would_request(terms: Sequence[str], place: str, *, now: datetime) -> bool:
    """Whether ``request`` would queue one of these. Nothing is written."""
    settings = VacancySettings.current()
    chosen, rows = _chosen(terms, place, settings, now)
    known = [rows[search.term].pk for search in chosen if search.term in rows]
    if not settings.sites or not chosen:
        return False
    idle = Search.objects.filter(_due(settings, now), pk__in=known, requested_at=None)
    return len(known) < len(chosen) or idle.exists()


def _chosen(
    terms: Sequence[str], place: str, settings: VacancySettings, now: datetime
) -> tuple[list[Search], dict[str, Search]]:
    """The stale ones, the first three at most, and the rows there are, by their terms."""
    wanted = _wanted(terms, place, settings)
    rows = {row.term: row for row in _rows(wanted)}
    stale = [s for s in wanted if s.term not in rows or _is_stale(rows[s.term], settings, now)]
    return stale[:MOST_AT_ONCE], rows


def ask(term: str, place: str, *, now: datetime) -> int:
    """Queue one search whatever its age (an operator asked); its id."""
    wanted = _wanted([term], place, VacancySettings.current())
    if not wanted:
        raise ValueError("the term has no word in it")
    Search.objects.bulk_create(wanted, ignore_conflicts=True)
    pk = _rows(wanted).get().pk
    _queue(pk, now, Q())
    return pk


def queue_by_clock(search_id: int, now: datetime) -> bool:
    """Queue one search for the sites whose turn it is; False where it is queued or running."""
    idle = Search.objects.filter(pk=search_id, requested_at=None)
    return bool(idle.update(requested_at=now, running_until=None, attempts=0, by_clock=True))


def searches_for(terms: Sequence[str], settings: VacancySettings) -> list[Search]:
    """The rows of these terms at the default place, made where they are missing."""
    wanted = _wanted(terms, "", settings)
    known = {row.term: row for row in _rows(wanted)}
    missing = [search for search in wanted if search.term not in known]
    if missing:
        Search.objects.bulk_create(missing, ignore_conflicts=True)
        known = {row.term: row for row in _rows(wanted)}
    return list(known.values())


def pending(limit: int) -> list[int]:
    """The searches that wait for somebody: queued, or left behind by a worker that died.

    Those that a person asked for come first.
    """
    unclaimed = Search.objects.filter(_unclaimed(timezone.now()))
    waiting = unclaimed.order_by("by_clock", "requested_at", "pk")
    return list(waiting.values_list("pk", flat=True)[:limit])


def run(
    search_id: int,
    *,
    now: Clock = timezone.now,
    report: Report | None = None,
    among: Sequence[str] | None = None,
) -> bool:
    """Ask the sites, keep what they gave; False where it is not queued or somebody has it.

    A site that rests from a block or is stopped is not asked. ``among``: these sites alone.
    """
    settings = VacancySettings.current()
    lease = now() + timedelta(seconds=settings.time_limit_seconds) + LEASE_MARGIN
    if not _claim(search_id, now(), lease):
        return False
    search = Search.objects.get(pk=search_id)
    asked = sites.open_now(settings, now())
    if search.by_clock and among is None:
        among = visits.due_sites(search_id, now())
    asked = [site for site in asked if among is None or site in among]
    runs: list[SearchRun] = []
    try:
        if search.attempts <= MOST_ATTEMPTS:
            for done in _ask_sites(search, asked, settings, now):
                runs.append(done)
                state = sites.record(done, settings)
                visits.settle(done, state.failures, settings)
                if report:
                    report(done)
    finally:
        _finish(search, lease, runs, settings, now())
    return True


def _wanted(terms: Sequence[str], place: str, settings: VacancySettings) -> list[Search]:
    """A row, not saved, for each term that has a word in it; never two for one."""
    label = words.line(place, 100) or settings.place
    rows = {
        words.fold(term)[:150]: Search(
            term=words.fold(term)[:150],
            place=words.fold(label)[:100],
            label=words.line(term, 150),
            place_label=label,
        )
        for term in reversed(terms)
    }
    return [row for key, row in reversed(rows.items()) if key]


def _rows(wanted: Sequence[Search]) -> QuerySet[Search]:
    place = wanted[0].place if wanted else ""
    return Search.objects.filter(term__in=[s.term for s in wanted], place=place)


def _is_stale(search: Search, settings: VacancySettings, now: datetime) -> bool:
    return not search.answered_at or search.answered_at < settings.stale_before(now)


def _due(settings: VacancySettings, now: datetime) -> Q:
    """Stale, and not tried a moment ago: a site that blocks us is not asked at every message."""
    stale = Q(answered_at=None) | Q(answered_at__lt=settings.stale_before(now))
    rested = Q(finished_at=None) | Q(finished_at__lt=settings.retry_before(now))
    return stale & rested


def _queue(search_id: int, now: datetime, due: Q) -> bool:
    idle = Search.objects.filter(due, pk=search_id, requested_at=None)
    queued = idle.update(requested_at=now, running_until=None, attempts=0, by_clock=False)
    if not queued:  # the clock's own, not begun yet: a person asks now, so all sites, and first
        waiting = Search.objects.filter(pk=search_id, by_clock=True, running_until=None)
        waiting.filter(requested_at__isnull=False).update(by_clock=False)
    return bool(queued)


def _unclaimed(now: datetime) -> Q:
    free = Q(running_until=None) | Q(running_until__lte=now)
    return Q(requested_at__isnull=False) & free


def _claim(search_id: int, now: datetime, lease: datetime) -> bool:
    free = Search.objects.filter(_unclaimed(now), pk=search_id)
    return bool(free.update(running_until=lease, attempts=F("attempts") + 1))


def _finish(
    search: Search,
    lease: datetime,
    runs: Sequence[SearchRun],
    settings: VacancySettings,
    now: datetime,
) -> None:
    """End the search, unless the lease ran out and somebody else has it by now."""
    said = {run.outcome for run in runs}
    changes: dict[str, object] = {"answered_at": now} if said & _ANSWERED else {}
    if runs or not search.by_clock:
        changes |= {"finished_at": now, "blocked": _all_blocked(runs, settings, now)}
    Search.objects.filter(pk=search.pk, running_until=lease).update(
        requested_at=None, running_until=None, by_clock=False, **changes
    )


def _all_blocked(runs: Sequence[SearchRun], settings: VacancySettings, now: datetime) -> bool:
    """Whether every site turned us away: those asked, and those not asked because they rest."""
    said = {run.site: run.outcome for run in runs}
    if set(said.values()) - {SearchRun.Outcome.BLOCKED}:
        return False
    states = [state for state in sites.states(settings.sites).values() if not state.paused_at]
    return bool(states) and all(state.site in said or state.is_blocked(now) for state in states)


def _ask_sites(
    search: Search, asked: Sequence[str], settings: VacancySettings, now: Clock
) -> Iterator[SearchRun]:
    """All of them at once, each in its process; stored one by one as they answer."""
    if not asked:
        return
    requests = [_site_request(search, settings, site) for site in asked]
    with ThreadPoolExecutor(len(asked)) as pool:
        waiting: dict[Future[jobspy.Answer], str] = {
            pool.submit(jobspy.search, request): request.site for request in requests
        }
        started = now()
        try:
            for answer in as_completed(waiting):
                run = SearchRun(search=search, site=waiting[answer], started_at=started)
                _keep(run, answer.result, settings)
                run.finished_at = now()
                run.save()
                yield run
        except (KeyboardInterrupt, GeneratorExit):  # nobody waits for these any more
            jobspy.stop(requests)
            raise


def _site_request(search: Search, settings: VacancySettings, site: str) -> jobspy.Request:
    return jobspy.Request(
        site=site,
        term=search.label,
        location=location(search.place_label, site),
        results_wanted=settings.results_wanted,
        hours_old=settings.days_old * 24,
        fetch_description=settings.read_descriptions,
        time_limit=settings.time_limit_seconds,
        proxies=tuple(django_settings.JOBSPY_PROXIES),
        ca_cert=django_settings.JOBSPY_CA_CERT,
    )


def _keep(run: SearchRun, result: Callable[[], jobspy.Answer], settings: VacancySettings) -> None:
    """Store an answer and say in the run what became of it; no site's fault goes further."""
    try:
        answer = result()
        stored = ingest(run.site, answer.postings, merge_days=settings.merge_days)
    except Exception as error:
        _log.exception("search of %s at %s failed", run.search_id, run.site)
        run.outcome, run.message = SearchRun.Outcome.FAILED, str(error)[:300]
        return
    run.outcome, run.found, run.new = answer.outcome, stored.found, stored.new
    run.message = words.line(_said(answer.message), 300)
    if answer.outcome == SearchRun.Outcome.FOUND and not stored.found:
        run.outcome = SearchRun.Outcome.FAILED
        run.message = _("O site respondeu, mas nenhum anúncio pôde ser lido.")


def _said(message: str) -> str:
    if message == jobspy.OVERRAN:
        return _("O site não respondeu dentro do tempo total da busca.")
    return _("A busca terminou antes da hora.") if message == jobspy.ENDED_EARLY else message
