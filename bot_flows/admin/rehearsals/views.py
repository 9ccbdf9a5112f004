"""Writing conversation tests: the preview plays what is in the form, as the drafts answer it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.snippets.views import snippets

from bot_flows.models import ConversationTest

from . import bots
from .bots import Outcome, Source

NOT_IN_FORM = ("start_step", "waits_for")


class PlayedPreviewMixin:
    """Answers with the dialogue, every expectation judged."""

    object: ConversationTest
    request: HttpRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object.make_preview_request = self._play  # type: ignore[method-assign]
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def _play(self, *_args: Any, **_options: Any) -> HttpResponse:
        return played(self.request, self.object)


def played(request: HttpRequest, test: ConversationTest) -> TemplateResponse:
    """A test as a page by itself."""
    outcome = next(bots.outcomes(Source.DRAFTS, [test]), None)
    context = {"title": test.title or _("Teste sem título"), **shown(outcome)}
    return TemplateResponse(request, "bot_flows/rehearsals/preview.html", context)


def shown(outcome: Outcome | None) -> dict[str, Any]:
    """What a template of a dialogue needs."""
    if outcome is None:
        return {"rows": [], "passed": False, "faults": 0}
    return {"rows": outcome.rows, "passed": outcome.passed, "faults": outcome.faults}


class PreviewOnCreateView(PlayedPreviewMixin, snippets.PreviewOnCreateView):
    pass


class PreviewOnEditView(PlayedPreviewMixin, snippets.PreviewOnEditView):
    pass


class PreviewRevisionView(snippets.PreviewRevisionView):
    """An older version of a test, played."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return played(request, self.revision_object)


class TellsMixin:
    """After saving: whether the test passes now, so that nobody saves a wish."""

    request: HttpRequest
    object: ConversationTest
    expects_json_response: bool

    def save_action(self) -> Any:
        response = super().save_action()  # type: ignore[misc]
        if not self.expects_json_response:
            self._tell()
        return response

    def _tell(self) -> None:
        outcome = next(bots.outcomes(Source.DRAFTS, [self.object]), None)
        if outcome is not None and not outcome.passed:
            text = _("“%s” foi salvo, e falha nos rascunhos de agora.") % self.object
            button = messages.button(outcome.url, _("Ver o que falha"))
            messages.warning(self.request, text, buttons=[button])


class CreateView(TellsMixin, snippets.CreateView):
    """A copy begins where the original does, and waits for the same."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        source = self.request.GET.get("copia", "")
        original = (
            ConversationTest.objects.filter(pk=source).first() if source.isdecimal() else None
        )
        for name in NOT_IN_FORM if original else ():
            setattr(form.instance, name, getattr(original, name))
        return form


class EditView(TellsMixin, snippets.EditView):
    pass


class CopyView(snippets.CopyView):
    """Wagtail sends the form of a copy to the view that makes new ones."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["action_url"] = f"{self.get_add_url()}?copia={self.kwargs['pk']}"
        return context
