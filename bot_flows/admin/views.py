"""The editor's views where Wagtail's own do not know that a publication may be refused."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.snippets.views import snippets

from bot_flows import publishing
from bot_flows.compiler import compile_release
from bot_flows.engine.codes import Issue
from bot_flows.models import Flow, PublishRefused, Release, ReplyTemplate
from bot_flows.publishing import TestsFailed

from .forms import CheckedForm, elsewhere
from .rehearsals.refusing import page_of

MOST_FAULTS = 8


def tell(request: HttpRequest, issues: Iterable[Issue], heading: str) -> None:
    """Show why something was refused, each fault with a link to its place."""
    messages.error(request, heading)
    for fault in elsewhere(list(issues)[:MOST_FAULTS], request.user):
        label = _("Abrir “%s”") % fault.label
        buttons = [messages.button(fault.url, label)] if fault.url else []
        messages.error(request, fault.text, buttons=buttons)


def warn(request: HttpRequest, content: Flow | ReplyTemplate, form: CheckedForm) -> None:
    """Show what could be better in what was just published."""
    bot = compile_release(overrides={content.reference: content})
    found = [issue for issue in publishing.warnings(bot) if form.is_own(issue)]
    if found:
        heading = _("Em “%s”, dá para melhorar:") % content
        entries = ((line,) for line in form.lines(found[:MOST_FAULTS]))
        listed = format_html_join("", "<li>{}</li>", entries)
        messages.warning(request, format_html("{}<ul>{}</ul>", heading, listed))


def warn_of_tests(request: HttpRequest) -> None:
    """After a publication: that tests failed which had failed before, or were overridden."""
    failed = Release.objects.filter(active=True).values_list("tests_failed", flat=True).first()
    if failed:
        text = ngettext(
            "%(n)s teste de conversa falha na versão no ar.",
            "%(n)s testes de conversa falham na versão no ar.",
            failed,
        )
        address = f"{reverse('bot_tests:run')}?em=publicado"
        messages.warning(
            request, text % {"n": failed}, buttons=[messages.button(address, _("Ver os testes"))]
        )


class RefusableMixin:
    """Publishing from the editor: the form has checked, and the release has the last word."""

    request: HttpRequest
    action: str
    get_edit_url: Any
    expects_json_response: bool
    object: Flow | ReplyTemplate
    form: CheckedForm

    def get_error_message(self) -> Any:
        if self.action == "publish" and not self.expects_json_response:
            return _("Não foi publicado. Corrija o que está marcado, ou salve como rascunho.")
        return super().get_error_message()  # type: ignore[misc]

    def publish_action(self) -> HttpResponse | None:
        response = self._refusable(super().publish_action)  # type: ignore[misc]
        if response is None and not self.expects_json_response:
            warn(self.request, self.object, self.form)
            warn_of_tests(self.request)
        return response

    def workflow_action_action(self) -> HttpResponse | None:
        return self._refusable(super().workflow_action_action)  # type: ignore[misc]

    def submit_action(self) -> HttpResponse | None:
        """Whoever may approve publishes by submitting."""
        return self._refusable(super().submit_action)  # type: ignore[misc]

    def restart_workflow_action(self) -> HttpResponse | None:
        return self._refusable(super().restart_workflow_action)  # type: ignore[misc]

    def _refusable(self, act: Any) -> HttpResponse | None:
        try:
            with transaction.atomic():
                return act()
        except TestsFailed:
            return redirect(page_of(self.object))
        except PublishRefused as refused:
            heading = _("O rascunho foi salvo, mas não foi publicado: quebraria o bot.")
            tell(self.request, refused.issues, heading)
            return redirect(self.get_edit_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        for fault in getattr(form, "elsewhere", ()):
            if fault.url:
                button = messages.button(fault.url, _("Abrir “%s”") % fault.label)
                messages.error(self.request, _("Veja em “%s”.") % fault.label, buttons=[button])
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return response


class CreateView(RefusableMixin, snippets.CreateView):
    pass


class EditView(RefusableMixin, snippets.EditView):
    pass


class UnpublishView(snippets.UnpublishView):
    def unpublish(self) -> HttpResponse | None:
        for item in self.objects_to_unpublish:
            item.acting_user = self.request.user
        try:
            with transaction.atomic():
                return super().unpublish()
        except TestsFailed:
            return redirect(page_of(self.objects_to_unpublish[0], "retirar"))
        except PublishRefused as refused:
            tell(self.request, refused.issues, _("Não foi retirado do ar: quebraria o bot."))
            return redirect(self.get_next_url())


class DeleteView(snippets.DeleteView):
    def form_valid(self, form: Any) -> HttpResponse:
        self.object.acting_user = self.request.user
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except TestsFailed:
            return redirect(page_of(self.get_object(), "apagar"))
        except PublishRefused as refused:
            tell(self.request, refused.issues, _("Não foi apagado: quebraria o bot."))
            return redirect(self.get_success_url())


class WorkflowActionView(snippets.WorkflowActionView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except TestsFailed:
            return self._lead_to(page_of(self.object))
        except PublishRefused as refused:
            tell(request, refused.issues, _("Não foi publicado: quebraria o bot."))
            return self._lead_to(self.redirect_url)

    def _lead_to(self, url: str) -> HttpResponse:
        """To this page, also out of the window in which a review is approved."""
        if self.request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(self.request, {"step": "success", "redirect": url})
        return redirect(url)
