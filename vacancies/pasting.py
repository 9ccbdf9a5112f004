"""A vacancy's fields from the page of a pasted link, clean, for a person to look at."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.cache import cache
from django.utils.translation import gettext as _

from . import jobposting, prompt, words
from .models import Vacancy
from .models.vacancy import DESCRIPTION_LIMIT
from .places import STATES
from .reading import safe_link

NAMES = (
    "title",
    "company",
    "city",
    "state",
    "remote",
    "kind",
    "salary",
    "description",
    "link",
    "posted_at",
    "apply_by",
    "pay_min",
    "pay_max",
    "pay_period",
    "modality",
)
AN_HOUR = 3600
DAYS, PAY = ("posted_at", "apply_by"), ("pay_min", "pay_max")


class Unreadable(Exception):
    """A page that gave nothing; the sentence is for the person who pasted its link."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read. Empty where the page did not say it."""

    link: str
    title: str = ""
    company: str = ""
    city: str = ""
    state: str = ""
    remote: bool = False
    kind: str = ""
    salary: str = ""
    description: str = ""
    posted_at: date | None = None
    apply_by: date | None = None
    pay_min: Decimal | None = None
    pay_max: Decimal | None = None
    pay_period: str = ""
    modality: str = ""

    def fields(self) -> dict[str, Any]:
        """What there is, by the names of a vacancy's columns."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    def as_json(self) -> dict[str, Any]:
        return {n: str(v) if isinstance(v, date | Decimal) else v for n, v in asdict(self).items()}

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Self:
        days = {n: date.fromisoformat(data[n]) for n in DAYS if data.get(n)}
        pay = {n: Decimal(data[n]) for n in PAY if data.get(n)}
        return cls(**{**data, **days, **pay})


def clean(found: Any, link: str) -> Draft:
    """Whatever a page said, held to a vacancy's limits. ``found`` has the names of ``NAMES``."""

    def said(name: str, limit: int) -> str:
        return words.line(str(getattr(found, name, "") or ""), limit)

    kind, state = said("kind", 8), said("state", 2)
    return Draft(
        link=safe_link(said("link", 1000)) or link,
        title=said("title", 200),
        company=said("company", 150),
        city=said("city", 80),
        state=state if state in STATES else "",
        remote=bool(getattr(found, "remote", False)),
        kind=kind if kind in Vacancy.Kind.values else "",
        salary=said("salary", 120),
        description=words.clean(str(found.description or ""), DESCRIPTION_LIMIT),
        posted_at=_day(getattr(found, "posted_at", None)),
        apply_by=_day(getattr(found, "apply_by", None)),
        **_terms(found),
    )


def _terms(found: Any) -> dict[str, Any]:
    """Its pay, where the period is said too; and where the work is done."""
    period, modality = getattr(found, "pay_period", ""), getattr(found, "modality", "")
    terms: dict[str, Any] = {}
    if period in Vacancy.Period.values:
        amounts = {n: v for n in PAY if isinstance(v := getattr(found, n, None), Decimal)}
        terms = {**amounts, "pay_period": str(period)} if amounts else {}
    if modality in Vacancy.Modality.values:
        terms["modality"] = str(modality)
    return terms


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def read(link: str) -> Draft:
    """Visit the page and read it, in seconds; raises ``Unreadable``."""
    link = safe_link(link)
    if not link:
        raise Unreadable(_("Este link não parece um endereço da web."))
    try:
        return clean(jobposting.from_link(link, visit=prompt.fetch), link)
    except jobposting.LinkError as error:
        raise Unreadable(str(error)) from None


def read_for(who: str, link: str, most: int) -> Draft:
    """The same for somebody who may make us visit ``most`` pages an hour. ``who`` is opaque."""
    key = f"pasted:{words.digest(who)}"
    cache.add(key, 0, AN_HOUR)
    try:
        times = cache.incr(key)
    except ValueError:  # it ran out between the two
        times = 1
    if times is not None and times > most:
        raise Unreadable(_("São muitos links nesta hora. Escreva os dados da vaga, por favor."))
    return read(link)
