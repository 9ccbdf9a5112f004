"""A posting as a site gives it, read into the fields of a vacancy. Pure: no database.

Everything here is hostile until cleaned: titles with control or direction characters,
``javascript:`` links, endless descriptions.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from . import words
from .factual import FactsRead, read_facts
from .kinds import kind_of
from .models.facts import money, pay_label
from .models.vacancy import DESCRIPTION_LIMIT
from .places import Place, parse

_INTERVALS = {
    "yearly": "por ano",
    "monthly": "por mês",
    "weekly": "por semana",
    "daily": "por dia",
    "hourly": "por hora",
}
MARKUP_LIMIT = 100_000  # characters of a description that are looked at
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)
_REMOTE = re.compile(r"\b(?:remot[oae]|home office)\b")
_STRANGE = re.compile(r"[\"'<>\\`{}|^]")
_CURRENCIES = {"BRL": "R$", "USD": "US$", "EUR": "€"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One posting, clean. ``external_id`` is never empty."""

    site: str
    external_id: str
    title: str
    company: str
    place: Place
    kind: str
    salary: str
    link: str
    url: str
    posted_at: date | None
    description: str
    facts: FactsRead
    raw: dict[str, Any]


def read(site: str, raw: Mapping[str, Any], *, on: date | None = None) -> Reading | None:
    """A posting's fields, or None where it has no title or no usable address.

    ``on`` is the day from which a deadline without a year is counted where the site gave none.
    """
    title = words.line(_text(raw, "title"), 200)
    url = safe_link(_text(raw, "job_url"))
    if not (title and url):
        return None
    markup = _text(raw, "description")[:MARKUP_LIMIT]
    description = words.clean(words.plain(markup), DESCRIPTION_LIMIT)
    posted_at = _date(_text(raw, "date_posted"))
    facts = read_facts(title, description, on=posted_at or on, given=raw)
    return Reading(
        site=site,
        external_id=external_id_of(raw),
        title=title,
        company=words.line(_text(raw, "company"), 150),
        place=_place(raw, title, facts.modality),
        kind=kind_of(title, description, _text(raw, "job_type")),
        salary=salary_of(raw) or pay_label(facts),
        link=_best_link(url, safe_link(_text(raw, "job_url_direct"))),
        url=url,
        posted_at=posted_at,
        description=description,
        facts=facts,
        raw={k: _storable(v) for k, v in raw.items() if k != "description"},
    )


def external_id_of(raw: Mapping[str, Any]) -> str:
    """The posting's own id at its site, or a digest of its address; never empty."""
    given = words.line(_text(raw, "id"), 200)
    if 0 < len(given) <= 120:
        return given
    return words.digest(given or safe_link(_text(raw, "job_url")))


def digest_of(raw: Mapping[str, Any]) -> str:
    """32 characters, the same for two postings that say the same."""
    return words.digest(_ENCODER.encode(raw))


def safe_link(link: str) -> str:
    """An http or https address with a host and nothing strange in it, or empty."""
    link = link.strip()
    if len(link) > 1000 or " " in link or not link.isprintable():
        return ""
    try:
        parts = urlsplit(link)
        named = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        return ""
    return link if named and not _STRANGE.search(link) else ""


def salary_of(raw: Mapping[str, Any]) -> str:
    """``R$ 1.500 a R$ 2.000 por mês``, or empty."""
    low, high = (_number(raw.get(name)) for name in ("min_amount", "max_amount"))
    if low is None and high is None:
        return ""
    return _salary(low, high, _text(raw, "currency") or "BRL", _text(raw, "interval"))


@lru_cache(maxsize=4096)
def _salary(low: float | None, high: float | None, currency: str, interval: str) -> str:
    sign = _CURRENCIES.get(currency, currency)
    said = [money(Decimal(str(a)), sign) for a in dict.fromkeys((low, high)) if a]
    return words.line(f"{' a '.join(said)} {_INTERVALS.get(interval, '')}", 120)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if 0 < number < 1e9 else None


def _place(raw: Mapping[str, Any], title: str, modality: str) -> Place:
    """Where the words say how the work is done, they decide whether it is remote."""
    place = parse(_text(raw, "location"))
    if modality:
        return Place(place.city, place.state, modality == "remoto")
    remote = place.remote or raw.get("is_remote") is True or bool(_REMOTE.search(words.fold(title)))
    return Place(place.city, place.state, remote)


def _best_link(url: str, direct: str) -> str:
    """The employer's own page of this vacancy; a page for all its vacancies has no number."""
    if not direct:
        return url
    parts = urlsplit(direct)
    return direct if re.search(r"\d", parts.path + parts.query) else url


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _storable(value: Any) -> Any:
    """PostgreSQL's JSON takes no NUL."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text.strip() if len(text) <= 1000 and text.isprintable() else words.clean(text, 1000)
