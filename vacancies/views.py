"""The public pages of vacancies: a list with filters in its address, and one page each."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from . import departed, missed
from .models import MissedSearch, Search, SearchRun, Vacancy, VacancyMatch
from .models.searches import SITES
from .places import STATES
from .reading import safe_link
from .search import Criteria, Sort, find

PAGE_SIZE = 20
LAST_PAGE = 10_000
RECENT_RUNS = 60
BIGGEST_ID = 2**63 - 1


class VacancyFilters(forms.Form):
    """What can be said in the address of the list. A value that makes no sense is left out."""

    texto = forms.CharField(label=_("O que você procura"), required=False, max_length=100)
    cidade = forms.CharField(label=_("Cidade"), required=False, max_length=80)
    uf = forms.ChoiceField(
        label=_("Estado"), required=False, choices=[("", _("Todos")), *STATES.items()]
    )
    tipo = forms.ChoiceField(
        label=_("Tipo"), required=False, choices=[("", _("Todos")), *Vacancy.Kind.choices]
    )
    curso = forms.IntegerField(
        label=_("Curso"), required=False, min_value=1, max_value=BIGGEST_ID, widget=forms.Select
    )
    ordem = forms.ChoiceField(
        label=_("Ordem"),
        required=False,
        choices=[("", _("Mais relevantes")), (Sort.NEWEST.value, _("Mais novas"))],
    )
    remota = forms.BooleanField(label=_("Só vagas remotas"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["curso"].widget.choices = self._courses()
        for field in self.fields.values():
            field.widget.attrs["class"] = "field-input"
        self.fields["texto"].widget.attrs["placeholder"] = _("Ex.: dados")
        self.fields["cidade"].widget.attrs["placeholder"] = _("Ex.: Curitiba")

    def criteria(self) -> Criteria:
        """Only what was understood."""
        self.full_clean()
        said = self.cleaned_data
        return Criteria(
            text=said.get("texto", ""),
            city=said.get("cidade", ""),
            state=said.get("uf", ""),
            kind=said.get("tipo", ""),
            course=said.get("curso"),
            remote=True if said.get("remota") else None,
            sort=Sort(said.get("ordem") or Sort.RELEVANCE),
            exact=self.data.get("exato") == "1",
        )

    def _courses(self) -> list[tuple[str, Any]]:
        """Courses that have vacancies, and the one that the address names even if it has none."""
        rows = VacancyMatch.objects.values_list("course_id").annotate(Max("course_name"))
        known = sorted(((str(pk), name) for pk, name in rows), key=lambda pair: pair[1])
        asked = str(self.data.get("curso", ""))
        if asked.isdecimal() and asked not in dict(known):
            known.append((asked, _("O curso que você escolheu")))
        return [("", _("Todos")), *known]


@dataclass(frozen=True, slots=True)
class SiteTrouble:
    """A site whose last answer was not an answer."""

    site: str
    blocked: bool
    since: datetime


def troubled_sites() -> list[SiteTrouble]:
    """Sites that blocked or failed our newest search there; one statement."""
    newest: dict[str, SearchRun] = {}
    for run in SearchRun.objects.order_by("-finished_at", "-pk")[:RECENT_RUNS]:
        newest.setdefault(run.site, run)
    silent = {SearchRun.Outcome.BLOCKED, SearchRun.Outcome.FAILED}
    return [
        SiteTrouble(
            SITES.get(site, site), run.outcome == SearchRun.Outcome.BLOCKED, run.finished_at
        )
        for site, run in sorted(newest.items())
        if run.outcome in silent
    ]


@require_safe
def vacancy_list(request: HttpRequest) -> HttpResponse:
    filters = VacancyFilters(request.GET)
    criteria = filters.criteria()
    page = _page_number(request.GET.get("pagina", ""))
    found = find(criteria, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    if not found.total and criteria.text and request.method == "GET":
        missed.record(criteria.text, MissedSearch.Door.SITE)
    last = max(1, -(-found.total // PAGE_SIZE))
    if page > last:
        page = last
        found = find(criteria, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    context = {
        "filters": filters,
        "filtered": replace(criteria, sort=Sort.RELEVANCE, exact=False) != Criteria(),
        "vacancies": found.vacancies,
        "total": found.total,
        "found": found,
        "typed": criteria.text,
        "page": page,
        "last": last,
        "troubled": troubled_sites(),
        "updated": Search.objects.aggregate(newest=Max("answered_at"))["newest"],
        "canonical_path": request.path if page == 1 else f"{request.path}?pagina={page}",
    }
    return render(request, "vacancies/list.html", context)


@require_safe
def vacancy_detail(request: HttpRequest, pk: int) -> HttpResponse:
    vacancy = get_object_or_404(Vacancy.objects.prefetch_related("matches"), pk=pk)
    if not vacancy.is_listed:
        return departed.answer(request, vacancy)
    courses = {match.course_id: match.course_name for match in vacancy.matches.all()}
    link = safe_link(vacancy.link)
    context = {
        "vacancy": vacancy,
        "link": link,
        "host": urlsplit(link).hostname,
        "courses": courses.items(),
    }
    return render(request, "vacancies/detail.html", context)


def _page_number(text: str) -> int:
    """1 for anything that is not a page number."""
    if not (text.isdecimal() and len(text) < 12):
        return 1
    return min(max(int(text), 1), LAST_PAGE)
