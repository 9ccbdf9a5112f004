"""The facts of a vacancy, read from its own words. Pure: no database, no clock.

Blank rather than guessed: what is not said, said twice in different ways, or said of
something else (the customer's allowance, the interview's place) leaves its field blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from vacancies.models import Vacancy
from vacancies.models.facts import FACTS, take_facts

from .benefits import read_benefits
from .deadlines import read_deadline
from .hours import read_hours
from .modality import read_modality
from .pay import Pay, plausible, read_pay
from .semesters import read_semester
from .wording import wording

__all__ = ["FactsRead", "fill_blanks", "read_facts"]


@dataclass(frozen=True, slots=True)
class FactsRead:
    """The columns of ``models.Facts``, by their names."""

    pay_min: Decimal | None = None
    pay_max: Decimal | None = None
    pay_period: str = ""
    hours_week: int | None = None
    modality: str = ""
    semester_min: int | None = None
    benefits: list[str] = field(default_factory=list)
    apply_by: date | None = None

    def columns(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in FACTS}
        return found | {"benefits": list(self.benefits)}


_INTERVALS = {
    "hourly": "hora",
    "daily": "dia",
    "weekly": "semana",
    "monthly": "mes",
    "yearly": "ano",
}


def read_facts(
    title: str,
    description: str,
    *,
    on: date | None = None,
    given: Mapping[str, Any] | None = None,
) -> FactsRead:
    """What the words say; ``on`` is the posting's day, ``given`` the source's own fields.

    Where the source names a pay that its text contradicts, the pay is blank.
    """
    said = _told(title, description, on) if description else _told_by_title(title, on)
    pay = _agreed(_given_pay(given or {}), said.pay)
    if pay is None:
        return said.rest
    return replace(said.rest, pay_min=pay.low, pay_max=pay.high, pay_period=pay.period)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the words alone say; ``rest`` has no pay."""

    pay: Pay | None
    rest: FactsRead


def _told(title: str, description: str, on: date | None) -> _Told:
    said = wording(title, description)
    rest = FactsRead(
        hours_week=read_hours(said),
        modality=read_modality(said),
        semester_min=read_semester(said),
        benefits=read_benefits(said),
        apply_by=read_deadline(said, on),
    )
    return _Told(read_pay(said), rest)


@lru_cache(maxsize=8192)
def _told_by_title(title: str, on: date | None) -> _Told:
    """Sites that give no text give the same titles again and again."""
    return _told(title, "", on)


def fill_blanks(vacancy: Vacancy) -> None:
    """Read a vacancy's own text into the facts that nobody gave; it is not saved."""
    read = read_facts(vacancy.title, vacancy.description, on=vacancy.posted_at)
    take_facts(vacancy, read, own=False)
    vacancy.remote = vacancy.remote or vacancy.modality == Vacancy.Modality.REMOTE
    vacancy.salary = vacancy.salary or vacancy.pay_label


def _agreed(given: Pay | None, said: Pay | None) -> Pay | None:
    if given is None or said is None or given == said:
        return said or given
    return None


def _given_pay(given: Mapping[str, Any]) -> Pay | None:
    ends = given.get("min_amount"), given.get("max_amount")
    period = _INTERVALS.get(str(given.get("interval") or ""))
    if ends == (None, None) or not period or str(given.get("currency") or "BRL") != "BRL":
        return None
    return _paid(*map(str, ends), period)


@lru_cache(maxsize=4096)
def _paid(least: str, most: str, period: str) -> Pay | None:
    low, high = _money(least), _money(most)
    return plausible(low if low is not None else high, high if high is not None else low, period)


def _money(value: Any) -> Decimal | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return Decimal(str(round(number, 2))) if 0 < number < 1e6 else None
