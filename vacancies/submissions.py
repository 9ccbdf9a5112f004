"""Vacancies that people send us: known ones recognised, new ones waiting for an editor.

The sender's name and address stand apart from the vacancy and are erased after a while.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from . import intake, words
from .ingest import take_turn
from .models import Submission, Vacancy, VacancySettings
from .models.vacancy import DESCRIPTION_LIMIT
from .resent import why_it_stays_away
from .visitors import address_of

DAY = timedelta(days=1)
MOST_FROM_ONE = 5  # from one address in a day
MOST_IN_ALL = 300  # from all of them in a day


class TooMany(Exception):
    """No more is taken today. The sentence is for the sender."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A vacancy as somebody filled it in; ``how`` says how to apply where there is no link."""

    title: str
    company: str
    kind: str
    city: str = ""
    state: str = ""
    remote: bool = False
    salary: str = ""
    description: str = ""
    link: str = ""
    how: str = ""
    apply_by: date | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends it. ``address_key`` as ``address_key`` makes it."""

    name: str
    email: str
    organisation: str
    relation: str
    address_key: str = ""


def address_key(request: HttpRequest, now: datetime) -> str:
    """Stands for the network address on this day, and cannot be turned back into it."""
    day = now.date().isoformat()
    said = f"{day} {address_of(request)}"
    return salted_hmac("vacancies.submissions", said, algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def submit(offer: Offer, sender: Sender, *, now: datetime) -> Submission:
    """Keep an offer. A vacancy that we know is not made again; raises ``TooMany``, and
    ``intake.Refused`` for what cannot be one."""
    take_turn()
    _refuse_flood(sender.address_key, now)
    taken = intake.take(_fields(offer, now), Vacancy.Origin.FORM, offer.company, now=now)
    return Submission.objects.create(
        vacancy=taken.vacancy,
        known_before=not taken.created,
        name=words.line(sender.name, 120),
        email=sender.email,
        organisation=words.line(sender.organisation, 150),
        relation=sender.relation,
        address_key=sender.address_key,
        created_at=now,
    )


def _refuse_flood(key: str, now: datetime) -> None:
    today = Submission.objects.filter(created_at__gt=now - DAY)
    if today.filter(address_key=key).count() >= MOST_FROM_ONE:
        raise TooMany(_("Por hoje já recebemos muitos envios daqui. Volte amanhã."))
    if today.count() >= MOST_IN_ALL:
        raise TooMany(_("Recebemos muitos envios hoje. Volte amanhã, por favor."))


def _fields(offer: Offer, now: datetime) -> dict[str, Any]:
    said = {name: value for name, value in asdict(offer).items() if name != "how"}
    today = timezone.localdate(now)
    return {**said, "description": _description(offer), "posted_at": today}


def _description(offer: Offer) -> str:
    text = words.clean(offer.description, DESCRIPTION_LIMIT - 1100)
    how = words.clean(offer.how, 1000)
    return "\n\n".join(filter(None, [text, _("Como se candidatar: %s") % how if how else ""]))


def state_of(submission: Submission) -> tuple[str, str]:
    """``review``, ``shown``, ``refused`` or ``closed``, and the reason where there is one."""
    vacancy = submission.vacancy
    if vacancy.moderation == Vacancy.Moderation.REFUSED:
        return "refused", vacancy.moderation_reason
    if vacancy.closed_at or not vacancy.live:
        return "closed", why_it_stays_away(vacancy) if submission.known_before else ""
    return ("shown", "") if vacancy.is_listed else ("review", "")


def forget(now: datetime) -> int:
    """Erase who sent what, once the days of the settings are over; how many."""
    before = now - timedelta(days=VacancySettings.current().sender_days)
    old = Submission.objects.filter(created_at__lt=before, forgotten_at=None)
    return old.update(name="", email="", organisation="", address_key="", forgotten_at=now)
