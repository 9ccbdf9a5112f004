"""What is done with a release: put it on the air, plan it, move conversations to it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log

from bot_flows import pinned, planning, publishing
from bot_flows.admin.forms import Elsewhere, elsewhere
from bot_flows.admin.rehearsals import refusing
from bot_flows.engine.codes import Issue
from bot_flows.models import PublishRefused, Release, ReleasePlan

from .page import difference
from .views import UNREADABLE, ReleaseView, read

MOST_FAULTS = 8
WRITTEN = "%d/%m/%Y %H:%M"  # the calendar overwrites what is not written as it writes itself


class ActivateView(ReleaseView):
    """Shows what students will read differently, asks, and puts an older release on the air."""

    template_name = "bot_flows/releases/activate.html"
    page_title = gettext_lazy("Voltar para esta versão")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.release.active:
            messages.info(request, _("A %s já está no ar.") % self.release)
            return redirect(self.release_url)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.release.active:
            return self.get(request, *args, **kwargs)
        try:
            self._activate()
        except publishing.TestsFailed as failed:
            title = _("Pôr no ar a %s quebraria conversas") % self.release
            return refusing.refused(request, failed, title, request.path)
        except PublishRefused as refused:
            return self._refuse(faults=_told(refused.issues, request.user))
        except ValueError:
            return self._refuse(reason=UNREADABLE % {"release": self.release})
        messages.success(request, _("A %s está no ar.") % self.release)
        return redirect("bot_releases:index")

    def _activate(self) -> None:
        user = self.request.user
        assert isinstance(user, User)
        release = Release.objects.get(pk=self.release.pk)
        with refusing.as_asked(self.request):
            planning.put_on_air(release, user)
        log(instance=release, action="bot_flows.activate", user=user)

    def _refuse(self, **why: Any) -> HttpResponse:
        heading = _("Nada mudou: a %s não pode ir ao ar.") % self.release
        messages.error(self.request, heading)
        return self.render_to_response(self.get_context_data(**why), status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.active and self.active != self.release:
            context |= difference(self.active, self.release, self.request.user)
        elif read(self.release.pk) is None:
            context["unreadable"] = UNREADABLE % {"release": self.release}
        if "faults" not in context:
            context["faults"] = _told(_errors(self.release), self.request.user)
        return context


def _errors(release: Release) -> tuple[Issue, ...]:
    bot = read(release.pk)
    return publishing.errors(bot) if bot else ()


def _told(issues: tuple[Issue, ...], user: Any) -> list[Elsewhere]:
    return elsewhere(issues[:MOST_FAULTS], user)


class PlanForm(forms.Form):
    """When a release goes on the air, and when it leaves it again."""

    starts_at = forms.DateTimeField(
        label=gettext_lazy("Entra no ar em"),
        input_formats=[WRITTEN],
        widget=AdminDateTimeInput(format=WRITTEN),
        help_text=gettext_lazy("Dia e hora de Brasília, como 24/12/2026 10:00."),
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Volta à versão de antes em"),
        input_formats=[WRITTEN],
        required=False,
        widget=AdminDateTimeInput(format=WRITTEN),
        help_text=gettext_lazy("Vazio: fica no ar até alguém publicar outra."),
    )

    def clean_starts_at(self) -> datetime:
        starts: datetime = self.cleaned_data["starts_at"]
        if starts <= timezone.now():
            raise ValidationError(_("Essa hora já passou."))
        return starts

    def clean(self) -> None:
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("A volta precisa ser depois da entrada."))


class PlanView(ReleaseView):
    """Plans a release."""

    template_name = "bot_flows/releases/plan.html"
    page_title = gettext_lazy("Agendar")
    header_icon = "calendar-alt"

    def form(self) -> PlanForm:
        return PlanForm(self.request.POST if self.request.method == "POST" else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unreadable = "" if read(self.release.pk) else UNREADABLE % {"release": self.release}
        faults = _told(_errors(self.release), self.request.user)
        known: dict[str, Any] = {"unreadable": unreadable, "faults": faults}
        form = kwargs.pop("form", None) or self.form()
        media = form.media
        return super().get_context_data(form=form, media=media, **known, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form()
        if form.is_valid() and (made := self._plan(form)):
            messages.success(request, _("Agendado: %s.") % planning.told(made))
            return redirect("bot_releases:index")
        return self.render_to_response(self.get_context_data(form=form))

    def _plan(self, form: PlanForm) -> ReleasePlan | None:
        user, data = self.request.user, form.cleaned_data
        assert isinstance(user, User)
        if read(self.release.pk) is None or _errors(self.release):
            form.add_error(None, _("Esta versão não pode ir ao ar; os motivos estão acima."))
            return None
        try:
            return planning.plan(self.release, data["starts_at"], data["ends_at"], user)
        except planning.PlanRefused as refused:
            form.add_error(None, str(refused))
            return None


class CancelPlanView(ReleaseView):
    """Asks, and cancels a plan."""

    template_name = "bot_flows/releases/cancel_plan.html"
    page_title = gettext_lazy("Cancelar agendamento")
    header_icon = "calendar-alt"

    @cached_property
    def plan(self) -> ReleasePlan:
        rows = ReleasePlan.objects.select_related("release").defer("release__document")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404(_("Este agendamento não existe."))
        return found

    @cached_property
    def release(self) -> Release:
        return self.plan.release

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plan=self.plan, told=planning.told(self.plan), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert isinstance(request.user, User)
        if done := planning.cancel(self.plan.pk, request.user):
            messages.success(request, _("Cancelado: %s.") % planning.told(done))
        else:
            messages.warning(request, _("Este agendamento já tinha terminado."))
        return redirect("bot_releases:index")


class MoveView(ReleaseView):
    """Asks, and moves open conversations to the release on the air."""

    template_name = "bot_flows/releases/move.html"
    page_title = gettext_lazy("Mover conversas")
    header_icon = "comment"

    @cached_property
    def number(self) -> int | None:
        """The release whose conversations are meant; None for all older ones."""
        pk: int | None = self.kwargs.get("pk")
        return pk

    def get_page_subtitle(self) -> str:
        return str(self.release) if self.number else ""

    def trail(self) -> list[dict[str, Any]]:
        return super().trail() if self.number else [{"url": "", "label": self.get_page_title()}]

    @property
    def release_url(self) -> str:
        return super().release_url if self.number else reverse("bot_releases:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.number is None:
            self.release = self.active  # type: ignore[assignment]
        on_air = self.active.pk if self.active else None
        counts = pinned.counts(timezone.now())
        behind = {pk: count for pk, count in counts.items() if pk != on_air}
        count = sum(behind.values()) if self.number is None else behind.get(self.number, 0)
        return super().get_context_data(conversations=count, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert isinstance(request.user, User)
        count = pinned.move(request.user, timezone.now(), self.number)
        if count:
            text = ngettext("%(n)s conversa movida.", "%(n)s conversas movidas.", count)
            messages.success(request, text % {"n": count})
        else:
            messages.info(request, _("Não havia mais nenhuma conversa para mover."))
        return redirect("bot_releases:index")
