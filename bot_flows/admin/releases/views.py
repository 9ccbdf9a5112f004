"""The versions of the bot: the list of them, and going back to an older one."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from bot_flows import publishing
from bot_flows.admin.views import tell
from bot_flows.compiler import compile_release
from bot_flows.models import Release


class WayBackColumn(Column):
    """The button that puts an older release on the air."""

    cell_template_name = "bot_flows/way_back_cell.html"

    def get_cell_context_data(self, instance: Release, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        if not instance.active and user.has_perm("bot_flows.publish_flow"):
            context["url"] = reverse("bot_releases:activate", args=[instance.pk])
        return context


class ReleaseIndexView(generic.IndexView):
    """All releases, the newest first, and what keeps the newest content from being one."""

    any_permission_required = ["view"]
    columns = [
        Column("__str__", label=gettext_lazy("Versão")),
        BooleanColumn("active", label=gettext_lazy("No ar")),
        DateColumn("created_at", label=gettext_lazy("Criada em")),
        Column("created_by", label=gettext_lazy("Por")),
        Column("reason", label=gettext_lazy("Motivo")),
        WayBackColumn("way_back", label="", accessor="pk"),
    ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if found := publishing.errors(compile_release()):
            tell(request, found, _("O conteúdo publicado tem erros; o bot segue na versão no ar."))
        return super().get(request, *args, **kwargs)


class ActivateView(WagtailAdminTemplateMixin, TemplateView):
    """Asks, and puts an older release on the air."""

    template_name = "bot_flows/activate.html"
    page_title = gettext_lazy("Voltar para esta versão")
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.release = get_object_or_404(Release, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        index_url = reverse("bot_releases:index")
        return super().get_context_data(release=self.release, index_url=index_url, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.release)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert isinstance(request.user, User)
        publishing.activate(self.release, request.user)
        log(instance=self.release, action="bot_flows.activate", user=request.user)
        messages.success(request, _("A %s está no ar.") % self.release)
        return redirect("bot_releases:index")
