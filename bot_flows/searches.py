"""Answering the engine's SearchVacancies from stored vacancies, and asking for fresh ones.

Nothing here waits for a source: what is stored is answered at once, and where it is stale
one search is queued and this contact is put down as waiting for its end.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from vacancies import marks, missed, phrases, refresh, reports, search
from vacancies.models import MissedSearch, Search, Vacancy, VacancyReport
from vacancies.search import Criteria
from vacancies.shortlists import NO_MARKS, Marks

from .engine.effects import MarkVacancies, SearchVacancies
from .engine.events import VacanciesFound, VacancyCard
from .engine.state import Mark
from .models import Contact, SearchWait
from .vacancy_cards import card_of


@dataclass(frozen=True, slots=True)
class LookUp:
    """The event that answers the effect, and the searches newly queued (ids)."""

    event: VacanciesFound
    queued: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an effect asks for, and what to ask the sources for it."""

    criteria: Criteria
    terms: tuple[str, ...]
    city: str


def look_up(contact_id: int, effect: SearchVacancies, now: datetime) -> LookUp:
    """What is stored now, with how old it is; a refresh is queued where it is stale."""
    mine = marks.marks_of(Contact.owner(contact_id))
    if effect.saved:
        return LookUp(_saved(effect, mine, now))
    wanted = _wanted(effect)
    fresh = refresh.freshness(wanted.terms, wanted.city, now=now)
    queued, pending = _refresh(contact_id, effect, wanted, fresh, now)
    event = _found(effect, wanted, fresh, mine, now, refreshing=pending)
    if not event.total and not pending and wanted.terms:
        missed.record(wanted.terms[0], MissedSearch.Door.BOT)
    return LookUp(event, queued)


def look_at(effect: SearchVacancies, now: datetime, mine: Marks = NO_MARKS) -> VacanciesFound:
    """What ``look_up`` would answer, and nothing set off: for trying the bot out."""
    if effect.saved:
        return _saved(effect, mine, now)
    wanted = _wanted(effect)
    fresh = refresh.freshness(wanted.terms, wanted.city, now=now)
    asks = not effect.stored_only and (
        bool(fresh.pending)
        or (fresh.stale and refresh.would_request(wanted.terms, wanted.city, now=now))
    )
    return _found(effect, wanted, fresh, mine, now, refreshing=asks)


def mark(contact_id: int, effect: MarkVacancies, now: datetime) -> None:
    """Do what a MarkVacancies asks for."""
    owner = Contact.owner(contact_id)
    if effect.mark is Mark.BROKEN:
        for vacancy in effect.vacancies:
            reports.report(vacancy, owner, VacancyReport.Kind.DEAD, now=now)
    elif effect.off:
        marks.unmark(owner, effect.mark, effect.vacancies)
    else:
        marks.mark(owner, effect.mark, effect.vacancies, now=now)


def contact_deleted(instance: Contact, **_kwargs: Any) -> None:
    """Who is erased is erased with what they saved and hid."""
    marks.forget(Contact.owner(instance.pk))


def _wanted(effect: SearchVacancies) -> _Wanted:
    if not effect.filters:
        criteria = Criteria(terms=effect.terms, city=effect.city)
        return _Wanted(criteria, effect.terms, effect.city)
    asked = phrases.read(effect.filters)
    criteria = asked.criteria if asked else Criteria(terms=(effect.filters,))
    if effect.course.isdecimal():
        criteria = replace(criteria, course=int(effect.course))
    return _Wanted(criteria, (criteria.text,) if criteria.text else (), criteria.city)


def _found(
    effect: SearchVacancies,
    wanted: _Wanted,
    fresh: refresh.Freshness,
    mine: Marks,
    now: datetime,
    *,
    refreshing: bool,
) -> VacanciesFound:
    found = search.find(
        wanted.criteria, exclude={*effect.exclude, *mine.hidden}, limit=effect.limit
    )
    searched_at = fresh.searched_at
    if effect.filters and searched_at is None:
        searched_at = Search.objects.aggregate(newest=Max("answered_at"))["newest"]
    return VacanciesFound(
        vacancies=_cards(found.vacancies, mine, now),
        total=found.total + len(effect.exclude),
        updated=_ago(searched_at, now),
        refreshing=refreshing,
        blocked=fresh.blocked,
    )


def _saved(effect: SearchVacancies, mine: Marks, now: datetime) -> VacanciesFound:
    """A page of what was saved, closed vacancies too."""
    left = [pk for pk in mine.saved if pk not in effect.exclude]
    rows = Vacancy.objects.defer("search_text", "title_text", "description")
    known = rows.in_bulk(left[: effect.limit])
    page = [known[pk] for pk in left if pk in known]
    return VacanciesFound(_cards(page, mine, now), total=len(left) + len(effect.exclude))


def _cards(vacancies: list[Vacancy], mine: Marks, now: datetime) -> tuple[VacancyCard, ...]:
    prefetch_related_objects(vacancies, "matches")
    return tuple(card_of(vacancy, mine, now) for vacancy in vacancies)


def _ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, seen from ``now``, which may be another time than the clock's."""
    if moment is None:
        return ""
    return str(naturaltime(timezone.now() - max(now - moment, timedelta(0))))


def _refresh(
    contact_id: int,
    effect: SearchVacancies,
    wanted: _Wanted,
    fresh: refresh.Freshness,
    now: datetime,
) -> tuple[tuple[int, ...], bool]:
    if effect.stored_only:
        return (), False
    terms, city = wanted.terms, wanted.city
    queued = tuple(refresh.request(terms, city, now=now)) if fresh.stale else ()
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
