"""Taking the bot out of the dashboard and bringing it back; where a piece is used."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from bot_flows.admin.menu import BOT_MENU, Order

from . import deleting, views

URLS = [
    path("", views.IndexView.as_view(), name="index"),
    path("exportar/<str:form>/", views.ExportView.as_view(), name="export"),
    path("ensaio/<int:pk>/", views.TrialView.as_view(), name="trial"),
    path("sem-uso/", views.UnusedView.as_view(), name="unused"),
]


@hooks.register("register_admin_urls")
def exchange_urls() -> list[URLPattern | URLResolver]:
    return [path("bot/levar-e-trazer/", include((URLS, "bot_exchange"), "bot_exchange"))]


@hooks.register("register_admin_urls", order=-10)
def deleting_urls() -> list[URLPattern]:
    """Before Wagtail's own: what is used by the bot is asked first."""
    return [
        path("images/<int:image_id>/delete/", deleting.ImageDeleteView.as_view()),
        path("documents/delete/<int:document_id>/", deleting.DocumentDeleteView.as_view()),
    ]


class ExchangeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(item) for item in (views.EXPORT, views.IMPORT))


@hooks.register(BOT_MENU)
def exchange_item() -> MenuItem:
    return ExchangeMenuItem(
        _("Levar e trazer"),
        reverse("bot_exchange:index"),
        icon_name="download",
        order=Order.EXCHANGE,
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("bot_flows.import", _("Importar o bot"), _("Importou o bot"))
    actions.register_action("bot_flows.export", _("Exportar o bot"), _("Exportou o bot"))


@hooks.register("before_delete_snippet")
def refuse_to_delete_what_is_used(
    request: HttpRequest, instances: Iterable[Model]
) -> HttpResponse | None:
    """A flow or a text that something leads to cannot be deleted; the list says what does."""
    return deleting.refusal(request, instances)


@hooks.register("before_bulk_action")
def refuse_to_delete_many(
    request: HttpRequest, action: str, objects: Iterable[Any], view: Any
) -> HttpResponse | None:
    return deleting.refusal(request, objects) if action == "delete" else None
