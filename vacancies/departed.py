"""What the address of a vacancy answers when people do not see it any more."""

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import words
from .models import Vacancy
from .moments import ago
from .search import Criteria, queryset

SIMILAR = 3
MOST_MERGES = 10
_NEVER_PUBLIC = frozenset(["waiting", "hidden", "refused"])
_COMMON = frozenset(
    re.split(
        " ",
        "analista aprendiz area assistente auxiliar bolsa emprego estagiaria estagiario estagio"
        " home hibrido hibrida jovem junior jr office pessoa pleno programa remota remoto senior"
        " superior tecnica tecnico trainee",
    )
)
_WHY: dict[str, Promise] = {
    "gone": _("O link dela não existe mais no site de origem."),
    "said": _("O site de origem diz que ela foi encerrada."),
    "deadline": _("O prazo de inscrição passou."),
    "unseen": _("Faz mais de 60 dias que ninguém a vê aberta no site de origem."),
    "editor": _("A equipe do CapyVagas encerrou esta vaga."),
}


def answer(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    """301 to the vacancy that it became part of, 404 where it was never public, 410 else."""
    if vacancy.merged_into_id:
        return HttpResponsePermanentRedirect(_became(vacancy).get_absolute_url())
    if vacancy.moderation in _NEVER_PUBLIC:
        raise Http404
    closed = vacancy.closed_at
    context = {
        "vacancy": vacancy,
        "why": _WHY.get(vacancy.closed_reason, ""),
        "when": ago(closed, timezone.now()) if closed else "",
        "similar": similar(vacancy),
    }
    return render(request, "vacancies/gone.html", context, status=410)


def similar(vacancy: Vacancy, limit: int = SIMILAR) -> list[Vacancy]:
    """Open vacancies with a word of this one's title, those of its kind and place first."""
    found = tuple(w for w in words.significant(vacancy.title) if w not in _COMMON)[:6]
    if not found:
        return []
    rows = queryset(Criteria(terms=found)).exclude(pk=vacancy.pk)[: limit * 10]
    return sorted(rows, key=lambda other: -_nearness(vacancy, other))[:limit]


def _nearness(one: Vacancy, other: Vacancy) -> int:
    near = other.remote or (bool(one.city_key) and one.city_key == other.city_key)
    return (one.kind == other.kind) + near + (one.state == other.state)


def _became(vacancy: Vacancy) -> Vacancy:
    """The last one of a chain of merges; ``Http404`` for a chain that goes in a circle."""
    for _step in range(MOST_MERGES):
        if vacancy.merged_into_id is None:
            return vacancy
        vacancy = Vacancy.objects.get(pk=vacancy.merged_into_id)
    raise Http404
