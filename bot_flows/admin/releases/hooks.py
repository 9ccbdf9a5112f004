"""Releases in the dashboard: what changed, going back, planning ahead."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .viewset import ReleaseViewSet


@hooks.register("register_admin_viewset")
def releases() -> ReleaseViewSet:
    return ReleaseViewSet()


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("bot_flows.activate", _("Voltar à versão"), _("Voltou a esta versão"))
