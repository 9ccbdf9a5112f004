"""Levar e trazer: the bot as a file, and a file as drafts of the bot."""

import json
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from bot_flows import publishing, usage
from bot_flows.admin.views import tell
from bot_flows.exchange import applying, reading
from bot_flows.exchange.difference import Difference
from bot_flows.exchange.document import Json, Source, export
from bot_flows.exchange.faults import BrokenDocument
from bot_flows.models import BotSettings, Parcel, PublishRefused

EXPORT, IMPORT = "bot_flows.export_bot", "bot_flows.import_bot"
KEPT = timedelta(days=7)
MOST_LISTED = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Allowed(View):
    """Only for those who hold one of these rights."""

    any_of: tuple[str, ...] = (IMPORT,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not any(request.user.has_perm(item) for item in self.any_of):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class BringForm(forms.Form):
    """The file that somebody brings."""

    file = forms.FileField(
        label=gettext_lazy("Arquivo exportado"),
        help_text=gettext_lazy("O bot inteiro (.json) ou os textos (.xlsx)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.xlsx"}),
        max_length=200,
        error_messages={"required": gettext_lazy("Escolha um arquivo.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".json", ".xlsx")):
            raise forms.ValidationError(_("Traga um arquivo .json ou .xlsx que foi exportado."))
        if file.size > reading.MOST_BYTES:
            raise forms.ValidationError(_("O arquivo é grande demais: até 25 MB."))
        return file


class IndexView(WagtailAdminTemplateMixin, Allowed, TemplateView):
    """What can be taken, and a place to bring a file."""

    any_of = (EXPORT, IMPORT)
    template_name = "bot_flows/exchange/index.html"
    page_title = gettext_lazy("Levar e trazer")
    header_icon = "download"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            **{"form": BringForm()} | kwargs,
            may_export=user.has_perm(EXPORT),
            may_import=user.has_perm(IMPORT),
            parcels=Parcel.objects.select_related("brought_by").defer("content")[:MOST_LISTED],
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(IMPORT):
            raise PermissionDenied
        form = BringForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        assert isinstance(request.user, User)
        return redirect("bot_exchange:trial", pk=_keep(form.cleaned_data["file"], request.user).pk)


def _keep(file: Any, by: User) -> Parcel:
    """Keep what was brought; what nobody applied within a week goes."""
    old = timezone.now() - KEPT
    Parcel.objects.filter(applied_at=None, brought_at__lt=old).delete()
    Parcel.objects.exclude(applied_at=None).update(content=b"")
    kind = Parcel.Kind.WORDING if file.name.lower().endswith(".xlsx") else Parcel.Kind.BOT
    return Parcel.objects.create(
        kind=kind, filename=file.name[-200:], content=file.read(), brought_by=by
    )


class ExportView(Allowed):
    """The bot, or its wording, as a file to keep."""

    any_of = (EXPORT,)

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        source = Source.LIVE if request.GET.get("fonte") == "publicado" else Source.DRAFTS
        document = export(source)
        day = f"{timezone.localdate():%Y-%m-%d}"
        if form == "textos":
            response = HttpResponse(_sheet().write(document), content_type=XLSX)
            name = f"capyvagas-textos-{day}.xlsx"
        else:
            written = json.dumps(document, ensure_ascii=False, indent=1)
            response = HttpResponse(written, content_type="application/json; charset=utf-8")
            name = f"capyvagas-bot-{day}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        with publishing.held():
            stored = BotSettings.load()
        log(instance=stored, action="bot_flows.export", user=request.user, data={"file": name})
        return response


class TrialView(WagtailAdminTemplateMixin, Allowed, TemplateView):
    """What a file would change; and, when asked, the change."""

    template_name = "bot_flows/exchange/trial.html"
    page_title = gettext_lazy("Ensaio da importação")
    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.parcel: Parcel | None = None

    def _parcel(self) -> Parcel:
        if self.parcel is None:
            self.parcel = get_object_or_404(Parcel, pk=self.kwargs["pk"])
        return self.parcel

    def get_page_subtitle(self) -> str:
        return self._parcel().filename

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"parcel": self._parcel(), "index_url": reverse("bot_exchange:index")}
        if not self._parcel().applied_at:
            try:
                context["found"] = applying.trial(_document(self._parcel()))
            except BrokenDocument as error:
                context["faults"] = error.faults
        return super().get_context_data(**context | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "discard" in request.POST:
            self._parcel().delete()
            messages.success(request, _("O arquivo foi descartado; nada mudou."))
            return redirect("bot_exchange:index")
        if self._parcel().applied_at:
            return redirect("bot_exchange:trial", pk=self._parcel().pk)
        try:
            found = self._apply(request)
        except BrokenDocument as error:
            return self.render_to_response(self.get_context_data(refused=error.faults))
        except PublishRefused as refused:
            heading = _("Nada mudou: estas configurações quebrariam o bot de agora.")
            tell(request, refused.issues, heading)
            return redirect("bot_exchange:trial", pk=self._parcel().pk)
        messages.success(request, _counted(found))
        return redirect("bot_exchange:trial", pk=self._parcel().pk)

    def _apply(self, request: HttpRequest) -> Difference:
        assert isinstance(request.user, User)
        parcel = self._parcel()
        found = applying.apply(
            _document(parcel),
            request.user,
            seen=request.POST.get("digest", "") or "-",
            with_settings="settings" in request.POST and _may_set(request.user),
        )
        parcel.applied_at = timezone.now()
        parcel.summary, parcel.content = _counted(found)[:300], b""
        parcel.save()
        return found


def _may_set(user: User) -> bool:
    return user.has_perm("bot_flows.change_botsettings")


def _sheet() -> Any:
    """Loaded when a spreadsheet is asked for: it brings numpy into the process."""
    from bot_flows.exchange import sheet

    return sheet


def _document(parcel: Parcel) -> Json:
    content = bytes(parcel.content)
    if parcel.kind == Parcel.Kind.WORDING:
        return _sheet().read(content, export())
    return reading.read(content)


def _counted(found: Difference) -> str:
    count = len(found.drafts)
    return ngettext(
        "%(count)s peça foi trazida. Fluxos e respostas esperam como rascunhos.",
        "%(count)s peças foram trazidas. Fluxos e respostas esperam como rascunhos.",
        count,
    ) % {"count": count}


class UnusedView(WagtailAdminTemplateMixin, Allowed, TemplateView):
    """What nothing uses."""

    any_of = ("bot_flows.change_flow", "bot_flows.view_flow")
    template_name = "bot_flows/exchange/unused.html"
    page_title = gettext_lazy("Sem uso")
    header_icon = "bin"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unused=usage.unused(), **kwargs)
