"""A vacancy in a few words ready to be shown: what a card of a list says.

Made in Python and not in the template, where twenty cards of a page cost more than all the rest
of it together. The site speaks one language, so labels are looked up once.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import matching, words
from .models import Vacancy
from .moments import confirmed

REASONS = 4


@dataclass(frozen=True, slots=True)
class Summary:
    """Every text is clean and on one line; empty where nobody said it."""

    path: str
    kind: str
    title: str
    company: str
    place: str
    pay: str
    posted: str
    confirmed: str
    reasons: str
    tags: tuple[str, ...]
    is_demo: bool


def summarise(vacancy: Vacancy, now: datetime, course: int | None = None) -> Summary:
    """With the reasons for one course, or for all; their rows were fetched beforehand."""
    return Summary(
        path=vacancy.get_absolute_url(),
        kind=_kind(vacancy.kind),
        title=visible(vacancy.title),
        company=visible(vacancy.company) or _label("nobody"),
        place=visible(vacancy.place_label),
        pay=visible(vacancy.pay_label or vacancy.salary),
        posted=_day(vacancy.posted_at) if vacancy.posted_at else "",
        confirmed=confirmed(vacancy, now),
        reasons=_because(reasons(vacancy, course)),
        tags=(_label("remote"),) if vacancy.remote else (),
        is_demo=vacancy.is_demo,
    )


def reasons(vacancy: Vacancy, course: int | None = None) -> list[str]:
    """The terms by which it fits the course, or any course: the strongest few, each once."""
    found = matching.reasons(vacancy, course)
    return list(dict.fromkeys(reason.said or reason.term for reason in found))[:REASONS]


def visible(text: str) -> str:
    """Text without control and direction characters: no word of it can turn round the others."""
    return text if text.isprintable() else words.line(text, 1000)


@lru_cache
def _kind(kind: str) -> str:
    return str(Vacancy.Kind(kind).label) if kind in Vacancy.Kind.values else kind


def _because(terms: list[str]) -> str:
    return visible(f"{_label('because')} {', '.join(terms)}") if terms else ""


@lru_cache
def _label(name: str) -> str:
    return {
        "because": _("Bate com:"),
        "nobody": _("Empresa não informada"),
        "remote": _("Remota"),
    }[name]


@lru_cache(maxsize=512)
def _day(day: date) -> str:
    return _("Publicada em %(day)s") % {"day": date_format(day, r"j \d\e F").lower()}
