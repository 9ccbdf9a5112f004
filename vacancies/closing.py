"""A vacancy ends, and sometimes begins again; each with an entry in its history."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.log_actions import log

from .models import Posting, Vacancy, VacancyReport
from .models.vacancy import OPEN_DAYS

SECOND_LOOK = timedelta(days=3)
SEEN_WITHIN = timedelta(days=90)
MOST_AT_ONCE = 500
Closing = Vacancy.Closing
BY_ITS_LINK = (Closing.GONE, Closing.SAID)
BY_THE_MACHINE = (*BY_ITS_LINK, Closing.UNSEEN)


@transaction.atomic
def close(vacancy: Vacancy, reason: str, now: datetime, by: Any = None) -> None:
    """Nobody sees it any more. A link that was gone is looked at once again later."""
    vacancy.closed_at, vacancy.closed_reason = now, reason
    vacancy.check_at = now + SECOND_LOOK if reason in BY_ITS_LINK else None
    _keep(vacancy, "closed_at", "closed_reason", "check_at")
    waiting = VacancyReport.objects.filter(vacancy=vacancy, resolved_at=None)
    waiting.update(resolved_at=now, answer=VacancyReport.Answer.CLOSED, resolved_by=by)
    log(vacancy, "vacancies.close", user=by, data={"reason": reason})


@transaction.atomic
def reopen(vacancy: Vacancy, now: datetime, by: Any = None) -> None:
    """People see it again, and its link begins anew."""
    vacancy.closed_at, vacancy.closed_reason = None, ""
    vacancy.strikes, vacancy.struck_on = 0, None
    vacancy.check_at = now if vacancy.link and not vacancy.is_demo else None
    _keep(vacancy, "closed_at", "closed_reason", "strikes", "struck_on", "check_at")
    revived = Posting.objects.filter(vacancy=vacancy, last_seen_at__gt=F("dead_at"))
    revived.update(dead_at=None)
    log(vacancy, "vacancies.reopen", user=by)


def _keep(vacancy: Vacancy, *names: str) -> None:
    """These columns alone: whatever else a search or an editor writes meanwhile stays."""
    Vacancy.objects.filter(pk=vacancy.pk).update(**{name: getattr(vacancy, name) for name in names})


def tend(now: datetime) -> int:
    """Close what is over by the calendar, reopen what was seen again; how many changed."""
    today = timezone.localdate(now)
    changed = 0
    for vacancy in _each(_overdue(today)):
        close(vacancy, Closing.DEADLINE, now)
        changed += 1
    for vacancy in _each(_unseen(now)):
        close(vacancy, Closing.UNSEEN, now)
        changed += 1
    for vacancy in _each(_seen_again(now) | _postponed(today)):
        reopen(vacancy, now)
        changed += 1
    return changed


def _each(rows: Q) -> Iterable[Vacancy]:
    found = Vacancy.objects.filter(rows).defer("description", "search_text", "title_text")
    return list(found.order_by("pk")[:MOST_AT_ONCE])


def _overdue(today: Any) -> Q:
    return Q(listed=True, apply_by__lt=today)


def _postponed(today: Any) -> Q:
    """Closed by a deadline that somebody has moved since."""
    later = Q(apply_by__gte=today) | Q(apply_by=None)
    return later & Q(closed_reason=Closing.DEADLINE)


def _unseen(now: datetime) -> Q:
    """Brought by a site, kept by nobody, and for sixty days neither the site nor we saw it."""
    before = now - timedelta(days=OPEN_DAYS)
    looked = Q(check_outcome=Vacancy.Check.ALIVE, checked_at__gte=before)
    from_sites = Q(origin=Vacancy.Origin.SITE, is_demo=False, edited_by_hand=False)
    return Q(listed=True, last_seen_at__lt=before) & from_sites & ~looked


def _seen_again(now: datetime) -> Q:
    """A source has shown it since it was closed."""
    return Q(
        closed_reason__in=BY_THE_MACHINE,
        closed_at__gte=now - SEEN_WITHIN,
        last_seen_at__gt=F("closed_at"),
    )
