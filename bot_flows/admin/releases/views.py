"""The versions of the bot: the list of them, and what every page about them shares."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from bot_flows import pinned, planning, publishing
from bot_flows.admin.views import tell
from bot_flows.compiler import compile_release
from bot_flows.engine.release import Release as Bot
from bot_flows.models import Release
from bot_flows.models.release import load

PUBLISH = "bot_flows.publish_flow"
LOOK = ("bot_flows.view_release", "bot_flows.change_flow", PUBLISH)
UNREADABLE = gettext_lazy(
    "A %(release)s foi escrita num formato que o sistema não lê mais. "
    "Publique de novo o que quiser dela."
)


def may_look(user: Any) -> bool:
    return any(user.has_perm(right) for right in LOOK)


def may_publish(user: Any) -> bool:
    return bool(user.has_perm(PUBLISH))


def read(number: int) -> Bot | None:
    """The compiled release; None where it is in a format that this version cannot read."""
    try:
        return load(number)
    except ValueError:
        return None


def tests_said(release: Release) -> str:
    """How its conversation tests came out, in short."""
    run, failed = release.tests_run, release.tests_failed
    if release.overridden_by_id:
        text = ngettext(
            "publicada apesar de %(failed)s teste, por %(by)s",
            "publicada apesar de %(failed)s testes, por %(by)s",
            failed,
        )
        return text % {"failed": failed, "by": release.overridden_by}
    if not run:
        return _("nenhum teste")
    text = ngettext("%(passed)s de %(run)s passou", "%(passed)s de %(run)s passaram", run)
    return text % {"passed": run - failed, "run": run}


class ReleaseColumn(Column):
    """The number as a link, whether it is on the air, when it was made and by whom."""

    cell_template_name = "bot_flows/releases/release_cell.html"


class ChangeColumn(Column):
    """What changed, and why."""

    cell_template_name = "bot_flows/releases/change_cell.html"


class ActsColumn(Column):
    """What can be done with a release that is not on the air."""

    cell_template_name = "bot_flows/releases/acts_cell.html"

    def get_cell_context_data(self, instance: Release, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["may_publish"] = may_publish(parent_context["request"].user)
        return context


class ReleaseIndexView(generic.IndexView):
    """All releases, the newest first, and what keeps the newest content from being one."""

    any_permission_required = ["view"]
    template_name = "bot_flows/releases/index.html"
    results_template_name = "bot_flows/releases/index_results.html"

    @cached_property
    def conversations(self) -> Mapping[int, int]:
        return pinned.counts(timezone.now())

    @cached_property
    def columns(self) -> list[Column]:  # type: ignore[override]
        return [
            ReleaseColumn("release", label=_("Versão"), accessor="pk"),
            ChangeColumn("summary", label=_("O que mudou")),
            Column("tests", _("Testes"), tests_said, "releases-tests"),
            Column("conversations", _("Conversas"), self._talking, "releases-talking"),
            ActsColumn("acts", label=_("Ações"), accessor="pk"),
        ]

    def _talking(self, release: Release) -> int:
        return self.conversations.get(release.pk, 0)

    def get_base_queryset(self) -> QuerySet[Release]:
        found: QuerySet[Release] = super().get_base_queryset()
        return found.defer("document").select_related("created_by", "overridden_by")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if found := publishing.errors(compile_release()):
            tell(request, found, _("O conteúdo publicado tem erros; o bot segue na versão no ar."))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        active = Release.objects.filter(active=True).values_list("pk", flat=True).first()
        behind = sum(count for pk, count in self.conversations.items() if pk != active)
        return super().get_context_data(
            *args,
            active=active,
            behind=behind,
            plans=planning.upcoming(),
            past_plans=planning.over(),
            may_publish=may_publish(self.request.user),
            **kwargs,
        )


class ReleaseView(WagtailAdminTemplateMixin, TemplateView):
    """A page about one release. To look needs one right; to do something needs another."""

    to_do_something = True
    header_icon = "history"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        allowed = may_publish if self.to_do_something else may_look
        if not allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def release(self) -> Release:
        rows = Release.objects.select_related("created_by", "overridden_by")
        return get_object_or_404(rows.defer("document"), pk=self.kwargs["pk"])

    @cached_property
    def active(self) -> Release | None:
        return Release.objects.filter(active=True).defer("document").first()

    def get_page_subtitle(self) -> str:
        return str(self.release)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("bot_releases:index"), "label": _("Versões")}
        return [*self.breadcrumbs_items, index, *self.trail()]

    def trail(self) -> list[dict[str, Any]]:
        """The path from the list to here."""
        own = {"url": self.release_url, "label": str(self.release)}
        return [own, {"url": "", "label": self.get_page_title()}]

    @property
    def release_url(self) -> str:
        return reverse("bot_releases:release", args=[self.release.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        index_url = reverse("bot_releases:index")
        own = {"release": self.release, "release_url": self.release_url}
        return super().get_context_data(**own, active=self.active, index_url=index_url, **kwargs)
