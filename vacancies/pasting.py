"""A vacancy's fields from the page of a pasted link, clean, for a person to look at."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from django.utils.translation import gettext as _

from . import words
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
)


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

    def fields(self) -> dict[str, Any]:
        """What there is, by the names of a vacancy's columns."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    def as_json(self) -> dict[str, Any]:
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(self).items()}

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Self:
        days = {n: date.fromisoformat(data[n]) for n in ("posted_at", "apply_by") if data.get(n)}
        return cls(**{**data, **days})


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
    )


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def read(link: str) -> Draft:
    """Visit the page and read it; raises ``Unreadable``."""
    link = safe_link(link)
    if not link:
        raise Unreadable(_("Este link não parece um endereço da web."))
    return clean(_visit(link), link)


def _visit(link: str) -> Any:
    from . import jobposting  # type: ignore[attr-defined, unused-ignore]

    try:
        return jobposting.from_link(link)
    except jobposting.LinkError as error:
        raise Unreadable(str(error)) from None
