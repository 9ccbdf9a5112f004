"""The page on which a reviewer decides: the conversation before and after, the tests, what is
wrong; then yes, or what to change."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState, WorkflowState
from wagtail.snippets.permissions import get_permission_name
from wagtail.snippets.views import snippets

from bot_flows import publishing
from bot_flows.admin.forms import elsewhere
from bot_flows.admin.views import tell
from bot_flows.models import GuestComment, PublishRefused, ReviewLink

from . import pieces, trials
from .addresses import NAMES, Piece, address, find, guest_address

APPROVE, REJECT = "approve", "reject"


class DecisionForm(forms.Form):
    """``seen`` names what was read, so that nothing else is decided about."""

    seen = forms.CharField(widget=forms.HiddenInput)
    action = forms.ChoiceField(choices=[(APPROVE, APPROVE), (REJECT, REJECT)])
    override = forms.BooleanField(
        label=gettext_lazy("Publicar mesmo com testes falhando"),
        help_text=gettext_lazy("Fica registrado com o seu nome e o comentário."),
        required=False,
    )
    comment = forms.CharField(
        label=gettext_lazy("Comentário"),
        help_text=gettext_lazy("Ao pedir mudanças, diga quais. Quem escreveu lê isto."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("comment", "").strip():
            if data.get("action") == REJECT:
                self.add_error("comment", _("Diga o que precisa mudar."))
            elif data.get("override"):
                self.add_error("comment", _("Diga por que publicar mesmo assim."))
        return data


def may_look(user: Any, piece: Piece) -> bool:
    """Who writes such content may look at its review; so may whoever decides about it."""
    if user.has_perm(get_permission_name("change", type(piece))):
        return True
    task = piece.current_workflow_task
    return bool(task and task.get_actions(piece, user))


def stamp(piece: Piece) -> str:
    """Names the newest draft as it is now: autosave overwrites a revision in place."""
    revision = piece.latest_revision
    return f"{revision.pk}:{revision.created_at.isoformat()}" if revision else ""


class PieceMixin(WagtailAdminTemplateMixin):
    """A view of one piece of content, for those who may look at its review."""

    request: HttpRequest
    piece: Piece

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.piece = find(kwargs["kind"], kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_look(request.user, self.piece):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ReviewView(PieceMixin, TemplateView):
    template_name = "bot_flows/access/review.html"
    page_title = gettext_lazy("Revisão")
    header_icon = "comment"

    @cached_property
    def draft(self) -> Piece:
        draft: Piece = self.piece.get_latest_revision_as_object()
        return draft

    @cached_property
    def state(self) -> WorkflowState | None:
        return self.piece.current_workflow_state

    @cached_property
    def actions(self) -> set[str]:
        """What this user may decide."""
        task = self.piece.current_workflow_task
        found = task.get_actions(self.piece, self.request.user) if task else ()
        return {name for name, _label, _modal in found}

    def get_page_subtitle(self) -> str:
        return str(self.draft)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        kind = f"wagtailsnippets_bot_flows_{self.piece._meta.model_name}:list"
        name = str(self.piece._meta.verbose_name_plural).capitalize()
        edit = AdminURLFinder(self.request.user).get_edit_url(self.piece) or ""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Início")},
            {"url": reverse(kind), "label": name},
            {"url": edit, "label": str(self.draft)},
            {"url": "", "label": _("Revisão de “%s”") % self.draft},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = pieces.compare(self.piece, self.draft)
        errors = publishing.errors(comparison.after)
        warnings = publishing.warnings(comparison.after)
        report = trials.play(comparison.before, comparison.after, self.draft.reference)
        user = self.request.user
        initial = {"seen": stamp(self.piece)}
        return {
            "form": DecisionForm(initial=initial),
            **super().get_context_data(**kwargs),
            "piece": self.piece,
            "draft": self.draft,
            "comparison": comparison,
            "report": report,
            "may_override": bool(report.broken) and user.has_perm(publishing.OVERRIDE),
            "errors": elsewhere(errors, user),
            "warnings": elsewhere(self._own(warnings), user),
            "state": self.state,
            "waits": bool(self.state and self.state.status == WorkflowState.STATUS_IN_PROGRESS),
            "said": self._said(),
            "may_decide": {APPROVE, REJECT} <= self.actions,
            "edit_url": AdminURLFinder(user).get_edit_url(self.piece),
            "simulator_url": self._simulator(),
            "links": self._links(),
            "share_url": address(self.piece, "share"),
            "life": ReviewLink.LIFE.days,
            "comments": self._comments(),
        }

    def _own(self, issues: Any) -> list[Any]:
        reference = self.draft.reference
        return [issue for issue in issues if reference in (issue.flow, issue.item)]

    def _simulator(self) -> str:
        flow = f"?fluxo={self.draft.reference}" if NAMES[type(self.piece)] == "fluxo" else ""
        return f"{reverse('wagtailadmin_home')}bot/simulador/{flow}"

    def _said(self) -> list[TaskState]:
        """What reviewers said in this review, the newest first."""
        if not self.state:
            return []
        states = self.state.task_states.exclude(comment="").select_related("finished_by")
        return list(states.order_by("-finished_at"))

    def _links(self) -> list[tuple[ReviewLink, str]]:
        revision = self.piece.latest_revision
        if revision is None:
            return []
        links = ReviewLink.objects.filter(
            revision=revision,
            written_at=revision.created_at,
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
        )
        return [(link, guest_address(link)) for link in links.select_related("made_by")]

    def _comments(self) -> Any:
        return GuestComment.objects.filter(link__revision__in=self.piece.revisions)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DecisionForm(request.POST)
        if not self.piece.workflow_in_progress:
            messages.error(request, _("“%s” não está mais em revisão.") % self.draft)
            return redirect(address(self.piece))
        if not form.is_valid():
            return self._again(form)
        if form.cleaned_data["action"] not in self.actions:
            raise PermissionDenied
        if form.cleaned_data["seen"] != stamp(self.piece):
            messages.error(request, _("O rascunho mudou enquanto você lia: veja de novo."))
            return self._again(_fresh(form, self.piece))
        return self._decide(form)

    def _again(self, form: DecisionForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def _decide(self, form: DecisionForm) -> HttpResponse:
        action, comment = form.cleaned_data["action"], form.cleaned_data["comment"].strip()
        task_state = self.piece.current_workflow_task_state
        user = self.request.user
        assert isinstance(user, User)
        try:
            with transaction.atomic(), _tests_aside(form, user):
                task_state.task.specific.on_action(task_state, user, action, comment=comment)
        except PublishRefused as refused:
            heading = _("Não foi publicado: quebraria o bot. A revisão continua aberta.")
            _tell(self.request, refused, heading)
            return self._again(form)
        messages.success(self.request, _decided(action) % self.draft)
        return redirect(f"wagtailsnippets_bot_flows_{self.piece._meta.model_name}:list")


class PreviewForReview(snippets.WorkflowPreviewView):
    """Where Wagtail previews what is to be approved: the page on which it is decided."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_look(request.user, self.object):
            raise PermissionDenied
        return redirect(address(self.object))


def _tests_aside(form: DecisionForm, user: User) -> AbstractContextManager[None]:
    """Where the reviewer says so, and may: failing tests do not hold the publication up."""
    if not form.cleaned_data["override"]:
        return nullcontext()
    return publishing.overriding(user, form.cleaned_data["comment"].strip())


def _tell(request: HttpRequest, refused: PublishRefused, heading: str) -> None:
    if refused.issues:
        tell(request, refused.issues, heading)
    else:
        messages.error(request, " ".join([heading, *refused.reasons()]))


def _fresh(form: DecisionForm, piece: Piece) -> DecisionForm:
    """The same words, for the draft as it is now."""
    comment = form.cleaned_data["comment"]
    return DecisionForm(initial={"seen": stamp(piece), "comment": comment})


def _decided(action: str) -> str:
    if action == APPROVE:
        return _("“%s” foi aprovado e está no ar.")
    return _("O pedido de mudanças em “%s” foi enviado a quem escreveu.")
