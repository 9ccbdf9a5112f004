"""The simulator and its personas in the dashboard."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from bot_flows.admin.menu import BOT_MENU, Order

from .personas import PersonaViewSet
from .views import SimulatorView, may_try

register_snippet(PersonaViewSet)


class SimulatorItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_try(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("bot/simulador/", SimulatorView.as_view(), name="bot_simulator")]


@hooks.register(BOT_MENU)
def simulator_item() -> MenuItem:
    url = reverse("bot_simulator")
    return SimulatorItem(_("Simulador"), url, icon_name="comment-add", order=Order.SIMULATOR)
