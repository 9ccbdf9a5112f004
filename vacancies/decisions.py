"""What an editor decides about vacancies: to show, refuse or hide them, and to take that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from . import words
from .models import RuleHit, Vacancy

STATES = Vacancy.Moderation
ACTION = {
    "liberar": "vacancies.release",
    "recusar": "vacancies.refuse",
    "esconder": "vacancies.hide",
}
UNDONE = "vacancies.undo_decision"
HIDDEN_BY_HAND = _("Escondida por quem revisa.")
REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Before:
    """A vacancy as it was, so that a decision can be taken back."""

    pk: int
    moderation: str
    reason: str
    hits: tuple[int, ...]

    def as_json(self) -> list[Any]:
        return [self.pk, self.moderation, self.reason, list(self.hits)]

    @classmethod
    def of_json(cls, value: Sequence[Any]) -> "Before":
        return cls(value[0], value[1], value[2], tuple(value[3]))


@transaction.atomic
def decide(
    ids: Sequence[int], action: str, user: User | AnonymousUser, reason: str = ""
) -> list[Before]:
    """``liberar``: shown, and the rules that hold now are silent for it; ``recusar``: not shown,
    and its sender reads the reason; ``esconder``: not shown. What there was before."""
    rows = Vacancy.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    vacancies = list(rows)
    before = _remember(vacancies)
    said = words.line(reason, REASON_LIMIT)
    if action == "liberar":
        hits = RuleHit.objects.filter(vacancy__in=[v.pk for v in vacancies], released_at=None)
        hits.update(released_at=timezone.now(), released_by=user)
        state, said = STATES.CLEAR, ""
    else:
        state = STATES.REFUSED
        said = said or (str(HIDDEN_BY_HAND) if action == "esconder" else "")
    Vacancy.objects.filter(pk__in=[v.pk for v in vacancies]).update(
        moderation=state, moderation_reason=said
    )
    for vacancy in vacancies:
        vacancy.moderation, vacancy.moderation_reason = state, said
        log(instance=vacancy, action=ACTION[action], user=user, data={"reason": said})
    return before


def _remember(vacancies: Sequence[Vacancy]) -> list[Before]:
    hits: dict[int, list[int]] = {vacancy.pk: [] for vacancy in vacancies}
    held = RuleHit.objects.filter(vacancy__in=hits, released_at=None)
    for pk, vacancy in held.values_list("pk", "vacancy_id"):
        hits[vacancy].append(pk)
    return [Before(v.pk, v.moderation, v.moderation_reason, tuple(hits[v.pk])) for v in vacancies]


@transaction.atomic
def undo(before: Sequence[Before], user: User | AnonymousUser) -> int:
    """Bring vacancies back to what they were; how many there still are."""
    there = Vacancy.objects.select_for_update().in_bulk([item.pk for item in before])
    for item in before:
        vacancy = there.get(item.pk)
        if vacancy is None:
            continue
        RuleHit.objects.filter(pk__in=item.hits).update(released_at=None, released_by=None)
        vacancy.moderation, vacancy.moderation_reason = item.moderation, item.reason
        Vacancy.objects.filter(pk=item.pk).update(
            moderation=item.moderation, moderation_reason=item.reason
        )
        log(instance=vacancy, action=UNDONE, user=user)
    return len(there)
