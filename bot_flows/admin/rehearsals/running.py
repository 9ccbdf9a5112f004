"""Playing conversation tests from the dashboard: all of them, some, or one to look at."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from bot_flows.models import ConversationTest, Flow
from bot_flows.rehearsal import record

from . import bots
from .bots import Source
from .views import shown

CHUNK = 25  # tests a request: well under a second, and the bar moves
CHANGE = "bot_flows.change_conversationtest"


class TestPage(WagtailAdminTemplateMixin, TemplateView):
    """A page below the list of tests."""

    __test__ = False
    header_icon = "clipboard-list"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        bots.must_see(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = reverse(ConversationTest.snippet_viewset.get_url_name("list"))
        label = _("Testes de conversa")
        return [
            *self.breadcrumbs_items,
            {"url": index, "label": label},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class RunView(TestPage):
    """All tests on the drafts or on the air; a script plays them bit by bit, with a bar."""

    template_name = "bot_flows/rehearsals/run.html"
    page_title = gettext_lazy("Rodar os testes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = Source.of(self.request)
        tests = list(ConversationTest.objects.select_related("persona"))
        at_once = "tudo" in self.request.GET
        found = list(bots.outcomes(source, tests)) if at_once else []
        return super().get_context_data(
            source=source,
            sources=list(Source),
            tests=tests,
            chunk=CHUNK,
            nothing=source.bot() is None,
            outcomes=found,
            passed=sum(outcome.passed for outcome in found),
            failed=sum(not outcome.passed for outcome in found),
            **kwargs,
        )


class PartView(View):
    """Some tests, by their ids: rows of the table, ready to be put in."""

    def get(self, request: HttpRequest) -> JsonResponse:
        bots.must_see(request)
        source = Source.of(request)
        wanted = [int(pk) for pk in request.GET.get("ids", "").split(",") if pk.isdecimal()]
        tests = ConversationTest.objects.filter(pk__in=wanted[:CHUNK]).select_related("persona")
        found = list(bots.outcomes(source, tests))
        return JsonResponse(
            {
                "passed": sum(outcome.passed for outcome in found),
                "failed": sum(not outcome.passed for outcome in found),
                "cells": {outcome.test.pk: _cell(outcome, source) for outcome in found},
            }
        )


def _cell(outcome: bots.Outcome, source: Source) -> str:
    context = {"outcome": outcome, "query": f"?em={source}"}
    return render_to_string("bot_flows/rehearsals/outcome.html", context)


class ResultView(TestPage):
    """One test, played now."""

    template_name = "bot_flows/rehearsals/result.html"
    page_title = gettext_lazy("Teste de conversa")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.test = get_object_or_404(
            ConversationTest.objects.select_related("persona"), pk=kwargs["pk"]
        )

    def get_page_subtitle(self) -> str:
        return self.test.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = Source.of(self.request)
        outcome = next(bots.outcomes(source, [self.test]), None)
        return super().get_context_data(
            test=self.test,
            source=source,
            sources=list(Source),
            outcome=outcome,
            may_change=self.request.user.has_perm(CHANGE),
            edit_url=bots.edit_url(self.test),
            **shown(outcome),
            **kwargs,
        )


class RecordAgainView(ResultView):
    """Asks, and takes what the bot answers now as what it must answer."""

    template_name = "bot_flows/rehearsals/record_again.html"
    page_title = gettext_lazy("Gravar de novo")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert isinstance(request.user, User)
        bot = Source.of(request).bot()
        if bot is None:
            messages.error(request, _("Nada foi publicado ainda: não há o que gravar."))
        else:
            keys = {pk: str(key) for pk, key in Flow.objects.values_list("pk", "key")}
            self._keep(record(bot, self.test.script_for(keys)), request.user)
            text = _("“%s” foi gravado de novo. O que estava antes está no histórico.")
            messages.success(request, text % self.test)
        return redirect(bots.result_url(self.test))

    def _keep(self, script: Any, by: User) -> None:
        with transaction.atomic():
            self.test.renew(script)
            self.test.save()
            revision = self.test.save_revision(user=by, changed=True)
            log(
                instance=self.test,
                action="bot_flows.record_again",
                user=by,
                revision=revision,
                content_changed=True,
            )
