"""What somebody sent, cleaned into a vacancy that is not kept yet; or why it cannot be one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import words
from .kinds import kind_of
from .models import Vacancy
from .models.vacancy import DESCRIPTION_LIMIT
from .places import Place, parse
from .reading import safe_link

LIMITS = {"title": 200, "company": 150, "city": 80, "salary": 120}
FACTS = (
    "state", "remote", "posted_at", "pay_min", "pay_max", "pay_period", "hours_week", "modality",
    "semester_min", "apply_by",
)  # fmt: skip
MOST_BENEFITS, ROUNDS, SOURCE_LIMIT = 20, 5, 60
ORIGINS = Vacancy.Origin


class Refused(ValueError):
    """What cannot be taken in, with sentences for each field."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__("; ".join(s for said in errors.values() for s in said))
        self.errors = dict(errors)


def draft_of(fields: Mapping[str, Any], origin: str, by: str, now: datetime) -> Vacancy:
    """The vacancy that these fields make; derived, not saved. ``Refused`` where it cannot be one.

    What a program sends may be a page's markup, and loses it; a person's words stay as typed.
    """
    is_typed = origin == ORIGINS.FORM
    texts = {n: words.line(_said(fields, n, is_typed), size) for n, size in LIMITS.items()}
    description = words.clean(_said(fields, "description", is_typed), DESCRIPTION_LIMIT)
    given = {name: fields[name] for name in FACTS if fields.get(name) not in (None, "")}
    place = Place(texts["city"]) if is_typed else parse(texts["city"])
    vacancy = Vacancy(
        **{**texts, "state": place.state, **given, "city": place.city},
        kind=fields.get("kind") or kind_of(texts["title"], description),
        link=_link(str(fields.get("link") or "")),
        description=description,
        benefits=_benefits(fields.get("benefits")),
        origin=origin,
        source=words.line(by, SOURCE_LIMIT),
        last_seen_at=now,
        created_at=now,
        edited_by_hand=is_typed,
    )
    vacancy.remote = bool(given.get("remote")) or place.remote
    _check(vacancy)
    vacancy.derive()
    return vacancy


def _check(vacancy: Vacancy) -> None:
    """The model's own rules, and those between fields. The public form has stricter ones."""
    errors: dict[str, list[str]] = {}
    try:
        vacancy.clean_fields(exclude=["title", "sort_date"])
    except ValidationError as error:
        errors = error.message_dict
    says_something = vacancy.link or (vacancy.title and vacancy.description)
    if vacancy.origin != ORIGINS.FORM and not says_something:
        errors["link"] = [_("Diga o link da vaga, ou um título e uma descrição.")]
    low, high = vacancy.pay_min, vacancy.pay_max
    if not errors and low is not None and high is not None and low > high:
        errors["pay_max"] = [_("O valor máximo é menor que o mínimo.")]
    if errors:
        raise Refused(errors)


def _said(fields: Mapping[str, Any], name: str, is_typed: bool) -> str:
    value = fields.get(name)
    text = "" if value is None else str(value)
    return text if is_typed else bare(text)


def _link(text: str) -> str:
    if not text.strip():
        return ""
    if link := safe_link(text):
        return link
    raise Refused({"link": [_("Este link não serve: ele começa com http:// ou https://.")]})


def _benefits(values: Any) -> list[str]:
    if not isinstance(values, list | tuple):
        return []
    lines = (words.line(bare(str(value)), 80) for value in values[:MOST_BENEFITS])
    return list(dict.fromkeys(filter(None, lines)))


def bare(text: str) -> str:
    """Without markup, also where markup was hidden inside markup."""
    for _round in range(ROUNDS):
        plain = words.plain(text)
        if plain == text:
            return text
        text = plain
    return text.replace("<", " ")
