"""The labelled advertisements, and the reader's marks on each field."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from vacancies.factual import read_facts
from vacancies.kinds import kind_of

FILES = {"known": "known.toml", "unseen": "unseen.toml"}
FIELDS = ("kind", "pay", "hours", "modality", "semester", "benefits", "apply_by")
POSTED = date(2026, 11, 20)


@dataclass(frozen=True)
class Ad:
    title: str
    text: str
    expected: dict[str, Any]


@dataclass
class Mark:
    """How one field was read: ``wrong`` says something untrue, ``missed`` says nothing."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.right + len(self.wrong) + len(self.missed)

    @property
    def accuracy(self) -> float:
        return self.right / self.total

    @property
    def wrong_rate(self) -> float:
        return len(self.wrong) / self.total


def load(name: str) -> list[Ad]:
    text = Path(__file__).with_name(FILES[name]).read_text(encoding="utf-8")
    return [Ad(row["title"], row["text"], _expected(row)) for row in tomllib.loads(text)["ad"]]


def marks(ads: list[Ad]) -> dict[str, Mark]:
    found = {name: Mark() for name in FIELDS}
    for ad in ads:
        read = _read(ad)
        for name in FIELDS:
            _mark(found[name], ad, read[name], ad.expected[name], name)
    return found


def _mark(mark: Mark, ad: Ad, read: Any, expected: Any, name: str) -> None:
    blank = "emprego" if name == "kind" else None
    if read == expected:
        mark.right += 1
    elif read == blank or (isinstance(expected, frozenset) and read < expected):
        mark.missed.append(f"{ad.title}: {_said(expected)}")
    else:
        mark.wrong.append(f"{ad.title}: {_said(read)}, not {_said(expected)}")


def _said(value: Any) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _read(ad: Ad) -> dict[str, Any]:
    facts = read_facts(ad.title, ad.text, on=POSTED)
    pay = (facts.pay_min, facts.pay_max, facts.pay_period) if facts.pay_period else None
    return {
        "kind": kind_of(ad.title, ad.text),
        "pay": pay,
        "hours": facts.hours_week,
        "modality": facts.modality or None,
        "semester": facts.semester_min,
        "benefits": frozenset(facts.benefits) or None,
        "apply_by": facts.apply_by,
    }


def _expected(row: dict[str, Any]) -> dict[str, Any]:
    day = row.get("apply_by")
    return {
        "kind": row.get("kind", "emprego"),
        "pay": _pay(row.get("pay", "")),
        "hours": row.get("hours"),
        "modality": row.get("modality"),
        "semester": row.get("semester"),
        "benefits": frozenset(row.get("benefits", ())) or None,
        "apply_by": date.fromisoformat(day) if day else None,
    }


def _pay(text: str) -> tuple[Decimal | None, Decimal | None, str] | None:
    if not text:
        return None
    amounts, period = text.split("/")
    if amounts[0] in "<>":
        value = Decimal(amounts[1:])
        return (value, None, period) if amounts[0] == ">" else (None, value, period)
    low, _, high = amounts.partition("-")
    return Decimal(low), Decimal(high or low), period
