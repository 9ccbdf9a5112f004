"""A vacancy that we know is sent again: what that may change, and what is said of it.

Only whom we trust changes what people see; what somebody took down stays down.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from . import closing, moderation, words
from .links import host_of
from .models import Posting, Vacancy
from .models.facts import FACTS, take_facts

STATES, CLOSING = Vacancy.Moderation, Vacancy.Closing
SITE_LIMIT = 20
BLANKS = ("company", "city", "state", "salary", "link", "posted_at", "description")


def why_it_stays_away(vacancy: Vacancy) -> str:
    """A sentence where a person took it down or refused it; else empty."""
    if vacancy.moderation == STATES.REFUSED:
        return _("Esta vaga foi recusada na revisão e não volta por ser enviada de novo.")
    if vacancy.closed_reason == CLOSING.EDITOR or not vacancy.live:
        return _("A equipe do site tirou esta vaga do ar; ela não volta por ser enviada de novo.")
    return ""


def send_again(known: Vacancy, draft: Vacancy, *, trusted: bool, now: datetime) -> str:
    """Bring ``draft`` to the vacancy that it surely is. A sentence where it did not just stay
    as it was; one transaction around it."""
    if reason := why_it_stays_away(known):
        return reason
    if _is_over(known, draft, now):
        return _("O prazo desta vaga já passou. Se ele mudou, envie-a de novo com a nova data.")
    if trusted or not known.is_listed:
        _add(known, draft, now)
    if known.closed_at is None:
        return ""
    return _bring_back(known, trusted=trusted, now=now)


def _is_over(known: Vacancy, draft: Vacancy, now: datetime) -> bool:
    if known.closed_reason != CLOSING.DEADLINE:
        return False
    last = draft.apply_by or known.apply_by
    return bool(last and last < timezone.localdate(now))


def _add(known: Vacancy, draft: Vacancy, now: datetime) -> None:
    """What was blank is filled, and where else it stands is kept; a sign of life, too."""
    names = ["last_seen_at", "check_at"]
    known.last_seen_at = now
    if known.closed_reason == CLOSING.DEADLINE and draft.apply_by:
        known.apply_by = draft.apply_by
    if not known.edited_by_hand:
        for name in BLANKS:
            if not getattr(known, name):
                setattr(known, name, getattr(draft, name))
        take_facts(known, draft, own=False)
        names += BLANKS
    if known.link and known.check_at is None and known.closed_at is None:
        known.check_at = now  # it had no link before
    known.save(update_fields=[*names, *FACTS])
    _attach(known, draft, now)
    moderation.review([known])


def _attach(known: Vacancy, draft: Vacancy, now: datetime) -> None:
    """Another address of it, so that it is known by that one too."""
    if not draft.link_key or draft.link_key == known.link_key:
        return
    there = Posting.objects.filter(link_key=draft.link_key)
    if not there.update(last_seen_at=now):
        posting_of(draft, known, now).save()


def posting_of(draft: Vacancy, known: Vacancy, now: datetime) -> Posting:
    """As a site's own advertisement would be kept; ``raw`` says enough to make it a vacancy."""
    place = f"{draft.city}, {draft.state}" if draft.city and draft.state else draft.city
    return Posting(
        site=words.line(host_of(draft.link), SITE_LIMIT),
        external_id=draft.link_key,
        vacancy=known,
        url=draft.link,
        link_key=draft.link_key,
        title=draft.title,
        raw={
            "title": draft.title,
            "company": draft.company,
            "location": place,
            "job_url": draft.link,
        },
        first_seen_at=now,
        last_seen_at=now,
    )


def _bring_back(known: Vacancy, *, trusted: bool, now: datetime) -> str:
    """It was closed by what its link or the calendar said: open again, or for a person to see."""
    shown = known.moderation in (STATES.CLEAR, STATES.FLAGGED)
    if shown and not trusted:
        known.moderation = STATES.WAITING
        known.moderation_reason = _("Estava encerrada e foi enviada de novo.")
        known.save(update_fields=["moderation", "moderation_reason"])
    closing.reopen(known, now)
    if known.is_listed:
        return _("A vaga estava encerrada e voltou a aparecer.")
    return _("A vaga estava encerrada; uma pessoa vai conferir se ela volta.")
