"""The "Vagas" menu of the dashboard, and what holds there. An area each under ``admin``."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.contrib.settings.registry import SettingMenuItem
from wagtail.snippets.models import register_snippet

from vacancies.admin import (  # noqa: F401 - what registers itself
    missed,
    reports,
    standing,
    synonyms,
    visibility,
)
from vacancies.admin.menu import VACANCIES_MENU, Order
from vacancies.admin.moderation import hooks as moderation  # noqa: F401
from vacancies.admin.runs import SearchRunAdmin, SearchRunMenuItem
from vacancies.admin.searches import hooks as searches  # noqa: F401
from vacancies.admin.vacancies import VacancyViewSet
from vacancies.models import VacancySettings


class VacancyGroup(ViewSetGroup):
    menu_label = _("Vagas")
    menu_name = "vagas"
    menu_icon = "clipboard-list"
    menu_order = 210
    submenu_hook = VACANCIES_MENU


register_snippet(VacancyViewSet)


@hooks.register("register_admin_viewset")
def vacancies_menu() -> VacancyGroup:
    return VacancyGroup()


@hooks.register(VACANCIES_MENU)
def log_item() -> MenuItem:
    address = reverse("vacancies_searchrun_modeladmin_index")
    return SearchRunMenuItem(
        SearchRunAdmin.menu_label, address, icon_name="history", order=Order.LOG
    )


@hooks.register(VACANCIES_MENU)
def settings_item() -> MenuItem:
    return SettingMenuItem(VacancySettings, icon="cog", order=Order.SETTINGS)


@hooks.register("construct_settings_menu")
def keep_settings_in_one_place(request: HttpRequest, items: list[MenuItem]) -> None:
    """The settings of the searches stand in the "Vagas" menu only."""
    items[:] = [i for i in items if getattr(i, "model", None) is not VacancySettings]
