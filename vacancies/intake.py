"""A vacancy that somebody sends, by a form or by another program: known again or new.

Whatever door it comes through, this is the only way in for what no site gave. It is held
against what is stored by the same scorer as the sites' postings: what is surely one vacancy is
that one, what may be is a new one and a ``VacancyPair`` for a person.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import candidates, ingest, moderation, resent, words
from .candidates import Unsure
from .drafts import Refused, draft_of
from .factual import fill_blanks
from .links import is_board, is_numbered, link_key_of
from .models import Posting, Vacancy, VacancySettings
from .reading import safe_link

__all__ = ["Placed", "Refused", "Taken", "complete", "place", "settle", "take"]

WORDS = ("title", "company", "description")  # a link without any of them came alone

type KnownBy = Literal["", "link", "words"]
type PageReader = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Taken:
    """``reason`` says by what a vacancy that was not created had been known; ``detail`` is a
    sentence for the sender, where there is more to say."""

    vacancy: Vacancy
    created: bool
    reason: KnownBy = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """``vacancy`` is the one that a draft surely is, None where it is new; ``unsure`` are those
    that it may be, ``at_link`` the ids of those that stand at its link."""

    vacancy: Vacancy | None
    reason: KnownBy = ""
    unsure: tuple[Unsure, ...] = ()
    at_link: tuple[int, ...] = ()


def complete(fields: Mapping[str, Any], read_page: PageReader) -> Mapping[str, Any]:
    """These fields; where they are a link alone that nobody knows, with what its page says.

    A visit to another site: never within a transaction.
    """
    link = safe_link(str(fields.get("link") or ""))
    if not link or any(fields.get(name) for name in WORDS) or _at_link(link_key_of(link)):
        return fields
    said = {name: value for name, value in fields.items() if value not in ("", None, [])}
    return {**read_page(link), **said}


def take(
    fields: Mapping[str, Any],
    origin: Vacancy.Origin,
    by: str,
    *,
    trusted: bool = False,
    now: datetime | None = None,
) -> Taken:
    """The vacancy that these fields are: the one we know, or a new one that waits for a person.

    ``by`` is who sent it, as people read it. ``trusted`` spares the waiting, and nothing else:
    the editors' rules hold for everybody. Refused where it cannot be a vacancy.
    """
    now = now or timezone.now()
    draft = draft_of(fields, origin, by, now)
    with transaction.atomic():
        ingest.take_turn()
        placed = place(draft, now)
        if placed.vacancy is not None:
            known = Vacancy.objects.select_for_update().get(pk=placed.vacancy.pk)
            detail = resent.send_again(known, draft, trusted=trusted, now=now)
            known.refresh_from_db()
            return Taken(known, False, placed.reason, detail)
        if not draft.title:
            raise Refused({"title": [_("Diga ao menos o título da vaga.")]})
        if not trusted or _was_taken_down(placed):
            draft.moderation = Vacancy.Moderation.WAITING
            if origin == Vacancy.Origin.API:
                draft.moderation_reason = words.line(_("Enviada por %s") % by, 200)
        fill_blanks(draft)
        draft.save()
        settle(draft, placed)
        draft.refresh_from_db()
    return Taken(draft, created=True)


def place(draft: Vacancy, now: datetime) -> Placed:
    """Which stored vacancy a derived draft surely is, and which it may be.

    Whoever acts on the answer takes the turn before it asks (``ingest.take_turn``).
    """
    at_link = _at_link(draft.link_key)
    if known := _for_certain(draft, at_link):
        return Placed(known, "link")
    if not draft.title:
        return Placed(None)
    days = VacancySettings.current().merge_days
    pool, by_id = candidates.load([draft], at_link, now - timedelta(days), days)
    here = [replace(c, ad=replace(c.ad, link=draft.link)) for c in by_id.values()]
    by_link = {c.vacancy for c in here}
    found = pool.place(draft, replace(draft.ad, seen=now.date()), here)
    if not isinstance(found, int):
        return Placed(None, unsure=tuple(pool.unsure), at_link=tuple(at_link))
    return Placed(Vacancy.objects.get(pk=found), "link" if found in by_link else "words")


def settle(vacancy: Vacancy, placed: Placed) -> None:
    """What goes with a new vacancy once it is saved: its pairs, and what the rules say of it."""
    ingest.note(placed.unsure)
    moderation.review([vacancy])


def _at_link(key: str) -> list[int]:
    """The vacancies that stand at this link, themselves or by a posting; the oldest first."""
    if not key:
        return []
    own = Vacancy.objects.filter(link_key=key, is_demo=False).values_list("pk", flat=True)
    rows = Posting.objects.filter(link_key=key, vacancy__is_demo=False)
    return sorted({*own, *rows.values_list("vacancy_id", flat=True)})


def _for_certain(draft: Vacancy, at_link: Collection[int]) -> Vacancy | None:
    """Where the link alone decides: it came without words, or what stands there was taken down.

    A page of many vacancies may hold another one after an editor has closed the first.
    """
    rows = Vacancy.objects.filter(pk__in=at_link).order_by("pk").select_related("merged_into")
    if draft.title:
        down = Q(moderation=Vacancy.Moderation.REFUSED)
        if is_numbered(draft.link) or is_board(draft.link):
            down |= Q(closed_reason=Vacancy.Closing.EDITOR) | Q(live=False)
        rows = rows.filter(down, merged_into=None)
    row = rows.first() if at_link else None
    if row is None:
        return None
    into: Any = row.merged_into
    return into if isinstance(into, Vacancy) else row


def _was_taken_down(placed: Placed) -> bool:
    """Whether a person took down or refused what this one may be: then a person looks again."""
    others = {item.other for item in placed.unsure if isinstance(item.other, int)}
    others.update(placed.at_link)
    rows = Vacancy.objects.filter(pk__in=others) if others else ()
    return any(resent.why_it_stays_away(row) for row in rows)
