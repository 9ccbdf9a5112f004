"""One release: what it is, and what is different between it and any other."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from bot_flows import pinned, planning
from bot_flows.differences import FlowChange, between
from bot_flows.engine.release import FlowId
from bot_flows.models import Flow, Release

from .comparison import compare
from .views import UNREADABLE, ReleaseView, may_publish, read, tests_said

MOST_OTHERS = 200
MOST_ENTRIES = 20


def difference(before: Release, after: Release, user: Any) -> dict[str, Any]:
    """What a template needs to show what is different: the comparison, or why there is none."""
    shown = {"before": before, "after": after, "comparison": None, "unreadable": ""}
    old, new = read(before.pk), read(after.pk)
    if old is None or new is None:
        release = before if old is None else after
        return {**shown, "unreadable": UNREADABLE % {"release": release}}
    found = between(old, new)
    return {**shown, "comparison": compare(found, old, new, _urls(found.flows, user))}


def _urls(changes: Iterable[FlowChange], user: Any) -> Mapping[FlowId, str]:
    if not user.has_perm("bot_flows.change_flow"):
        return {}
    rows = Flow.objects.filter(key__in=[change.id for change in changes if _is_key(change.id)])
    name = "wagtailsnippets_bot_flows_flow:edit"
    return {str(key): reverse(name, args=[pk]) for pk, key in rows.values_list("pk", "key")}


def _is_key(flow: FlowId) -> bool:
    return len(flow) == 36 and flow.count("-") == 4


class DetailView(ReleaseView):
    """What changed in this release, or between it and the one that ``com`` names."""

    template_name = "bot_flows/releases/release.html"
    to_do_something = False

    def get_page_title(self) -> str:
        return str(self.release)

    def get_page_subtitle(self) -> str:
        return ""

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": str(self.release)}]

    @cached_property
    def others(self) -> list[Release]:
        """Those to compare with, the newest first."""
        rows = Release.objects.exclude(pk=self.release.pk).defer("document")
        return list(rows.select_related("created_by")[:MOST_OTHERS])

    @cached_property
    def other(self) -> Release | None:
        """The one that was asked for, else the one before this one."""
        asked = self.request.GET.get("com", "")
        known = {str(item.pk): item for item in self.others}
        if asked.isdecimal() and len(asked) < 10 and asked not in known:
            return self._find(int(asked)) or self._before
        return known.get(asked) or self._before

    def _find(self, number: int) -> Release | None:
        rows = Release.objects.exclude(pk=self.release.pk).defer("document")
        return rows.filter(pk=number).first()

    @property
    def _before(self) -> Release | None:
        return next((item for item in self.others if item.pk < self.release.pk), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = pinned.counts(timezone.now()).get(self.release.pk, 0)
        return super().get_context_data(
            **self._difference(),
            others=self.others,
            other=self.other,
            conversations=count,
            tests=tests_said(self.release),
            entries=self._entries(),
            plans=planning.upcoming().filter(release=self.release),
            may_publish=may_publish(self.request.user),
            **kwargs,
        )

    def _difference(self) -> dict[str, Any]:
        if self.other is None:
            return {"first": _("É a primeira versão: não há outra para comparar.")}
        pair = sorted((self.other, self.release), key=lambda item: item.pk)
        return difference(pair[0], pair[1], self.request.user)

    def _entries(self) -> list[ModelLogEntry]:
        """What happened to this release, the latest first."""
        entries = ModelLogEntry.objects.for_instance(self.release).select_related("user")
        return list(entries.order_by("-timestamp", "-pk")[:MOST_ENTRIES])
