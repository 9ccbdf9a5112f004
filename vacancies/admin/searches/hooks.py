"""The console of the searches: its addresses, its menu item, its log."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from vacancies.admin.menu import VACANCIES_MENU, Order

from .views import ACTS, SEE, ActView, ConsoleView, SiteView

URLS = [
    path("", ConsoleView.as_view(), name="index"),
    path("<slug:site>/", SiteView.as_view(), name="site"),
    path("<slug:site>/<slug:act>/", ActView.as_view(), name="act"),
]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("vagas/buscas/", include((URLS, "vacancies_searches"), "vacancies_searches"))]


class ConsoleItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE))


@hooks.register(VACANCIES_MENU)
def console_item() -> MenuItem:
    address = reverse("vacancies_searches:index")
    return ConsoleItem(
        _("Buscas"), address, name="vacancies-searches", icon_name="search", order=Order.SEARCHES
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        ACTS["comecar"].logged, _("Buscar agora"), _("Adiantou as buscas deste site")
    )
    actions.register_action(ACTS["parar"].logged, _("Parar site"), _("Parou as buscas neste site"))
    actions.register_action(
        ACTS["retomar"].logged, _("Retomar site"), _("Retomou as buscas neste site")
    )
