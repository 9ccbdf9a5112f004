"""Showing a draft to somebody without an account: making the link, and what it shows."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.log_actions import log

from bot_flows.models import GuestComment, ReviewLink

from . import pieces
from .addresses import Piece, address, of_token
from .review import PieceMixin

MADE, WITHDRAWN, HEARD = "bot_flows.share", "bot_flows.unshare", "bot_flows.guest_comment"


class ShareView(PieceMixin, View):
    """Makes a link to the newest draft."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        revision = self.piece.latest_revision
        if revision is None:
            messages.error(request, _("Salve um rascunho antes de fazer o link."))
            return redirect(address(self.piece))
        assert isinstance(request.user, User)
        link = ReviewLink.objects.create(
            revision=revision,
            written_at=revision.created_at,
            made_by=request.user,
            expires_at=timezone.now() + ReviewLink.LIFE,
        )
        log(instance=self.piece, action=MADE, user=request.user, revision=revision)
        messages.success(request, _("O link está pronto: copie e envie a quem vai ler."))
        return redirect(f"{address(self.piece)}#link-{link.pk}")


class UnshareView(PieceMixin, View):
    """Ends a link at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        links = ReviewLink.objects.filter(revision__in=self.piece.revisions, withdrawn_at=None)
        link = get_object_or_404(links, pk=kwargs["link"])
        link.withdrawn_at = timezone.now()
        link.save(update_fields=["withdrawn_at"])
        log(instance=self.piece, action=WITHDRAWN, user=request.user, revision=link.revision)
        messages.success(request, _("O link não mostra mais nada."))
        return redirect(address(self.piece))


class CommentForm(forms.ModelForm):
    class Meta:
        model = GuestComment
        fields = ("name", "text")
        labels = {"name": gettext_lazy("Seu nome"), "text": gettext_lazy("Seu comentário")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "text": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        }


@never_cache
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The draft of a link, to whoever has it; 404 for no link, 410 for one that is over."""
    try:
        link = of_token(token)
    except Http404:
        return _closed(request, _("Este endereço não é de nenhum rascunho."), 404)
    if not link.is_open(timezone.now()):
        return _closed(request, _why(link, timezone.now()), 410)
    form = CommentForm(request.POST if request.method == "POST" else None)
    full = link.comments.count() >= GuestComment.MOST
    if request.method == "POST" and form.is_valid() and not full:
        _keep(form, link)
        return redirect(f"{request.path}?enviado=1#comentario")
    return _show(request, link, form, full=full)


def _show(request: HttpRequest, link: ReviewLink, form: CommentForm, *, full: bool) -> HttpResponse:
    draft: Piece = link.revision.as_object()
    stored: Piece = type(draft).objects.get(pk=draft.pk)
    context = {
        "draft": draft,
        "comparison": pieces.compare(stored, draft),
        "link": link,
        "form": form,
        "full": full,
        "thanks": "enviado" in request.GET,
    }
    return _private(render(request, "bot_flows/access/guest.html", context))


def _keep(form: CommentForm, link: ReviewLink) -> None:
    form.instance.link = link
    form.save()
    log(instance=link.revision.content_object, action=HEARD, revision=link.revision)


def _why(link: ReviewLink, now: datetime) -> str:
    if link.withdrawn_at:
        return _("Quem fez este link o desfez.")
    if now >= link.expires_at:
        return _("O prazo deste link acabou.")
    return _("O rascunho mudou depois que este link foi feito.")


def _closed(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    page = render(request, "bot_flows/access/closed.html", {"reason": reason}, status=status)
    return _private(page)


def _private(response: HttpResponse) -> HttpResponse:
    """For nobody but who has the address: no search engine keeps it."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
