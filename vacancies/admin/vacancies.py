"""The list of vacancies in the dashboard, and a vacancy's form."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from vacancies import search
from vacancies.models import Vacancy

from .exports import HarmlessExport
from .menu import VACANCIES_MENU, Order
from .moderation.pasting import PastedCreateView, paste_button


class VacancyFilterSet(WagtailFilterSet):
    """What an editor narrows the list by."""

    source = django_filters.AllValuesFilter(label=_("fonte"))

    class Meta:
        model = Vacancy
        fields = (
            "live",
            "moderation",
            "closed_reason",
            "check_outcome",
            "kind",
            "state",
            "remote",
            "source",
            "edited_by_hand",
            "is_demo",
        )


class VacancyIndexView(HarmlessExport, IndexView):
    """The list, searched as students search: without accents, by the words' stems."""

    @property
    def header_buttons(self) -> list[Any]:
        """Writing one from a link stands beside writing one."""
        add = self.permission_policy.user_has_permission(self.request.user, "add")
        return [*super().header_buttons, *([paste_button()] if add else [])]

    def search_queryset(self, queryset: QuerySet[Vacancy]) -> QuerySet[Vacancy]:
        return search.having(queryset, self.search_query) if self.is_searching else queryset


class VacancyViewSet(SnippetViewSet):
    model = Vacancy
    icon = "clipboard-list"
    menu_label = _("Vagas")
    menu_hook = VACANCIES_MENU
    menu_order = Order.VACANCIES
    index_view_class = VacancyIndexView
    add_view_class = PastedCreateView
    search_fields = ("title",)
    list_display = (
        "title",
        "company",
        Column("place_label", label=_("Lugar")),
        Column("get_kind_display", label=_("Tipo"), sort_key="kind"),
        Column("source", label=_("Fonte"), sort_key="source"),
        Column("posted_on", label=_("Publicada"), sort_key="sort_date"),
        BooleanColumn("listed", label=_("Aparece"), sort_key="listed"),
    )
    list_export = ("title", "company", "city", "state", "kind", "salary", "link", "posted_at")
    filterset_class = VacancyFilterSet
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False
