"""What an editor does with a phrase: teach it, leave it aside, take that back, send to review."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from bot_flows import heard, proposals
from bot_flows.admin.logs import READ
from bot_flows.models import Flow, HandledPhrase

from .inbox import may_propose, tell
from .leaving import SEE
from .places import Place, Places, simulator

IGNORED = "bot_flows.leave_aside"
UNDONE = "bot_flows.undo_handled"
OPENS, CHOICE = "abrir:", "opcao:"


class Acting(View):
    """A change by an editor, who comes back to where they were."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not (request.user.has_perm(SEE) and may_propose(request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def editor(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def back(self) -> HttpResponse:
        return redirect(get_valid_next_url_from_request(self.request) or reverse("bot_heard:index"))

    def group(self) -> heard.Group | None:
        """The phrase that the form names, with those that are like it."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        names = (asked.get(name, "") for name in ("fluxo", "passo", "frase"))
        flow, step, phrase = (value.replace("\0", "")[: heard.LONGEST] for value in names)
        if not (flow and step and phrase):
            raise Http404
        return heard.find(flow, step, phrase, private=self.editor.has_perm(READ))

    def gone(self) -> HttpResponse:
        messages.warning(self.request, _("Esta frase já foi tratada por alguém."))
        return self.back()


class ProposeView(WagtailAdminTemplateMixin, Acting, TemplateView):
    """Asks what the phrase should do, and makes the draft and its test."""

    template_name = "bot_flows/heard/propose.html"
    page_title = gettext_lazy("Ensinar o bot")
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        inbox = {"url": reverse("bot_heard:index"), "label": _("Não entendi")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        group = self.group()
        return self._ask(group) if group else self.gone()

    def _ask(self, group: heard.Group, error: str = "") -> HttpResponse:
        key = (group.flow, group.step, group.first.phrase)
        context = self.get_context_data(
            group=group,
            place=self.places.find(group.flow, group.step),
            menu=proposals.menus([key]).get(key),
            flows=self.places.titles(),
            error=error,
            text=self._text(group),
            chosen=self.request.POST.get("destino", ""),
            next=get_valid_next_url_from_request(self.request),
        )
        return self.render_to_response(context, status=422 if error else 200)

    @cached_property
    def places(self) -> Places:
        return Places(self.editor)

    def _text(self, group: heard.Group) -> str:
        """What to teach: as it was corrected, or as it was said most."""
        given = self.request.POST.get("texto", "").replace("\0", "")[: heard.LONGEST]
        return given.strip() or proposals.clean_phrase(group.first.text)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        group = self.group()
        if group is None:
            return self.gone()
        way = request.POST.get("destino", "")
        if not way or way == OPENS:
            return self._ask(group)
        try:
            proposal = self._propose(group, way)
        except proposals.Refused as refused:
            return self._ask(group, str(refused))
        mark = heard.handle(group, HandledPhrase.Way.PROPOSED, self.editor)[0]
        tell(request, mark, **self._done(proposal, group))
        return self.back()

    def _propose(self, group: heard.Group, way: str) -> proposals.Proposal:
        if group.is_private and not request_text(self.request):
            raise proposals.Refused(
                _("A frase tem um dado pessoal; escreva só a parte que importa.")
            )
        text, place = self._text(group), (group.flow, group.step)
        if way.startswith(OPENS):
            return proposals.opening_word(way.removeprefix(OPENS), *place, text, self.editor)
        return proposals.synonym(*place, way.removeprefix(CHOICE), text, self.editor)

    def _done(self, proposal: proposals.Proposal, group: heard.Group) -> dict[str, Any]:
        return {
            "phrase": proposal.phrase,
            "label": proposal.label,
            "flow": proposal.flow.pk,
            "title": str(proposal.flow),
            "edit_url": self._edit_url(proposal, group),
            "test": proposal.test.pk,
            "simulator_url": simulator(group.flow, group.step),
        }

    def _edit_url(self, proposal: proposals.Proposal, group: heard.Group) -> str:
        own = proposal.flow.reference == group.flow
        place: Place = self.places.find(group.flow, group.step) if own else Place("", "")
        address = reverse("wagtailsnippets_bot_flows_flow:edit", args=[proposal.flow.pk])
        return place.edit_url or address


def request_text(request: HttpRequest) -> str:
    """What the editor wrote in the place of a phrase with something personal in it."""
    text = request.POST.get("texto", "").strip()
    return "" if heard.mask(text) != text or "[" in text else text


class LeaveAsideView(Acting):
    """Nothing is to be done about a phrase."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        group = self.group()
        if group is None:
            return self.gone()
        mark = heard.handle(group, HandledPhrase.Way.IGNORED, self.editor)[0]
        log(instance=mark, action=IGNORED, user=self.editor, title=mark.folded)
        tell(request, mark)
        return self.back()


class UndoView(Acting):
    """The phrase is to be dealt with again. A draft that was made of it stays."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mark = HandledPhrase.objects.filter(pk=kwargs["pk"]).first()
        if mark is None:
            messages.warning(request, _("Isto já foi desfeito."))
            return self.back()
        heard.undo(mark)
        log(instance=mark, action=UNDONE, user=self.editor, title=mark.folded)
        messages.success(request, _("“%(phrase)s” voltou à lista.") % {"phrase": mark.folded})
        return self.back()


class SubmitView(Acting):
    """Sends the draft of a flow to be reviewed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        flow = get_object_or_404(Flow, pk=kwargs["pk"])
        try:
            proposals.submit(flow, self.editor)
        except proposals.Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("“%(flow)s” foi para revisão.") % {"flow": flow})
        return self.back()
