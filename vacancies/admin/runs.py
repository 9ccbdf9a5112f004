"""What each site said to each search, as a log."""

from typing import Any

from django.contrib.admin import display
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from vacancies.models import SearchRun
from vacancies.models.searches import SITES


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
