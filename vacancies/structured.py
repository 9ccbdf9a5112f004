"""A vacancy in the words of schema.org, where its whole text is ours to publish."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import linebreaks

from . import words
from .models import Vacancy
from .models.vacancy import DESCRIPTION_LIMIT

VALID_DAYS = 30
_EMPLOYMENT = {
    Vacancy.Kind.ESTAGIO: "INTERN",
    Vacancy.Kind.EMPREGO: "FULL_TIME",
    Vacancy.Kind.TRAINEE: "FULL_TIME",
    Vacancy.Kind.APRENDIZ: "PART_TIME",
}
_PERIODS = {"hora": "HOUR", "dia": "DAY", "semana": "WEEK", "mes": "MONTH", "ano": "YEAR"}
_BRAZIL = {"@type": "Country", "name": "BR"}


def job_posting(vacancy: Vacancy) -> dict[str, Any] | None:
    """What Google's JobPosting asks for; None for a scraped, invented or closed vacancy.

    Valid until its own deadline, or for thirty days from when somebody last saw it open: as
    long as it is confirmed, the end moves on.
    """
    if not (vacancy.shows_in_full and vacancy.is_listed and vacancy.company):
        return None
    if not (vacancy.remote or vacancy.city or vacancy.state):
        return None
    posted = vacancy.posted_at or timezone.localdate(vacancy.created_at)
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": words.line(vacancy.title, 200),
        "description": linebreaks(words.clean(vacancy.description, DESCRIPTION_LIMIT), True)
        or words.line(vacancy.title, 200),
        "identifier": {"@type": "PropertyValue", "name": "CapyVagas", "value": str(vacancy.pk)},
        "datePosted": posted.isoformat(),
        "validThrough": _valid_through(vacancy).isoformat(),
        "employmentType": _EMPLOYMENT.get(Vacancy.Kind(vacancy.kind), "OTHER"),
        "hiringOrganization": {"@type": "Organization", "name": words.line(vacancy.company, 150)},
        "url": f"{settings.PUBLIC_URL}{vacancy.get_absolute_url()}",
        "directApply": False,
        **_place(vacancy),
        **_pay(vacancy),
    }


def _valid_through(vacancy: Vacancy) -> datetime:
    """The end of a day, here."""
    last = vacancy.apply_by or timezone.localdate(vacancy.confirmed_at) + timedelta(VALID_DAYS)
    end = datetime.combine(last, datetime.max.time()).replace(microsecond=0)
    return timezone.make_aware(end)


def _place(vacancy: Vacancy) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if vacancy.city or vacancy.state:
        address = {
            "@type": "PostalAddress",
            "addressCountry": "BR",
            "addressLocality": words.line(vacancy.city, 80),
            "addressRegion": vacancy.state,
        }
        place["jobLocation"] = {
            "@type": "Place",
            "address": {k: v for k, v in address.items() if v},
        }
    if vacancy.remote:
        place["jobLocationType"] = "TELECOMMUTE"
        place["applicantLocationRequirements"] = _BRAZIL
    return place


def _pay(vacancy: Vacancy) -> dict[str, Any]:
    period = _PERIODS.get(vacancy.pay_period)
    low, high = vacancy.pay_min, vacancy.pay_max
    if not period or (low is None and high is None):
        return {}
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": period}
    if low is not None and low == high:
        value["value"] = float(low)
    else:
        value |= {"minValue": float(low)} if low is not None else {}
        value |= {"maxValue": float(high)} if high is not None else {}
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": "BRL", "value": value}}
