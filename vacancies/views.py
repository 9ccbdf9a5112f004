"""The public pages of vacancies: a list with filters in its address, and one page each."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django import forms
from django.db.models import Prefetch, QuerySet, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from . import departed, matching, missed, typed, words
from .models import MissedSearch, Posting, Search, SearchRun, Vacancy
from .models.searches import SITES
from .places import STATES
from .reading import safe_link
from .search import Criteria, Sort, find

PAGE_SIZE = 20
LAST_PAGE = 10_000
RECENT_RUNS = 60
BIGGEST_ID = 2**63 - 1
SHOWN_TEXT = 12_000  # characters of a description; the rest is read at the source
SHOWN_SOURCES = 8


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
    dias = forms.TypedChoiceField(
        label=_("Publicadas"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("Em qualquer data")),
            ("1", _("Desde ontem")),
            ("7", _("Nos últimos 7 dias")),
            ("30", _("Nos últimos 30 dias")),
        ],
    )
    curso = forms.IntegerField(label=_("Curso"), required=False, min_value=1, max_value=BIGGEST_ID)
    ordem = forms.ChoiceField(
        label=_("Ordem"),
        required=False,
        choices=[("", _("Mais relevantes")), (Sort.NEWEST.value, _("Mais novas"))],
    )
    remota = forms.BooleanField(label=_("Só vagas remotas"), required=False)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(typed.visible(query))
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
            posted_since=_days_ago(said.get("dias")),
            remote=True if said.get("remota") else None,
            sort=Sort(said.get("ordem") or Sort.RELEVANCE),
            exact=self.data.get("exato") == "1",
        )

    @property
    def query(self) -> str:
        """``?`` and what was understood, always in the same order; empty without filters."""
        self.full_clean()
        said = {name: self.cleaned_data.get(name) for name in self.fields}
        said["exato"] = "1" if self.data.get("exato") == "1" else ""
        kept = {name: "on" if value is True else value for name, value in said.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class SiteTrouble:
    """A site whose last answer was not an answer."""

    site: str
    blocked: bool
    since: datetime


def sites_now() -> tuple[list[SiteTrouble], datetime | None]:
    """Sites that blocked or failed our newest search there, and when any site last answered;
    one statement."""
    recent = SearchRun.objects.order_by("-finished_at", "-pk").values("pk")[:RECENT_RUNS]
    runs = SearchRun.objects.filter(pk__in=Subquery(recent)).order_by()
    last = Search.objects.exclude(answered_at=None).order_by("-answered_at").values("pk")[:1]
    answered = Search.objects.filter(pk__in=Subquery(last)).order_by()
    said = runs.values_list("finished_at", "pk", "site", "outcome").union(
        answered.values_list("answered_at", "pk", Value(""), Value("")), all=True
    )
    newest = {site: (outcome, at) for at, _pk, site, outcome in sorted(said)}
    _none, updated = newest.pop("", ("", None))
    silent = {SearchRun.Outcome.BLOCKED, SearchRun.Outcome.FAILED}
    troubled = [
        SiteTrouble(SITES.get(site, site), outcome == SearchRun.Outcome.BLOCKED, at)
        for site, (outcome, at) in sorted(newest.items())
        if outcome in silent
    ]
    return troubled, updated


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
        return redirect(f"{request.path}{_page_query(request.GET, last)}")
    prefetch_related_objects(found.vacancies, "matches")
    troubled, updated = sites_now()
    context = {
        "filters": filters,
        "filtered": replace(criteria, sort=Sort.RELEVANCE, exact=False) != Criteria(),
        "query": filters.query,
        "criteria": criteria,
        "course_id": criteria.course,
        "vacancies": found.vacancies,
        "total": found.total,
        "number": page,
        "found": found,
        "typed": criteria.text,
        "last": last,
        "troubled": troubled,
        "updated": updated,
        "canonical_path": request.path if page == 1 else f"{request.path}?pagina={page}",
    }
    return render(request, "vacancies/list.html", context)


@require_safe
def vacancy_detail(request: HttpRequest, pk: int) -> HttpResponse:
    vacancy = get_object_or_404(_in_full(), pk=pk)
    if not vacancy.is_listed:
        return departed.answer(request, vacancy)
    text = vacancy.beginning
    vacancy.description = words.clean(text[:SHOWN_TEXT], SHOWN_TEXT)
    link = safe_link(vacancy.link)
    context = {
        "vacancy": vacancy,
        "link": link,
        "host": urlsplit(link).hostname,
        "sources": _sources(vacancy, link),
        "courses": _courses(vacancy),
        "cut": len(text) > SHOWN_TEXT,
    }
    return render(request, "vacancies/detail.html", context)


def _in_full() -> QuerySet[Vacancy]:
    """With what a page of one vacancy shows: of an endless description only the beginning."""
    alive = Posting.objects.filter(dead_at=None).only("site", "url", "vacancy_id").order_by("pk")
    rows = Vacancy.objects.defer("description", "search_text", "title_text")
    rows = rows.annotate(beginning=Left("description", SHOWN_TEXT + 1))
    return rows.prefetch_related("matches", Prefetch("postings", alive, to_attr="alive"))


def _courses(vacancy: Vacancy) -> list[tuple[int, str, list[str]]]:
    """Number and name of each course that it fits, and by which terms: the strongest first."""
    found: dict[int, tuple[str, dict[str, None]]] = {}
    for reason in matching.reasons(vacancy):
        _name, terms = found.setdefault(reason.course_id, (reason.course_name, {}))
        terms[reason.said or reason.term] = None
    return [(pk, name, list(terms)) for pk, (name, terms) in found.items()]


def _sources(vacancy: Vacancy, link: str) -> list[tuple[str, str]]:
    """Where else it was seen: name and address, one for each site, without the main link."""
    found: dict[str, str] = {}
    for posting in vacancy.alive:
        url = safe_link(posting.url)
        if url and url != link:
            found.setdefault(SITES.get(posting.site, posting.site), url)
    return list(found.items())[:SHOWN_SOURCES]


def _days_ago(days: int | None) -> date | None:
    return timezone.localdate() - timedelta(days) if days else None


def _page_query(asked: QueryDict, page: int) -> str:
    """What was asked, of another page."""
    other = asked.copy()
    other["pagina"] = str(page)
    return f"?{other.urlencode()}"


def _page_number(text: str) -> int:
    """1 for anything that is not a page number."""
    if not (text.isdecimal() and len(text) < 12):
        return 1
    return min(max(int(text), 1), LAST_PAGE)
