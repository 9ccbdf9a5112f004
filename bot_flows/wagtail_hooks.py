"""The "Bot" menu of the dashboard, and what holds there."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.contrib.settings.registry import SettingMenuItem, register_setting
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.snippets.models import register_snippet

from bot_flows.admin import forms_matrix  # noqa: F401
from bot_flows.admin.access import hooks as access  # noqa: F401 - what registers itself
from bot_flows.admin.editing import hooks as editing  # noqa: F401
from bot_flows.admin.exchange import hooks as exchange  # noqa: F401
from bot_flows.admin.heard import hooks as heard  # noqa: F401
from bot_flows.admin.logs import INBOUND, OUTBOUND
from bot_flows.admin.maps import hooks as maps  # noqa: F401
from bot_flows.admin.matching import hooks as matching  # noqa: F401
from bot_flows.admin.menu import BOT_MENU, Order
from bot_flows.admin.rehearsals import hooks as rehearsals  # noqa: F401
from bot_flows.admin.releases import hooks as releases  # noqa: F401
from bot_flows.admin.simulator import hooks as simulator  # noqa: F401
from bot_flows.admin.viewsets import FlowViewSet, ReplyViewSet
from bot_flows.models import BotSettings, Flow, ReplyTemplate


class BotGroup(ViewSetGroup):
    menu_label = gettext_lazy("Bot")
    menu_name = "bot"
    menu_icon = "comment"
    menu_order = 200
    submenu_hook = BOT_MENU


register_snippet(FlowViewSet)
register_snippet(ReplyViewSet)
register_setting(BotSettings, icon="cog")
for message_log in (INBOUND, OUTBOUND):
    message_log.register_with_wagtail()


@hooks.register("register_admin_viewset")
def bot_menu() -> BotGroup:
    return BotGroup()


@hooks.register(BOT_MENU)
def settings_item() -> MenuItem:
    item = SettingMenuItem(BotSettings, icon="cog", order=Order.SETTINGS)
    item.label = _("Configurações")
    return item


@hooks.register(BOT_MENU)
def inbound_item() -> MenuItem:
    return INBOUND.get_menu_item(order=Order.INBOUND)


@hooks.register(BOT_MENU)
def outbound_item() -> MenuItem:
    return OUTBOUND.get_menu_item(order=Order.OUTBOUND)


@hooks.register("construct_settings_menu")
def one_place_for_settings(request: HttpRequest, items: list[MenuItem]) -> None:
    """The settings of the bot stand in the "Bot" menu only."""
    items[:] = [item for item in items if getattr(item, "model", None) is not BotSettings]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    own = [codename for codename, _name in BotSettings._meta.permissions]
    return Permission.objects.filter(content_type__app_label="bot_flows", codename__in=own)


class PublishFirst(PublishMenuItem):
    """Publishing as the big button; the Enter key still saves a draft."""

    template_name = "bot_flows/publish_first.html"


@hooks.register("construct_snippet_action_menu")
def publishing_first(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Where the bot's words are written, whoever may publish finds that first."""
    others = [item for item in items if item.name != PublishFirst.name]
    if issubclass(context["model"], Flow | ReplyTemplate) and len(others) < len(items):
        items[:] = [PublishFirst(), *others]
