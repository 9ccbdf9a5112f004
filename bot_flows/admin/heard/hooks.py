"""What people said, in the dashboard: what nobody understood, and where people leave."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from bot_flows.admin.menu import BOT_MENU, Order
from bot_flows.proposals import PROPOSED

from . import acting
from .counting import CountView
from .inbox import InboxView
from .leaving import SEE, LeavingView

INBOX_URLS = [
    path("", InboxView.as_view(), name="index"),
    path("resultados/", InboxView.as_view(results_only=True), name="index_results"),
    path("ensinar/", acting.ProposeView.as_view(), name="propose"),
    path("deixar-de-lado/", acting.LeaveAsideView.as_view(), name="leave_aside"),
    path("desfazer/<int:pk>/", acting.UndoView.as_view(), name="undo"),
    path("revisar/<int:pk>/", acting.SubmitView.as_view(), name="submit"),
]
LEAVING_URLS = [
    path("", LeavingView.as_view(), name="index"),
    path("resultados/", LeavingView.as_view(results_only=True), name="index_results"),
]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [
        path("bot/nao-entendi/", include((INBOX_URLS, "bot_heard"), "bot_heard")),
        path("bot/saidas/", include((LEAVING_URLS, "bot_leaving"), "bot_leaving")),
        path("bot/quantos/", CountView.as_view(), name="bot_audience"),
    ]


class ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE))


@hooks.register(BOT_MENU)
def inbox_item() -> MenuItem:
    return ReportItem(
        _("Não entendi"),
        reverse("bot_heard:index"),
        name="bot-heard",
        icon_name="help",
        order=Order.NOT_UNDERSTOOD,
    )


@hooks.register(BOT_MENU)
def leaving_item() -> MenuItem:
    return ReportItem(
        _("Onde as pessoas saem"),
        reverse("bot_leaving:index"),
        name="bot-leaving",
        icon_name="logout",
        order=Order.LEAVING,
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        PROPOSED, _("Ensinar o bot"), _("Fez um rascunho com uma frase que o bot não entendia")
    )
    actions.register_action(acting.IGNORED, _("Deixar de lado"), _("Deixou uma frase de lado"))
    actions.register_action(acting.UNDONE, _("Voltar à lista"), _("Devolveu uma frase à lista"))


@hooks.register("insert_editor_js")
def count_people() -> SafeString:
    """Beside each rule of a Branch: how many people would go that way."""
    return format_html(
        '<script defer src="{}" data-address="{}"></script>',
        static("bot_flows/heard/audience.js"),
        reverse("bot_audience"),
    )
