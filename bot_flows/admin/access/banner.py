"""In the editor: where the review of this piece stands, and what the reviewer said."""

from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import TaskState, WorkflowState

from bot_flows.models import Flow, ReplyTemplate

from .addresses import address


@hooks.register("before_edit_snippet")
def tell_of_the_review(request: HttpRequest, instance: Any) -> None:
    if request.method != "GET" or not isinstance(instance, Flow | ReplyTemplate):
        return
    state = instance.current_workflow_state
    if state is None:
        return
    buttons = [messages.button(address(instance), _("Ver a conversa e os testes"))]
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        messages.warning(request, _asked(state.current_task_state), buttons=buttons)
    else:
        when = date(timezone.localtime(state.created_at), "SHORT_DATETIME_FORMAT")
        messages.info(request, _("Em revisão desde %s.") % when, buttons=buttons)


def _asked(task_state: TaskState | None) -> str:
    if task_state is None or not task_state.finished_by:
        return _("Quem revisou pediu mudanças.")
    who = get_user_display_name(task_state.finished_by)
    if not task_state.comment:
        return _("%s pediu mudanças.") % who
    said = {"who": who, "comment": task_state.comment}
    return _("%(who)s pediu mudanças: “%(comment)s”") % said
