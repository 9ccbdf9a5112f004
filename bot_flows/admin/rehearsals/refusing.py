"""What is shown where conversation tests refuse a publication, and the way to do it anyway.

For flows and replies this is a page of its own, played anew whenever it is opened, so that its
address can be given to somebody who may decide. Settings have no draft: their form comes along.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from bot_flows import gate, publishing
from bot_flows.admin.access import trials
from bot_flows.compiler import compile_release
from bot_flows.engine.release import Release as Bot
from bot_flows.models import Flow, PublishRefused, Release, ReplyTemplate
from bot_flows.models.release import load
from bot_flows.publishing import OVERRIDE, TestsFailed

from . import bots
from .running import TestPage

type Content = Flow | ReplyTemplate

KINDS: dict[str, type[Flow] | type[ReplyTemplate]] = {"fluxo": Flow, "resposta": ReplyTemplate}
ACTIONS = {"publicar": "publish", "retirar": "publish", "apagar": "delete"}
NEVER_SENT_AGAIN = {"csrfmiddlewaretoken", "override_reason", "override_tests"}
MOST_NAMED = 5


@contextmanager
def as_asked(request: HttpRequest) -> Iterator[None]:
    """Publications go through although tests fail, where the request says so, with a reason,
    and whoever sends it may."""
    reason = request.POST.get("override_reason", "").strip()
    if not reason or "override_tests" not in request.POST:
        yield
        return
    with publishing.overriding(cast(User, request.user), reason):
        yield


def page_of(content: Content, action: str = "publicar") -> str:
    """The address of what would come of doing this to that content."""
    kind = next(name for name, model in KINDS.items() if isinstance(content, model))
    return reverse("bot_tests:refused", args=[kind, content.pk, action])


def refused(request: HttpRequest, failed: TestsFailed, title: str, back: str) -> HttpResponse:
    """A page that sends the same form again, where the tests are to be overridden."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_SENT_AGAIN
        for value in values
    ]
    context = {
        "header_title": title,
        "breadcrumbs_items": [{"url": back, "label": title}],
        "header_icon": "clipboard-list",
        "back_url": back,
        "sent": sent,
        **shown(request, failed.report),
    }
    return TemplateResponse(request, "bot_flows/rehearsals/refused.html", context)


def shown(request: HttpRequest, report: gate.Report) -> dict[str, Any]:
    """What the template needs to show these failures, and who may override them."""
    flows = bots.Flows.now()
    may_override = request.user.has_perm(OVERRIDE)
    return {
        "report": report,
        "broken": [bots.Outcome(played, flows) for played in report.broken],
        "may_override": may_override,
        "whom_to_ask": [] if may_override else whom_to_ask(),
        "reason_missing": "override_tests" in request.POST,
    }


def whom_to_ask() -> list[str]:
    """Names of people who may publish although tests fail."""
    codename = OVERRIDE.partition(".")[2]
    granted = Q(groups__permissions__codename=codename) | Q(user_permissions__codename=codename)
    users = User.objects.filter(granted | Q(is_superuser=True), is_active=True).distinct()
    return [user.get_full_name() or user.username for user in users.order_by("pk")[:MOST_NAMED]]


class RefusedView(TestPage):
    """What would come of publishing, withdrawing or deleting this content, played now."""

    template_name = "bot_flows/rehearsals/refused.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in KINDS or kwargs["action"] not in ACTIONS:
            raise Http404
        self.action = kwargs["action"]
        self.stored: Content = get_object_or_404(KINDS[kwargs["kind"]], pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        policy = policy_registry.get_by_type(type(self.stored))
        needed = "change" if request.method == "GET" else ACTIONS[self.action]
        if not policy.user_has_permission(request.user, needed):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return {
            "publicar": _("Publicar quebraria conversas"),
            "retirar": _("Retirar do ar quebraria conversas"),
            "apagar": _("Apagar quebraria conversas"),
        }[self.action]

    def get_page_subtitle(self) -> str:
        return str(self.stored)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "back_url": self._edit_url(),
            "sent": [],
            **shown(self.request, self._report()),
        }

    def _edit_url(self) -> str:
        name = type(self.stored).snippet_viewset.get_url_name("edit")
        return reverse(name, args=[self.stored.pk])

    def _report(self) -> gate.Report:
        """The tests as they would come out."""
        reference = self.stored.reference
        draft = None if self.action != "publicar" else self.stored.get_latest_revision_as_object()
        return trials.play(_on_air(), compile_release(overrides={reference: draft}), reference)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.POST.get("override_reason", "").strip():
            return self.get(request, *args, **kwargs)
        try:
            with transaction.atomic(), as_asked(request):
                self._act(cast(User, request.user))
        except TestsFailed:
            raise PermissionDenied from None
        except PublishRefused as fault:
            for line in fault.reasons():
                messages.error(request, line)
            return redirect(self._edit_url())
        return self._done()

    def _act(self, by: User) -> None:
        stored = self.stored
        if self.action == "publicar":
            _publish(stored, by)
        elif self.action == "retirar":
            stored.unpublish(user=by)
        else:
            stored.acting_user = by
            stored.delete()

    def _done(self) -> HttpResponse:
        text = {
            "publicar": _("“%s” foi publicado, apesar dos testes que falham."),
            "retirar": _("“%s” foi retirado do ar, apesar dos testes que falham."),
            "apagar": _("“%s” foi apagado, apesar dos testes que falham."),
        }[self.action]
        messages.success(self.request, text % self.stored)
        if self.action == "apagar":
            return redirect(type(self.stored).snippet_viewset.get_url_name("list"))
        return redirect(self._edit_url())


def _on_air() -> Bot:
    number = Release.objects.filter(active=True).values_list("number", flat=True).first()
    return load(number) if number else compile_release()


def _publish(content: Content, by: User) -> None:
    """Approve the review that is under way, where ``by`` may; else publish the newest draft."""
    task = content.current_workflow_task_state
    if task and _may_approve(content, by):
        task.specific.approve(user=by)
    else:
        revision = content.latest_revision or content.save_revision(user=by)
        revision.publish(user=by)


def _may_approve(content: Content, by: User) -> bool:
    task = content.current_workflow_task
    return bool(task) and "approve" in {name for name, *_ in task.get_actions(content, by)}
