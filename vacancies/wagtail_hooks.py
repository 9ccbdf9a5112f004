"""The "Vagas" menu of the dashboard."""

from typing import Any

import django_filters
from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.contrib.settings.registry import SettingMenuItem
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from . import search
from .models import SearchRun, Vacancy, VacancySettings
from .models.searches import SITES


class VacancyFilterSet(WagtailFilterSet):
    """What an editor narrows the list by."""

    source = django_filters.AllValuesFilter(label=_("fonte"))

    class Meta:
        model = Vacancy
        fields = ("live", "kind", "state", "remote", "source", "edited_by_hand", "is_demo")


class VacancyIndexView(IndexView):
    """The list, searched as students search: without accents, by the words' stems."""

    def search_queryset(self, queryset: QuerySet[Vacancy]) -> QuerySet[Vacancy]:
        return search.having(queryset, self.search_query) if self.is_searching else queryset


class VacancyViewSet(SnippetViewSet):
    model = Vacancy
    icon = "clipboard-list"
    menu_label = _("Vagas")
    index_view_class = VacancyIndexView
    search_fields = ("title",)
    list_display = (
        "title",
        "company",
        Column("place_label", label=_("Lugar")),
        Column("get_kind_display", label=_("Tipo"), sort_key="kind"),
        Column("source", label=_("Fonte"), sort_key="source"),
        Column("posted_on", label=_("Publicada"), sort_key="sort_date"),
        BooleanColumn("live", label=_("Aparece"), sort_key="live"),
    )
    list_export = ("title", "company", "city", "state", "kind", "salary", "link", "posted_at")
    filterset_class = VacancyFilterSet
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False


class SearchRunPermissions(PermissionHelper):
    """A log is read, never written."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


@modeladmin_register
class SearchRunAdmin(ModelAdmin):
    """What each site said to each search."""

    model = SearchRun
    menu_label = _("Registro de buscas")
    menu_icon = "history"
    add_to_admin_menu = False
    permission_helper_class = SearchRunPermissions
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ("finished", "search", "site_name", "outcome", "found", "new", "message")
    list_filter = ("outcome", "site", "finished_at")
    list_select_related = ("search",)
    index_view_extra_css = ["css/logs.css"]
    search_fields = ("search__label", "search__place_label", "message")
    ordering = ("-finished_at", "-pk")

    @display(description=_("Terminou em"), ordering="finished_at")
    def finished(self, run: SearchRun) -> str:
        return date_format(timezone.localtime(run.finished_at), "SHORT_DATETIME_FORMAT")

    @display(description=_("Site"), ordering="site")
    def site_name(self, run: SearchRun) -> str:
        return SITES.get(run.site, run.site)


class SearchRunMenuItem(MenuItem):
    """Seen by whoever may read the log."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("vacancies.view_searchrun"))


class VacancyGroup(SnippetViewSetGroup):
    items = (VacancyViewSet,)
    menu_label = _("Vagas")
    menu_name = "vagas"
    menu_icon = "clipboard-list"
    menu_order = 210

    def get_submenu_items(self) -> list[MenuItem]:
        log_url = reverse("vacancies_searchrun_modeladmin_index")
        log = SearchRunMenuItem(SearchRunAdmin.menu_label, log_url, icon_name="history", order=20)
        settings = SettingMenuItem(VacancySettings, icon="cog", order=30)
        return [*super().get_submenu_items(), log, settings]


register_snippet(VacancyGroup)


class _Visibility(SnippetBulkAction):
    """Shows or hides all the chosen vacancies."""

    models = [Vacancy]
    template_name = "vacancies/admin/confirm_visibility.html"
    live: bool
    question: Any

    def check_perm(self, vacancy: Vacancy) -> bool:
        allowed = self.permission_policy.user_has_permission_for_instance
        return bool(allowed(self.request.user, "change", vacancy))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs, action=self)
        return context

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "live": self.live}

    @classmethod
    def execute_action(cls, objects: list[Vacancy], **kwargs: Any) -> tuple[int, int]:
        chosen = Vacancy.objects.filter(pk__in=[vacancy.pk for vacancy in objects])
        return chosen.update(live=kwargs["live"]), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        said = ngettext("%(n)s vaga alterada.", "%(n)s vagas alteradas.", num_parent_objects)
        return said % {"n": num_parent_objects}


@hooks.register("register_bulk_action")
class HideVacancies(_Visibility):
    display_name = _("Esconder")
    aria_label = _("Esconder as vagas marcadas")
    question = _("Esconder estas vagas dos estudantes? Elas não voltam sozinhas.")
    action_type = "hide"
    action_priority = 10
    live = False


@hooks.register("register_bulk_action")
class ShowVacancies(_Visibility):
    display_name = _("Mostrar")
    aria_label = _("Mostrar as vagas marcadas")
    question = _("Mostrar estas vagas aos estudantes?")
    action_type = "show"
    action_priority = 20
    live = True


@hooks.register("construct_settings_menu")
def keep_settings_in_one_place(request: HttpRequest, items: list[MenuItem]) -> None:
    """The settings of the searches stand in the "Vagas" menu only."""
    items[:] = [i for i in items if getattr(i, "model", None) is not VacancySettings]
