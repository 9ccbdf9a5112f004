"""What a person decides of vacancies that may be one: joining two, telling two apart, moving a
posting out, and taking each of them back. Every decision is kept in a ``VacancyPair``.

Joining hides one vacancy behind another (``merged_into``) and moves what belongs to it, so
that ids and addresses of both stay good and nothing is lost.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import ingest
from .batches import draft_of
from .likeness import compare
from .models import Posting, Vacancy, VacancyPair
from .models.vacancy import link_key_of
from .reading import read

type Moved = dict[str, list[int]]
_SAME, _DIFFERENT, _PENDING = (
    VacancyPair.Decision.SAME,
    VacancyPair.Decision.DIFFERENT,
    VacancyPair.Decision.PENDING,
)


class Refused(Exception):
    """Cannot be done; says why in a sentence."""


@transaction.atomic
def merge(winner_id: int, loser_id: int, user: User | None) -> VacancyPair:
    """These are one vacancy: ``winner`` stays, ``loser`` leads to it. Raises ``Refused``."""
    ingest.take_turn()
    found = _locked(winner_id, loser_id)
    winner, loser = found.get(winner_id), found.get(loser_id)
    if winner is None or loser is None or winner_id == loser_id:
        raise Refused(_("Uma das vagas não existe mais."))
    if winner.merged_into_id or loser.merged_into_id:
        raise Refused(_("Uma das vagas já foi juntada a outra."))
    if winner.is_demo != loser.is_demo:
        raise Refused(_("Uma vaga de demonstração não se junta a uma de verdade."))
    moved = move_belongings(loser, winner)
    _read_anew(winner.pk)
    Vacancy.objects.filter(pk=loser.pk).update(merged_into=winner)
    seen = max(winner.last_seen_at, loser.last_seen_at)
    Vacancy.objects.filter(pk=winner.pk).update(last_seen_at=seen)
    kept = {"winner": winner.pk, "loser": loser.pk, "rows": moved}
    return _decide(winner, loser, _SAME, user, kept)


@transaction.atomic
def tell_apart(first_id: int, second_id: int, user: User | None) -> VacancyPair:
    """These are two vacancies; nobody is asked again. Raises ``Refused``."""
    ingest.take_turn()
    found = _locked(first_id, second_id)
    if len(found) < 2:
        raise Refused(_("Uma das vagas não existe mais."))
    first, second = found.values()
    if second.merged_into_id == first.pk or first.merged_into_id == second.pk:
        raise Refused(_("Estas vagas já foram juntadas. Desfaça isso antes."))
    return _decide(first, second, _DIFFERENT, user, {})


@transaction.atomic
def split(posting_id: int, user: User | None) -> tuple[Vacancy, VacancyPair]:
    """This posting is a vacancy of its own; and the pair that says so. Raises ``Refused``."""
    ingest.take_turn()
    posting = Posting.objects.select_for_update(of=("self",)).filter(pk=posting_id).first()
    if posting is None:
        raise Refused(_("Este anúncio não existe mais."))
    old = posting.vacancy
    if old.postings.count() < 2:
        raise Refused(_("É o único anúncio desta vaga."))
    new = _own_vacancy(posting, old)
    new.save()
    posting.vacancy = new
    posting.save(update_fields=["vacancy"])
    _read_anew(new.pk)
    if link_key_of(old.link) == new.link_key:
        _point_elsewhere(old)
    return new, _decide(old, new, _DIFFERENT, user, {"posting": posting.pk})


@transaction.atomic
def undo(pair_id: int) -> VacancyPair:
    """Take a decision back: the pair waits again. Raises ``Refused``.

    A posting that was moved out is joined again: its vacancy leads to the old one.
    """
    ingest.take_turn()
    pair = VacancyPair.objects.select_for_update(of=("self",)).filter(pk=pair_id).first()
    if pair is None or pair.decision == _PENDING:
        raise Refused(_("Isto já foi desfeito."))
    if pair.decision == _SAME:
        _put_back(pair)
    elif "posting" in pair.moved:
        return merge(pair.first_id, pair.second_id, pair.decided_by)
    pair.decision, pair.decided_by, pair.decided_at, pair.moved = _PENDING, None, None, {}
    pair.save()
    return pair


def move_belongings(loser: Vacancy, winner: Vacancy) -> Moved:
    """Whatever points at ``loser`` points at ``winner`` from now on, of every app: postings,
    matches, marks, reports, and the vacancies that were merged into it.

    A row that the winner has already (a unique rule says so) stays where it is. Gives the ids
    of what was moved, by model and column. Pairs are not moved: they tell of these two.
    """
    moved: Moved = {}
    for model, name in _pointing_here():
        rows = model._base_manager.filter(**{name: loser.pk})
        ids = [pk for pk in rows.values_list("pk", flat=True) if _move(model, name, pk, winner.pk)]
        if ids:
            moved[f"{model._meta.label_lower}.{name}"] = ids
    return moved


def _pointing_here() -> Iterator[tuple[type[models.Model], str]]:
    """Every model and foreign key to a vacancy, hidden ones and those of many-to-many too."""
    for relation in Vacancy._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.concrete:
            continue
        model = relation.related_model
        if isinstance(model, type) and model is not VacancyPair and not model._meta.proxy:
            yield model, relation.field.attname


def _move(model: type[models.Model], name: str, pk: int, vacancy_id: int) -> bool:
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(pk=pk).update(**{name: vacancy_id}))
    except IntegrityError:
        return False


def _put_back(pair: VacancyPair) -> None:
    """What a merge moved goes home, as far as it is still where the merge left it."""
    winner, loser = pair.moved.get("winner"), pair.moved.get("loser")
    for label, ids in pair.moved.get("rows", {}).items():
        for model, name in _pointing_here():
            if f"{model._meta.label_lower}.{name}" == label:
                there = model._base_manager.filter(pk__in=ids, **{name: winner})
                for pk in list(there.values_list("pk", flat=True)):
                    _move(model, name, pk, loser)
    Vacancy.objects.filter(pk=loser).update(merged_into=None)
    _read_anew(loser)


def _read_anew(vacancy_id: Any) -> None:
    """What its postings say is taken again when they are next seen, even where it is the same."""
    Posting.objects.filter(vacancy=vacancy_id).update(said="")


def _locked(*ids: int) -> dict[int, Vacancy]:
    rows = Vacancy.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}


def _decide(
    one: Vacancy, other: Vacancy, decision: str, user: User | None, moved: dict[str, Any]
) -> VacancyPair:
    pair = VacancyPair.of(one.pk, other.pk)
    stored = VacancyPair.objects.filter(first=pair.first_id, second=pair.second_id).first()
    if stored is None:
        likeness = compare(one.ad, other.ad)
        pair.score, pair.reasons = round(likeness.score, 3), [str(r) for r in likeness.reasons]
    pair = stored or pair
    pair.decision, pair.decided_by, pair.decided_at = decision, user, timezone.now()
    pair.moved = moved
    pair.save()
    return pair


def _own_vacancy(posting: Posting, old: Vacancy) -> Vacancy:
    """As the posting alone would make it; its description comes with the next search."""
    reading = read(posting.site, posting.raw)
    if reading is not None:
        vacancy = draft_of(reading, posting.last_seen_at)
    else:
        vacancy = Vacancy(title=posting.title, link=posting.url, source=posting.site_name)
        vacancy.last_seen_at = posting.last_seen_at
        for name in ("company", "city", "state", "remote", "kind"):
            setattr(vacancy, name, getattr(old, name))
    vacancy.created_at = timezone.now()
    vacancy.live, vacancy.moderation = old.live, old.moderation
    vacancy.moderation_reason = old.moderation_reason
    return vacancy


def _point_elsewhere(vacancy: Vacancy) -> None:
    """Its link went with the posting: it takes the newest that it has left."""
    left = vacancy.postings.order_by("dead_at", "-last_seen_at").first()
    if left is not None:
        vacancy.link, vacancy.source = left.url, left.site_name
        vacancy.save(update_fields=["link", "source"])
