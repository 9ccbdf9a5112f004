"""A stored vacancy as a student reads it in the chat."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

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
        salary=vacancy.salary,
        facts=_facts(vacancy),
        reasons=_reasons(vacancy),
        source=vacancy.source,
        published=_days_ago(vacancy.posted_at, timezone.localdate(now)),
        confirmed=confirmed(vacancy, now) if open_now else "",
        mark=_mark(vacancy, mine),
        link=vacancy.link if open_now else "",
    )


def _facts(vacancy: Vacancy) -> str:
    """``20 h por semana · Híbrido · a partir do 3º semestre``; empty where nothing is known."""
    hours = _("%(hours)s h por semana") % {"hours": vacancy.hours_week}
    semester = _("a partir do %(number)sº semestre") % {"number": vacancy.semester_min}
    known = (
        hours if vacancy.hours_week else "",
        vacancy.get_modality_display() if vacancy.modality else "",
        semester if vacancy.semester_min else "",
    )
    return " · ".join(filter(None, known))


def _reasons(vacancy: Vacancy) -> str:
    """``Bate com: Python, Engenharia de Software``; empty where it fits no course."""
    matches = sorted(vacancy.matches.all(), key=lambda match: (match.course_name, match.term))
    said = dict.fromkeys([match.term for match in matches] + [m.course_name for m in matches])
    return _("Bate com: %(reasons)s") % {"reasons": ", ".join(said)} if said else ""


def _mark(vacancy: Vacancy, mine: Marks) -> str:
    """``Guardada · encerrada``: what this student said of it, and that it is over."""
    said = (
        _("você se candidatou") if vacancy.pk in mine.applied else "",
        _("guardada") if vacancy.pk in mine.saved else "",
        "" if vacancy.is_listed else _("encerrada"),
    )
    text = " · ".join(filter(None, said))
    return text[:1].upper() + text[1:]


def _days_ago(day: date | None, today: date) -> str:
    if day is None:
        return ""
    days = (today - day).days
    if days <= 0:
        return _("hoje")
    return _("ontem") if days == 1 else _("há %(days)s dias") % {"days": days}
