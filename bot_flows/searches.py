"""Answering the engine's SearchVacancies from stored vacancies, and asking for fresh ones.

Nothing here waits for a source: what is stored is answered at once, and where it is stale
one search is queued and this contact is put down as waiting for its end.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone
from django.utils.translation import gettext as _

from vacancies import missed, refresh, search
from vacancies.models import MissedSearch, Vacancy

from .engine.effects import SearchVacancies
from .engine.events import VacanciesFound, VacancyCard
from .models import SearchWait


@dataclass(frozen=True, slots=True)
class LookUp:
    """The event that answers the effect, and the searches newly queued (ids)."""

    event: VacanciesFound
    queued: tuple[int, ...] = ()


def look_up(contact_id: int, effect: SearchVacancies, now: datetime) -> LookUp:
    """What is stored now, with how old it is; a refresh is queued where it is stale."""
    fresh = refresh.freshness(effect.terms, effect.city, now=now)
    queued, pending = _refresh(contact_id, effect, fresh, now)
    event = _found(effect, fresh, now, refreshing=pending)
    if not event.total and not pending and effect.terms:
        missed.record(effect.terms[0], MissedSearch.Door.BOT)
    return LookUp(event, queued)


def look_at(effect: SearchVacancies, now: datetime) -> VacanciesFound:
    """What ``look_up`` would answer, and nothing set off: for trying the bot out."""
    fresh = refresh.freshness(effect.terms, effect.city, now=now)
    asks = not effect.stored_only and (
        bool(fresh.pending)
        or (fresh.stale and refresh.would_request(effect.terms, effect.city, now=now))
    )
    return _found(effect, fresh, now, refreshing=asks)


def _found(
    effect: SearchVacancies, fresh: refresh.Freshness, now: datetime, *, refreshing: bool
) -> VacanciesFound:
    criteria = search.Criteria(terms=effect.terms, city=effect.city)
    found = search.find(criteria, exclude=effect.exclude, limit=effect.limit)
    return VacanciesFound(
        vacancies=tuple(_card(vacancy, now.date()) for vacancy in found.vacancies),
        total=found.total + len(effect.exclude),
        updated=_ago(fresh.searched_at, now),
        refreshing=refreshing,
        blocked=fresh.blocked,
    )


def _ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, seen from ``now``, which may be another time than the clock's."""
    if moment is None:
        return ""
    return str(naturaltime(timezone.now() - max(now - moment, timedelta(0))))


def _refresh(
    contact_id: int, effect: SearchVacancies, fresh: refresh.Freshness, now: datetime
) -> tuple[tuple[int, ...], bool]:
    if effect.stored_only:
        return (), False
    queued = tuple(refresh.request(effect.terms, effect.city, now=now)) if fresh.stale else ()
    pending = {*queued, *fresh.pending}
    if pending:
        SearchWait.objects.bulk_create(
            [
                SearchWait(contact_id=contact_id, search_id=search_id, key=effect.key)
                for search_id in sorted(pending)
            ],
            update_conflicts=True,
            unique_fields=["contact", "search"],
            update_fields=["key"],
        )
    return queued, bool(pending)


def _card(vacancy: Vacancy, today: date) -> VacancyCard:
    return VacancyCard(
        id=vacancy.pk,
        title=vacancy.title,
        company=vacancy.company,
        place=vacancy.place_label,
        kind=vacancy.get_kind_display(),
        salary=vacancy.salary,
        source=vacancy.source,
        published=_days_ago(vacancy.posted_at, today),
        link=vacancy.link,
    )


def _days_ago(day: date | None, today: date) -> str:
    if day is None:
        return ""
    days = (today - day).days
    if days <= 0:
        return _("hoje")
    return _("ontem") if days == 1 else _("há %(days)s dias") % {"days": days}
