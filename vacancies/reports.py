"""What people tell us of a vacancy, and what follows: two of them start a look at its link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import words
from .models import Vacancy, VacancyReport

ENOUGH = 2
NOT_AGAIN = timedelta(hours=1)
Kind = VacancyReport.Kind


@dataclass(frozen=True, slots=True)
class Reported:
    """``new`` is False where this person had said so already; ``checking`` says that this
    report started a look at the link.
    """

    new: bool
    checking: bool = False


@transaction.atomic
def report(
    vacancy_id: int, reporter: str, kind: str, *, now: datetime | None = None
) -> Reported | None:
    """Keep a report of somebody, ``reporter`` an opaque name such as ``contact:12``.

    None where people do not see that vacancy. ``ValueError`` for an unknown kind or nobody.
    """
    if kind not in Kind.values or not reporter:
        raise ValueError("who reports what?")
    now = now or timezone.now()
    vacancy = Vacancy.objects.select_for_update().filter(pk=vacancy_id, listed=True).first()
    if vacancy is None:
        return None
    who = reporter if len(reporter) <= 64 else words.digest(reporter)
    _report, is_new = VacancyReport.objects.get_or_create(
        vacancy=vacancy, reporter=who, kind=kind, defaults={"reported_at": now}
    )
    if not is_new:
        return Reported(new=False)
    if kind == Kind.ASKS_MONEY and _people(vacancy, kind) >= ENOUGH:
        _flag(vacancy)
    return Reported(new=True, checking=_people(vacancy) >= ENOUGH and _start_check(vacancy, now))


def _people(vacancy: Vacancy, kind: str = "") -> int:
    """How many different people say so, as far as nobody has dealt with it."""
    waiting = VacancyReport.objects.filter(vacancy=vacancy, resolved_at=None)
    said = waiting.filter(kind=kind) if kind else waiting
    return said.order_by().values("reporter").distinct().count()


def _start_check(vacancy: Vacancy, now: datetime) -> bool:
    """Due at once, unless it is already, or was looked at a moment ago."""
    rested = Q(checked_at=None) | Q(checked_at__lt=now - NOT_AGAIN)
    waits = Q(check_at=None) | Q(check_at__gt=now)
    rows = Vacancy.objects.filter(rested, waits, pk=vacancy.pk, is_demo=False).exclude(link="")
    return bool(rows.update(check_at=now))


def _flag(vacancy: Vacancy) -> None:
    """For the moderators to look at; people go on seeing it, until one of them decides."""
    Vacancy.objects.filter(pk=vacancy.pk, moderation=Vacancy.Moderation.CLEAR).update(
        moderation=Vacancy.Moderation.FLAGGED,
        moderation_reason=_("Mais de uma pessoa avisou que pede dinheiro."),
    )


def resolve(vacancy_id: int, answer: str, now: datetime, by: Any = None) -> int:
    """An editor has dealt with all that waits about this vacancy; how many there were."""
    waiting = VacancyReport.objects.filter(vacancy_id=vacancy_id, resolved_at=None)
    return waiting.update(resolved_at=now, answer=answer, resolved_by=by)
