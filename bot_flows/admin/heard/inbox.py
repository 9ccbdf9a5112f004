"""The "Não entendi" inbox: what nobody understood, to be taught or left aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports import ReportView

from bot_flows import heard, leaving, proposals
from bot_flows.admin.logs import READ
from bot_flows.models import HandledPhrase, InboundEvent

from .filters import HANDLED, InboxFilters, days
from .leaving import SEE
from .places import Place, Places

CHANGE = ("bot_flows.change_flow", "bot_flows.add_conversationtest")
DONE = "bot_heard_done"  # in the session: what was just done, said once
EXAMPLES = 4


def may_propose(user: Any) -> bool:
    """Whether this person may make drafts and tests."""
    return bool(user.has_perms(CHANGE))


@dataclass(frozen=True, slots=True)
class Entry:
    """One group as the list shows it. ``menu`` is None where the step is none, or may not be
    written to."""

    group: heard.Group
    place: Place
    menu: proposals.Menu | None = None

    @property
    def text(self) -> str:
        return self.group.first.text

    @property
    def examples(self) -> Iterator[heard.Said]:
        return iter(self.group.others[:EXAMPLES])

    @property
    def more(self) -> int:
        return max(0, len(self.group.others) - EXAMPLES)

    @property
    def handled(self) -> HandledPhrase | None:
        return self.group.first.handled


class InboxView(ReportView):
    """Groups of phrases, the most frequent first; for who may see reports."""

    permission_required = SEE
    model = InboundEvent
    template_name = "bot_flows/heard/inbox.html"
    results_template_name = "bot_flows/heard/inbox_results.html"
    index_url_name = "bot_heard:index"
    index_results_url_name = "bot_heard:index_results"
    page_title = gettext_lazy("Não entendi")
    header_icon = "help"
    filterset_class = InboxFilters
    paginate_by = 30
    show_export_buttons = False

    def user_has_permission(self, permission: str) -> bool:
        return bool(self.request.user.has_perm(permission))

    @cached_property
    def asked(self) -> Mapping[str, Any]:
        return self.filters.form.cleaned_data if self.filters.is_valid() else {}

    @cached_property
    def heap(self) -> heard.Heap:
        since, until = days(dict(self.asked))
        return heard.missed(
            since,
            until,
            flow=self.asked.get("fluxo") or "",
            handled=self.is_handled,
            private=self.request.user.has_perm(READ),
        )

    @property
    def is_handled(self) -> bool:
        return self.asked.get("situacao") == HANDLED

    def get_filtered_queryset(self) -> tuple[heard.Group, ...]:  # type: ignore[override]
        return self.heap.groups

    def decorate_paginated_queryset(self, object_list: Any) -> list[Entry]:
        """The groups of this page, with their places and choices."""
        user = self.request.user
        assert isinstance(user, User)
        places = Places(user)
        asks = may_propose(user) and not self.is_handled
        wanted = {(item.flow, item.step, item.first.phrase) for item in object_list if asks}
        menus = proposals.menus(wanted)
        return [
            Entry(
                item,
                places.find(item.flow, item.step),
                menus.get((item.flow, item.step, item.first.phrase)),
            )
            for item in object_list
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        since, until = days(dict(self.asked))
        return {
            **context,
            "heap": self.heap,
            "is_handled": self.is_handled,
            "may_propose": may_propose(self.request.user),
            "scores": leaving.scores(since, until)[:3],
            "since": since,
            "until": until,
            "path": self.request.get_full_path(),
        }

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """What was just done is said once, on the whole page."""
        if not self.results_only:
            context["done"] = self.request.session.pop(DONE, None)
        response: HttpResponse = super().render_to_response(context, **options)
        return response


def tell(request: HttpRequest, mark: HandledPhrase, **done: Any) -> None:
    """Let the next page say what was done, and how it is taken back."""
    request.session[DONE] = {"mark": mark.pk, "phrase": mark.folded, "way": mark.way, **done}
