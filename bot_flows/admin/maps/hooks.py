"""The map and the problems in the dashboard: addresses, menu entries, the first page."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from bot_flows.admin.menu import BOT_MENU, Order

from .panels import HealthPanel
from .views import REPORTS, MapView, ProblemsView, may_look


class MapItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user, also=(REPORTS,))


class ProblemsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("bot/mapa/", MapView.as_view(), name="bot_map"),
        path("bot/problemas/", ProblemsView.as_view(), name="bot_problems"),
    ]


@hooks.register(BOT_MENU)
def map_item() -> MenuItem:
    return MapItem(_("Mapa"), reverse("bot_map"), icon_name="site", order=Order.MAP)


@hooks.register(BOT_MENU)
def problems_item() -> MenuItem:
    url = reverse("bot_problems")
    return ProblemsItem(_("Problemas"), url, icon_name="warning", order=Order.PROBLEMS)


@hooks.register("construct_homepage_panels")
def health_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_look(request.user):
        panels.append(HealthPanel())


@hooks.register("insert_editor_js")
def landing() -> SafeString:
    """Opens what is folded where a link names a field."""
    return format_html('<script src="{}"></script>', static("bot_flows/maps/landing.js"))
