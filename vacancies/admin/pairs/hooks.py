"""Where this area hangs in the dashboard."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from vacancies.admin.menu import VACANCIES_MENU, Order

from . import joining, sources, views


@hooks.register("register_admin_urls")
def pages() -> list[URLPattern]:
    base = "vagas/duplicadas"
    return [
        path(f"{base}/", views.PairsView.as_view(), name="vacancies_pairs"),
        path(f"{base}/<int:pk>/juntar/", views.MergeView.as_view(), name="vacancies_pair_merge"),
        path(
            f"{base}/<int:pk>/diferentes/", views.ApartView.as_view(), name="vacancies_pair_apart"
        ),
        path(f"{base}/<int:pk>/desfazer/", views.UndoView.as_view(), name="vacancies_pair_undo"),
        path(
            "vagas/fontes/<int:pk>/separar/",
            sources.SplitView.as_view(),
            name="vacancies_posting_split",
        ),
    ]


class PairsMenuItem(MenuItem):
    """Seen by whoever may see vacancies."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(views.SEE))


@hooks.register(VACANCIES_MENU)
def pairs_item() -> MenuItem:
    address = reverse("vacancies_pairs")
    return PairsMenuItem(_("Vagas duplicadas"), address, icon_name="copy", order=Order.PAIRS)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    for action, label, sentence in (
        (views.MERGED, _("Juntar vagas"), _("Juntou com “%(other)s”")),
        (views.APART, _("Vagas diferentes"), _("Disse que não é a mesma vaga que “%(other)s”")),
        (views.SPLIT, _("Separar um anúncio"), _("Separou um anúncio: “%(other)s”")),
        (views.UNDONE, _("Desfazer a decisão"), _("Desfez a decisão sobre “%(other)s”")),
    ):
        actions.register_action(action)(_formatter(label, sentence))


def _formatter(label: Any, sentence: Any) -> type[LogFormatter]:
    """Names the other vacancy, which the entry keeps as it was called then."""

    class Formatter(LogFormatter):
        def format_message(self, log_entry: Any) -> str:
            return str(sentence) % {"other": log_entry.data.get("other", "")}

    Formatter.label = label
    return Formatter


__all__ = ["joining"]
