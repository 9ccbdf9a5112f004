"""Nothing that the bot uses is deleted: not by its own page, not among others in a list."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.documents import get_document_model
from wagtail.documents.views import documents
from wagtail.images import get_image_model
from wagtail.images.views import images

from bot_flows.models import Flow, Persona, ReplyTemplate
from bot_flows.usage import users_of

MOST_LISTED = 20


def guarded(instance: Model) -> bool:
    """Whether this is something that the bot may lean on."""
    kinds = (Flow, ReplyTemplate, Persona, get_image_model(), get_document_model())
    return isinstance(instance, kinds)


def refusal(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Where one of these is used: the list of what uses it, and back to it."""
    for instance in instances:
        if guarded(instance) and (users := users_of(instance)):
            _tell(request, instance, users)
            return redirect(AdminURLFinder(request.user).get_edit_url(instance) or "/dashboard/")
    return None


def _tell(request: HttpRequest, instance: Model, users: list[Model]) -> None:
    finder = AdminURLFinder(request.user)
    shown = users[:MOST_LISTED]
    links = [(finder.get_edit_url(user), str(user)) for user in shown]
    text = _("“%(name)s” não foi apagado, porque é usado em: %(list)s.") % {
        "name": instance,
        "list": ", ".join(f"“{label}”" for _url, label in links)
        + ("…" if len(users) > len(shown) else ""),
    }
    buttons = [messages.button(url, label) for url, label in links if url]
    messages.error(request, text, buttons=buttons)


class ImageDeleteView(images.DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refused = refusal(request, [self.object]) if self.user_has_permission("delete") else None
        return refused or super().dispatch(request, *args, **kwargs)


class DocumentDeleteView(documents.DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refused = refusal(request, [self.object]) if self.user_has_permission("delete") else None
        return refused or super().dispatch(request, *args, **kwargs)
