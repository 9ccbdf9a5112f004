"""A stored vacancy as a student reads it in the chat."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from vacancies import matching
from vacancies.models import Vacancy
from vacancies.moments import confirmed
from vacancies.shortlists import Marks

from .engine.events import VacancyCard


def card_of(vacancy: Vacancy, mine: Marks, now: datetime) -> VacancyCard:
    """Every line ready to be shown. ``vacancy.matches`` should be fetched already."""
    open_now = vacancy.is_listed
    return VacancyCard(
        id=vacancy.pk,
        title=vacancy.title,
        company=vacancy.company,
        place=vacancy.place_label,
        kind=vacancy.get_kind_display(),
        salary=vacancy.salary or vacancy.pay_label,
        facts=_facts(vacancy),
        reasons=_sentence(matching.label(vacancy)),
        source=vacancy.source,
        published=_days_ago(vacancy.posted_at, timezone.localdate(now)),
        confirmed=confirmed(vacancy, now) if open_now else "",
        mark=_mark(vacancy, mine),
        link=vacancy.link if open_now else "",
    )


def _facts(vacancy: Vacancy) -> str:
    """``20 h por semana · Híbrido · a partir do 3º semestre``; empty where nothing is known."""
    known = (vacancy.hours_label, vacancy.modality_label, vacancy.semester_label)
    return " · ".join(filter(None, known))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _mark(vacancy: Vacancy, mine: Marks) -> str:
    """``Guardada · encerrada``: what this student said of it, and that it is over."""
    said = (
        _("você se candidatou") if vacancy.pk in mine.applied else "",
        _("guardada") if vacancy.pk in mine.saved else "",
        "" if vacancy.is_listed else _("encerrada"),
    )
    return _sentence(" · ".join(filter(None, said)))


def _days_ago(day: date | None, today: date) -> str:
    if day is None:
        return ""
    days = (today - day).days
    if days <= 0:
        return _("hoje")
    return _("ontem") if days == 1 else _("há %(days)s dias") % {"days": days}
