"""What was looked for and not found: the list, what is done about it, and taking that back."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import LogActionRegistry, log

from vacancies import missed
from vacancies.models import MissedSearch

from .exports import HarmlessExport
from .menu import VACANCIES_MENU, Order

SEE, CHANGE = "vacancies.view_missedsearch", "vacancies.change_missedsearch"
SYNONYMS = "vacancies.add_synonymgroup"
DISMISSED, REOPENED = "vacancies.dismiss_missed", "vacancies.reopen_missed"
HANDLED = "tratadas"
_INPUT = {"class": "w-field__input"}


class MissedFilters(WagtailFilterSet):
    """What is still to be dealt with, unless the other list is asked for."""

    situacao = django_filters.ChoiceFilter(
        label=gettext_lazy("Situação"),
        choices=[(HANDLED, gettext_lazy("Já tratadas"))],
        empty_label=gettext_lazy("A tratar"),
        method="pass_over",
        widget=forms.Select(attrs=_INPUT),
    )
    onde = django_filters.ChoiceFilter(
        field_name="door",
        label=gettext_lazy("Onde"),
        choices=MissedSearch.Door.choices,
        empty_label=gettext_lazy("Em todo lugar"),
        widget=forms.Select(attrs=_INPUT),
    )

    class Meta:
        model = MissedSearch
        fields: list[str] = []

    def pass_over(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        """``filter_queryset`` decides: this holds when nothing is asked, too."""
        return rows

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        handled = self.form.cleaned_data.get("situacao") == HANDLED
        return super().filter_queryset(queryset).filter(handled_at__isnull=not handled)


class MissedView(HarmlessExport, ReportView):
    """The most frequent first; for who may see it."""

    permission_required = SEE
    model = MissedSearch
    template_name = "vacancies/admin/missed.html"
    results_template_name = "vacancies/admin/missed_results.html"
    index_url_name = "vacancies_missed:index"
    index_results_url_name = "vacancies_missed:index_results"
    page_title = gettext_lazy("Buscas sem resultado")
    header_icon = "search"
    filterset_class = MissedFilters
    paginate_by = 50
    list_export = ("phrase", "count", "get_door_display", "first_at", "last_at", "get_way_display")
    export_headings = {
        "phrase": gettext_lazy("Busca"),
        "get_door_display": gettext_lazy("Onde"),
        "get_way_display": gettext_lazy("O que foi feito"),
    }
    export_filename = "buscas-sem-resultado"

    def user_has_permission(self, permission: str) -> bool:
        return bool(self.request.user.has_perm(permission))

    def get_queryset(self) -> QuerySet:
        return MissedSearch.objects.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            **kwargs,
            may_change=user.has_perm(CHANGE),
            may_add_synonyms=user.has_perm(SYNONYMS),
            synonyms_url=reverse("vacancies_synonyms:add"),
            path=self.request.get_full_path(),
        )


class _Acting(View):
    """A change to a phrase, at every door; the editor comes back to where they were."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(MissedSearch, pk=pk)
        self.act(row, MissedSearch.objects.filter(key=row.key))
        address = get_valid_next_url_from_request(request) or reverse("vacancies_missed:index")
        return redirect(address)

    def act(self, row: MissedSearch, rows: QuerySet[MissedSearch]) -> None:
        raise NotImplementedError


class DismissView(_Acting):
    """Nothing is to be done about a phrase."""

    def act(self, row: MissedSearch, rows: QuerySet[MissedSearch]) -> None:
        if not missed.handle(rows, MissedSearch.Way.DISMISSED):
            messages.warning(self.request, _("Esta busca já foi tratada por alguém."))
            return
        log(instance=row, action=DISMISSED, user=self.request.user, title=row.phrase)
        handled = f"{reverse('vacancies_missed:index')}?situacao={HANDLED}"
        messages.success(
            self.request,
            _("“%(phrase)s” saiu da lista. Dá para desfazer em “Já tratadas”.")
            % {"phrase": row.phrase},
            buttons=[messages.button(handled, _("Ver as já tratadas"))],
        )


class ReopenView(_Acting):
    """The phrase is to be dealt with again."""

    def act(self, row: MissedSearch, rows: QuerySet[MissedSearch]) -> None:
        if not missed.reopen(rows):
            messages.warning(self.request, _("Isto já foi desfeito."))
            return
        log(instance=row, action=REOPENED, user=self.request.user, title=row.phrase)
        said = _("“%(phrase)s” voltou à lista.") % {"phrase": row.phrase}
        messages.success(self.request, said)


MISSED_URLS = [
    path("", MissedView.as_view(), name="index"),
    path("resultados/", MissedView.as_view(results_only=True), name="index_results"),
    path("deixar-de-lado/<int:pk>/", DismissView.as_view(), name="dismiss"),
    path("desfazer/<int:pk>/", ReopenView.as_view(), name="reopen"),
]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    included = include((MISSED_URLS, "vacancies_missed"), "vacancies_missed")
    return [path("vagas/sem-resultado/", included)]


class MissedItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE))


@hooks.register(VACANCIES_MENU)
def missed_item() -> MenuItem:
    return MissedItem(
        gettext_lazy("Buscas sem resultado"),
        reverse("vacancies_missed:index"),
        name="vacancies-missed",
        icon_name="search",
        order=Order.MISSED,
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        DISMISSED, gettext_lazy("Deixar de lado"), gettext_lazy("Deixou uma busca de lado")
    )
    actions.register_action(
        REOPENED, gettext_lazy("Voltar à lista"), gettext_lazy("Devolveu uma busca à lista")
    )
