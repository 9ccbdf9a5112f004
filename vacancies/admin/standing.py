"""Whether a vacancy is open, in the dashboard: what is known of it, and what an editor decides.

A look at its link, its end and its return; each stands in its history.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from vacancies import checking, closing, reports
from vacancies.liveness import Verdict
from vacancies.models import Vacancy, VacancyReport

CHECKED, CLOSED, REOPENED = "vacancies.check", "vacancies.close", "vacancies.reopen"
DISMISSED = "vacancies.dismiss_reports"
CHANGE = "vacancies.change_vacancy"
Answer = VacancyReport.Answer
FOUND = {
    Verdict.ALIVE: gettext_lazy("O link funciona: a vaga está no ar."),
    Verdict.GONE: gettext_lazy("O link não existe mais."),
    Verdict.SAID: gettext_lazy("A página diz que a vaga encerrou."),
    Verdict.UNCERTAIN: gettext_lazy("O site não deixou ver se a vaga está no ar."),
}


class Close(LogFormatter):
    label = gettext_lazy("Encerrar")

    def format_message(self, entry: Any) -> str:
        reason = dict(Vacancy.Closing.choices).get(entry.data.get("reason"), "")
        return _("Encerrou: %(reason)s") % {"reason": reason}


class Check(LogFormatter):
    label = gettext_lazy("Conferir o link")

    def format_message(self, entry: Any) -> str:
        found = dict(Vacancy.Check.choices).get(entry.data.get("found"), "")
        return _("Conferiu o link: %(found)s") % {"found": found}


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(CLOSED)(Close)
    actions.register_action(CHECKED)(Check)
    actions.register_action(REOPENED, gettext_lazy("Reabrir"), gettext_lazy("Reabriu a vaga"))
    actions.register_action(
        DISMISSED, gettext_lazy("Dispensar avisos"), gettext_lazy("Dispensou os avisos recebidos")
    )


class StandingView(WagtailAdminTemplateMixin, TemplateView):
    """What is known of one vacancy's life, and four things to do about it."""

    template_name = "vacancies/admin/standing.html"
    page_title = gettext_lazy("Situação da vaga")
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def vacancy(self) -> Vacancy:
        return get_object_or_404(Vacancy, pk=self.kwargs["pk"])

    @property
    def editor(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def get_page_subtitle(self) -> str:
        return str(self.vacancy)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listed = reverse("wagtailsnippets_vacancies_vacancy:list")
        edited = reverse("wagtailsnippets_vacancies_vacancy:edit", args=[self.vacancy.pk])
        return [
            *self.breadcrumbs_items,
            {"url": listed, "label": _("Vagas")},
            {"url": edited, "label": str(self.vacancy)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.vacancy.reports.filter(resolved_at=None)
        return super().get_context_data(vacancy=self.vacancy, reports=list(waiting), **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        acts = {
            "conferir": self.check,
            "encerrar": self.close,
            "reabrir": self.reopen,
            "dispensar": self.dismiss,
        }
        act = acts.get(request.POST.get("fazer", ""))
        if act is not None:
            act()
        here = reverse("vacancies_standing", args=[pk])
        return redirect(get_valid_next_url_from_request(request) or here)

    def check(self) -> None:
        """Look at once; the visitor waits, twenty seconds at most."""
        looked = checking.check_now(self.vacancy.pk)
        if looked is None:
            messages.warning(self.request, _("Esta vaga não tem link para conferir."))
            return
        found = "gone" if looked.verdict is Verdict.SAID else looked.verdict.value
        log(self.vacancy, CHECKED, user=self.editor, data={"found": found})
        reports.resolve(self.vacancy.pk, Answer.CHECKED, timezone.now(), self.editor)
        say = messages.success if looked.verdict is Verdict.ALIVE else messages.warning
        say(self.request, FOUND[looked.verdict])

    def close(self) -> None:
        if self.vacancy.closed_at:
            messages.warning(self.request, _("Esta vaga já estava encerrada."))
            return
        closing.close(self.vacancy, Vacancy.Closing.EDITOR, timezone.now(), self.editor)
        messages.success(
            self.request, _("Vaga encerrada. Para desfazer, escolha Reabrir na situação da vaga.")
        )

    def reopen(self) -> None:
        if not self.vacancy.closed_at:
            messages.warning(self.request, _("Esta vaga já estava aberta."))
            return
        closing.reopen(self.vacancy, timezone.now(), self.editor)
        messages.success(self.request, _("Vaga reaberta. O link será conferido em seguida."))

    def dismiss(self) -> None:
        if reports.resolve(self.vacancy.pk, Answer.DISMISSED, timezone.now(), self.editor):
            log(self.vacancy, DISMISSED, user=self.editor)
        messages.success(self.request, _("Avisos dispensados."))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("vagas/<int:pk>/situacao/", StandingView.as_view(), name="vacancies_standing")]


@hooks.register("register_snippet_listing_buttons")
def standing_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Vacancy) and user.has_perm(CHANGE):
        yield Button(
            _("Situação"),
            url=reverse("vacancies_standing", args=[snippet.pk]),
            icon_name="view",
            priority=30,
        )
