"""Moderation in the dashboard: its addresses, its menu items with what waits, its log, rights."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet

from vacancies import decisions
from vacancies.admin.menu import VACANCIES_MENU, Order
from vacancies.forms import MODERATES
from vacancies.models import Vacancy

from . import pasting, submissions
from .queue import DecideView, QueueView, UndoView, counts
from .rules import RuleViewSet

OWN = ("moderate_vacancies", "see_senders", "control_searches")
URLS = [
    path("", QueueView.as_view(), name="index"),
    path("decidir/", DecideView.as_view(), name="decide"),
    path("desfazer/", UndoView.as_view(), name="undo"),
]

register_snippet(RuleViewSet)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [
        path("vagas/moderacao/", include((URLS, "vacancies_moderation"), "vacancies_moderation")),
        path("vagas/envios/", submissions.SubmissionsView.as_view(), name="vacancies_submissions"),
        path("vagas/de-um-link/", pasting.PasteView.as_view(), name="vacancies_paste"),
    ]


class QueueItem(MenuItem):
    """Says how many wait for a person."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MODERATES))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        found = counts()
        n = found.get(Vacancy.Moderation.WAITING, 0) + found.get(Vacancy.Moderation.FLAGGED, 0)
        label = f"{self.label} ({n})" if n else str(self.label)
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name)


class SubmissionsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(submissions.SEE))


@hooks.register(VACANCIES_MENU)
def queue_item() -> MenuItem:
    address = reverse("vacancies_moderation:index")
    return QueueItem(
        gettext_lazy("Moderação"),
        address,
        name="vacancies-moderation",
        icon_name="check",
        order=Order.MODERATION,
    )


@hooks.register(VACANCIES_MENU)
def submissions_item() -> MenuItem:
    return SubmissionsItem(
        gettext_lazy("Envios"),
        reverse("vacancies_submissions"),
        name="vacancies-submissions",
        icon_name="mail",
        order=Order.SUBMISSIONS,
    )


class Decided(LogFormatter):
    """``said`` is what was done; the reason stands after it."""

    said: Any

    def format_message(self, entry: Any) -> str:
        reason = entry.data.get("reason") or ""
        return f"{self.said}: {reason}" if reason else str(self.said)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    names = {
        "liberar": (gettext_lazy("Liberar vaga"), gettext_lazy("Liberou a vaga")),
        "recusar": (gettext_lazy("Recusar vaga"), gettext_lazy("Recusou a vaga")),
        "esconder": (gettext_lazy("Esconder vaga"), gettext_lazy("Escondeu a vaga")),
    }
    for key, (label, said) in names.items():
        formatter = type(f"Decided{key.title()}", (Decided,), {"label": label, "said": said})
        actions.register_action(decisions.ACTION[key])(formatter)
    actions.register_action(decisions.UNDONE, _("Desfazer decisão"), _("Desfez uma decisão"))


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="vacancies", codename__in=OWN)
