"""What the console of the searches shows, read from the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vacancies import sites
from vacancies.models import Search, SearchRun, SiteState, VacancySettings, Visit
from vacancies.models.searches import SITES

DAYS = 14
LATE = timedelta(minutes=5)
OUTCOMES = [str(outcome) for outcome in SearchRun.Outcome]


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site as the console lists it; the counts are searches of the last 24 hours."""

    state: SiteState
    name: str
    on: bool
    condition: str
    said: str
    counts: dict[str, int]
    postings: int
    new: int
    due: int
    late: bool

    @property
    def site(self) -> str:
        return self.state.site

    @property
    def paused(self) -> bool:
        return self.state.paused_at is not None

    @property
    def found_line(self) -> str:
        """``12 anúncios, 3 vagas novas``; never a nought for a site that gave no answer."""
        if not self.counts["found"] and not self.counts["empty"]:
            return _("sem resposta") if sum(self.counts.values()) else _("nenhuma busca")
        return _("%(postings)s anúncios, %(new)s vagas novas") % {
            "postings": self.postings,
            "new": self.new,
        }


@dataclass(frozen=True, slots=True)
class Day:
    """What one site said on one day."""

    on: date
    counts: dict[str, int]
    postings: int
    new: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def site_rows(now: datetime) -> list[SiteRow]:
    """Every site there is, in its order; a fixed number of statements."""
    settings = VacancySettings.current()
    states = sites.states(SITES)
    day = _sums(SearchRun.objects.filter(finished_at__gt=now - timedelta(days=1)), "site")
    due = dict(Visit.objects.values_list("site").annotate(Count("pk")).order_by())
    return [
        _row(states[site], site in settings.sites, day.get(site, {}), due.get(site, 0), now)
        for site in SITES
    ]


def _row(state: SiteState, on: bool, sums: dict[str, Any], due: int, now: datetime) -> SiteRow:
    condition, said = condition_of(state, on, now)
    return SiteRow(
        state=state,
        name=SITES[state.site],
        on=on,
        condition=condition,
        said=said,
        counts={outcome: sums.get(outcome, 0) for outcome in OUTCOMES},
        postings=sums.get("postings", 0),
        new=sums.get("new", 0),
        due=due,
        late=bool(state.next_run_at and state.next_run_at < now - LATE),
    )


def condition_of(state: SiteState, on: bool, now: datetime) -> tuple[str, str]:
    """A short name for the style, and a sentence."""
    if not on:
        return "off", _("desligado nas configurações")
    if state.paused_at:
        when = _moment(state.paused_at, now)
        if state.paused_by is None:
            return "paused", _("parado em %s") % when
        who = state.paused_by.get_full_name() or str(state.paused_by)
        return "paused", _("parado por %(who)s em %(when)s") % {"who": who, "when": when}
    if state.blocked_until and state.is_blocked(now):
        return "blocked", _("bloqueado até %s") % _moment(state.blocked_until, now)
    if state.last_outcome == SearchRun.Outcome.BLOCKED:
        return "blocked", _("bloqueou a última busca; já pode ser perguntado de novo")
    if state.last_outcome == SearchRun.Outcome.FAILED:
        return "failed", _("a última busca falhou")
    return ("ok", _("respondendo")) if state.last_run_at else ("new", _("ainda não perguntado"))


def _moment(at: datetime, now: datetime) -> str:
    local = timezone.localtime(at)
    if local.date() == timezone.localtime(now).date():
        return date_format(local, "H:i")
    return date_format(local, "SHORT_DATETIME_FORMAT")


def _sums(rows: QuerySet[SearchRun], by: str) -> dict[Any, dict[str, Any]]:
    """Searches by outcome, postings and new vacancies, for each value of ``by``."""
    found: dict[Any, dict[str, Any]] = {}
    grouped = rows.values(by, "outcome").annotate(n=Count("pk"), p=Sum("found"), v=Sum("new"))
    for row in grouped.order_by():
        sums = found.setdefault(row[by], {"postings": 0, "new": 0})
        sums[row["outcome"]] = row["n"]
        sums["postings"] += row["p"]
        sums["new"] += row["v"]
    return found


def history(site: str, now: datetime) -> list[Day]:
    """The last days of a site, the oldest first, those without a search too."""
    today = timezone.localtime(now).date()
    days = [today - timedelta(days=n) for n in reversed(range(DAYS))]
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    since = start - timedelta(days=DAYS - 1)
    rows = SearchRun.objects.filter(site=site, finished_at__gte=since)
    found = _sums(rows.annotate(day=TruncDate("finished_at")), "day")
    return [_day(day, found.get(day, {})) for day in days]


def _day(on: date, sums: dict[str, Any]) -> Day:
    counts = {outcome: sums.get(outcome, 0) for outcome in OUTCOMES}
    return Day(on, counts, sums.get("postings", 0), sums.get("new", 0))


def running(now: datetime) -> list[Search]:
    """The searches that somebody runs at this moment, and those that wait to be run."""
    waiting = Search.objects.filter(requested_at__isnull=False)
    rows = list(waiting.order_by("by_clock", "requested_at", "pk")[:20])
    for row in rows:
        row.is_running = bool(row.running_until and row.running_until > now)  # type: ignore[attr-defined]
    return rows


def queue(limit: int = 20, site: str = "") -> list[Visit]:
    """What the clock asks next."""
    visits = Visit.objects.filter(site=site) if site else Visit.objects.all()
    return list(visits.select_related("search").order_by("due_at", "pk")[:limit])


def last_runs(limit: int = 20, site: str = "") -> list[SearchRun]:
    runs = SearchRun.objects.filter(site=site) if site else SearchRun.objects.all()
    return list(runs.select_related("search").order_by("-finished_at", "-pk")[:limit])


def names(items: Iterable[Any]) -> list[Any]:
    """The same, each with ``site_name``."""
    found = list(items)
    for item in found:
        item.site_name = SITES.get(item.site, item.site)
    return found
