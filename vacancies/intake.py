"""A vacancy that somebody sends, by a form or by another program: cleaned, known again or new.

Whatever door it comes through, this is the only way in for what no site gave.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import moderation, words
from .factual import fill_blanks
from .ingest import take_turn
from .models import Vacancy, VacancySettings
from .models.vacancy import DESCRIPTION_LIMIT
from .places import parse
from .reading import kind_of, safe_link

LIMITS = {"title": 200, "company": 150, "city": 80, "salary": 120}
FACTS = (
    "state", "remote", "posted_at", "pay_min", "pay_max", "pay_period", "hours_week", "modality",
    "semester_min", "apply_by",
)  # fmt: skip
MOST_BENEFITS, ROUNDS = 20, 5

type KnownBy = Literal["", "link", "words"]
type PageReader = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Taken:
    """``reason`` says by what a vacancy that was not created had been known."""

    vacancy: Vacancy
    created: bool
    reason: KnownBy = ""


class Refused(ValueError):
    """What cannot be taken in, with sentences for each field."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__("; ".join(s for said in errors.values() for s in said))
        self.errors = dict(errors)


def take(
    fields: Mapping[str, Any],
    origin: Vacancy.Origin,
    by: str,
    *,
    trusted: bool = False,
    read_page: PageReader | None = None,
    now: datetime | None = None,
) -> Taken:
    """The vacancy that these fields are: the one we know, or a new one that waits for a person.

    ``by`` is who sent it, as people read it; ``trusted`` spares the waiting. ``read_page`` fills
    a link that came alone from what its page says. Refused where it cannot be one.
    """
    now = now or timezone.now()
    fields = _completed(fields, read_page)
    draft = _draft(fields, origin, by, now)
    with transaction.atomic():
        take_turn()
        known, reason = find_known(draft, now)
        if known is not None:
            return Taken(known, created=False, reason=reason)
        if not draft.title:
            raise Refused({"title": [_("Diga ao menos o título da vaga.")]})
        if not trusted:
            draft.moderation = Vacancy.Moderation.WAITING
            draft.moderation_reason = words.line(_("Enviada por %s") % by, 200)
        fill_blanks(draft)
        draft.save()
        moderation.review([draft])
        draft.refresh_from_db()
    return Taken(draft, created=True)


def find_known(draft: Vacancy, now: datetime) -> tuple[Vacancy | None, KnownBy]:
    """The vacancy with this link, or with these words within the window; its winner if merged."""
    rows = Vacancy.objects.filter(is_demo=False).order_by("pk").select_related("merged_into")
    if draft.link_key and (row := rows.filter(link_key=draft.link_key).first()):
        return _winner(row), "link"
    since = now - timedelta(days=VacancySettings.current().merge_days)
    recent = rows.filter(match_key=draft.match_key, last_seen_at__gte=since)
    if draft.match_key and (row := recent.first()):
        return _winner(row), "words"
    return None, ""


def _winner(vacancy: Vacancy) -> Vacancy:
    """The one that it was merged into; itself where it stands alone."""
    into: Any = vacancy.merged_into
    return into if isinstance(into, Vacancy) else vacancy


def _completed(fields: Mapping[str, Any], read_page: PageReader | None) -> Mapping[str, Any]:
    link = safe_link(str(fields.get("link") or ""))
    if fields.get("title") or not link or read_page is None:
        return fields
    said = {name: value for name, value in fields.items() if value not in ("", None, [])}
    return {**read_page(link), **said}


def _draft(fields: Mapping[str, Any], origin: str, by: str, now: datetime) -> Vacancy:
    texts = {name: words.line(bare(_said(fields, name)), size) for name, size in LIMITS.items()}
    description = words.clean(bare(_said(fields, "description")), DESCRIPTION_LIMIT)
    given = {name: fields[name] for name in FACTS if fields.get(name) not in (None, "")}
    place = parse(texts["city"])
    vacancy = Vacancy(
        **{**texts, "state": place.state, **given, "city": place.city},
        kind=fields.get("kind") or kind_of(texts["title"], description),
        link=_link(_said(fields, "link")),
        description=description,
        benefits=_benefits(fields.get("benefits")),
        origin=origin,
        source=words.line(by, 60),
        last_seen_at=now,
        created_at=now,
    )
    vacancy.remote = bool(given.get("remote")) or place.remote
    _check(vacancy)
    vacancy.derive()
    return vacancy


def _check(vacancy: Vacancy) -> None:
    """The model's own rules, and those between fields."""
    errors: dict[str, list[str]] = {}
    try:
        vacancy.clean_fields(exclude=["title", "sort_date"])
    except ValidationError as error:
        errors = error.message_dict
    if not (vacancy.link or (vacancy.title and vacancy.description)):
        errors["link"] = [_("Diga o link da vaga, ou um título e uma descrição.")]
    low, high = vacancy.pay_min, vacancy.pay_max
    if not errors and low is not None and high is not None and low > high:
        errors["pay_max"] = [_("O valor máximo é menor que o mínimo.")]
    if errors:
        raise Refused(errors)


def _said(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return "" if value is None else str(value)


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
