"""Who may do what: reviews, conversations with a person, accounts, and what is logged."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from bot_flows.admin.logs import READ
from bot_flows.admin.menu import BOT_MENU, Order
from bot_flows.api.people import UNMASKED

from . import accounts, banner, guests, handoff, urls  # noqa: F401 - what registers itself

LOOKING_ON = ("view_flow", "view_replytemplate", "view_release", "view_channel")


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return urls.urlpatterns


@hooks.register("register_permissions")
def looking_on() -> QuerySet[Permission]:
    """What only looks on is no column of the page of groups, unless it is asked for."""
    return Permission.objects.filter(content_type__app_label="bot_flows", codename__in=LOOKING_ON)


class AttendancesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(READ))


@hooks.register(BOT_MENU)
def attendances_item() -> MenuItem:
    return AttendancesItem(
        _("Atendimentos"),
        reverse("bot_handoff:index"),
        name="bot-handoff",
        icon_name="group",
        order=Order.INBOUND - 1,
    )


class Unmasking(LogFormatter):
    """On the contact: by which key, where it was one. On the key: which contact."""

    label = _("Tirar a máscara")

    def format_message(self, entry: Any) -> str:
        if contact := entry.data.get("contact"):
            return gettext("Viu sem máscara o contato %s") % contact
        if name := entry.data.get("name"):
            return gettext("Dados vistos sem máscara pela chave %s") % name
        return gettext("Viu os dados sem máscara")


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        guests.MADE, _("Fazer link de revisão"), _("Fez um link para mostrar o rascunho")
    )
    actions.register_action(
        guests.WITHDRAWN, _("Desfazer link de revisão"), _("Desfez um link do rascunho")
    )
    actions.register_action(
        guests.HEARD, _("Comentário de visita"), _("Uma visita comentou o rascunho")
    )
    actions.register_action(UNMASKED)(Unmasking)
    actions.register_action(
        handoff.GIVEN_BACK, _("Devolver ao bot"), _("Devolveu a conversa ao bot")
    )
