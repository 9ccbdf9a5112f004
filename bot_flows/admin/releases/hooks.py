"""Releases in the dashboard: what changed, going back, planning ahead."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.models import ModelLogEntry

from bot_flows.models import Flow, ReplyTemplate
from bot_flows.models.schedule import REFUSED, REFUSED_EXPIRY

from . import log
from .viewset import ReleaseViewSet


@hooks.register("register_admin_viewset")
def releases() -> ReleaseViewSet:
    return ReleaseViewSet()


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    log.register(actions)


@hooks.register("before_edit_snippet")
def tell_what_was_refused(request: HttpRequest, instance: Any) -> None:
    """Until somebody saves this piece again, its editor reads why the clock did nothing."""
    if request.method != "GET" or not isinstance(instance, Flow | ReplyTemplate):
        return
    entries = ModelLogEntry.objects.for_instance(instance)
    last = entries.filter(action__in=(REFUSED, REFUSED_EXPIRY)).order_by("-timestamp").first()
    newest = instance.latest_revision
    if last and (newest is None or newest.created_at < last.timestamp):
        messages.error(request, log.refusal(last))
