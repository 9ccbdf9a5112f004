"""The map, and the list of what is wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from bot_flows import leaving
from bot_flows.engine.codes import Code, Severity
from bot_flows.engine.release import FlowId, Release
from bot_flows.mapping import facts, svg, words
from bot_flows.mapping.facts import Counts, Known, Node, Picture

from . import kinds, sources
from .problems import Finder
from .sources import Source

LOOK = ("view_flow", "change_flow", "add_flow", "publish_flow")
REPORTS = "bot_flows.see_reports"
EACH_PAGE = 50
DAYS = 30


def may_look(user: Any, *, also: tuple[str, ...] = ()) -> bool:
    """Whether this user may look at how the bot is built."""
    return any(user.has_perm(right) for right in (*(f"bot_flows.{name}" for name in LOOK), *also))


class LookView(WagtailAdminTemplateMixin, TemplateView):
    """A page about how the bot is built: to be read by whoever works on it."""

    also: ClassVar[tuple[str, ...]] = ()
    own_title: ClassVar[Any] = ""
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_look(request.user, also=self.also):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return self.own_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.own_title}]


class MapView(LookView):
    """Every flow and what leads where: drawn, and as a list of the same facts."""

    template_name = "bot_flows/maps/map.html"
    header_icon = "site"
    own_title = gettext_lazy("Mapa")
    also = (REPORTS,)

    @cached_property
    def source(self) -> Source:
        return sources.source(self.request.GET.get("versao", ""))

    @cached_property
    def focus(self) -> FlowId:
        flow = self.request.GET.get("fluxo", "")
        if flow and flow not in self.whole.by_id:
            raise Http404(_("Este fluxo não está no que o mapa mostra."))
        return flow

    @cached_property
    def whole(self) -> Picture:
        known = Known(
            titles=sources.titles(),
            urls=sources.edit_urls(self.request.user),
            marks=self.source.marks,
            issues=sources.faults(self.source.bot),
            counts=self.counts,
        )
        return facts.read(self.source.bot, known)

    @cached_property
    def span(self) -> tuple[date, date]:
        """From the first day to the last one, both counted."""
        today = timezone.localdate()
        since = _day(self.request.GET.get("de", "")) or today - timedelta(days=DAYS - 1)
        until = _day(self.request.GET.get("ate", "")) or today
        return min(since, until), max(since, until)

    @property
    def with_numbers(self) -> bool:
        return "numeros" in self.request.GET and self.request.user.has_perm(REPORTS)

    @cached_property
    def counts(self) -> Mapping[FlowId, Counts]:
        return numbers(self.source.number, *self.span) if self.with_numbers else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        focus = self.focus
        picture = facts.around(self.whole, focus) if focus else self.whole
        label = _("Mapa do bot, %s") % self.source.label
        return super().get_context_data(
            source=self.source,
            sources=sources.choices(self.source.key),
            flows=sorted(self.whole.nodes, key=lambda node: node.title.lower()),
            focus=focus,
            drawing=mark_safe(svg.draw(picture, label=label)),  # noqa: S308 - svg.draw escapes
            entries=[Entry(node, picture, self.source.bot) for node in picture.nodes],
            legend=legend(),
            may_count=self.request.user.has_perm(REPORTS),
            with_numbers=self.with_numbers,
            counted=bool(self.counts),
            since=self.span[0],
            until=self.span[1],
            **kwargs,
        )


def numbers(number: int | None, since: date, until: date) -> Mapping[FlowId, Counts]:
    """What people did in each flow in these days, both counted; of all releases without one."""
    begin, end = (_midnight(day) for day in (since, until + timedelta(days=1)))
    return facts.tally(leaving.table(number, begin, end))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(value: str) -> date | None:
    """A day of this product's life; None for what is none, or cannot be counted from."""
    try:
        found = parse_date(value)
    except ValueError:
        return None
    return found if found and 2000 <= found.year < 3000 else None


def legend() -> list[tuple[str, SafeString, Any]]:
    """Every shape with its word."""
    named = {
        **words.ROLES,
        **{kind: said for kind, said in words.MARKS.items() if said},
        "error": gettext_lazy("tem erro: não dá para publicar"),
        "warning": gettext_lazy("tem aviso"),
    }
    return [(kind, mark_safe(svg.shape(kind)), said) for kind, said in named.items()]  # noqa: S308


class Entry:
    """A flow in the list: the same facts as its card, and the numbers of its steps."""

    def __init__(self, node: Node, picture: Picture, bot: Release) -> None:
        self.node = node
        self.badges = words.badges(node)
        self.meta = words.meta(node)
        self.arrivals = [
            (picture.by_id[way.source].title, words.way(way), way.source)
            for way in picture.arrivals[node.id]
        ]
        self.departures = [
            (picture.by_id[way.target].title, words.way(way), way.target) for way in node.ways
        ]
        self.numbers = words.numbers(node.counts) if node.counts else ""
        self.steps = list(_by_step(node, bot)) if node.counts else []


def _by_step(node: Node, bot: Release) -> Iterator[str]:
    flow = bot.flows.get(node.id)
    for at, step in enumerate(flow.steps if flow else (), start=1):
        counts = node.counts and node.counts.steps.get(step.id)
        if counts:
            said = {"number": at, "kind": kinds.step_name(step), "said": words.numbers(counts)}
            yield _("passo %(number)s (%(kind)s): %(said)s") % said


class ProblemsView(LookView):
    """What is wrong with the drafts, or with what is published: errors first."""

    template_name = "bot_flows/maps/problems.html"
    header_icon = "warning"
    own_title = gettext_lazy("Problemas")

    @cached_property
    def source(self) -> Source:
        live = self.request.GET.get("conteudo") == sources.LIVE
        return sources.published() if live else sources.source(sources.DRAFTS)

    @property
    def kind(self) -> str:
        return self.request.GET.get("tipo", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = sources.faults(self.source.bot)
        shown = [i for i in found if self.kind in ("", i.severity, i.code)]
        finder = Finder(self.source.bot, self.request.user)
        page = Paginator(shown, EACH_PAGE).get_page(self.request.GET.get("p"))
        counted = Counter(issue.code for issue in found)
        return super().get_context_data(
            source=self.source,
            tabs=self._tabs(),
            kind=self.kind,
            kinds=[(code, kinds.fault(code), counted[code]) for code in Code if counted[code]],
            errors=sum(issue.severity is Severity.ERROR for issue in found),
            warnings=sum(issue.severity is Severity.WARNING for issue in found),
            total=len(found),
            page=page,
            problems=[finder.problem(issue) for issue in page],
            index_url=reverse("bot_problems"),
            **kwargs,
        )

    def _tabs(self) -> list[tuple[str, str, bool]]:
        drafts = self.source.key == sources.DRAFTS
        return [
            (sources.DRAFTS, _("Rascunhos"), drafts),
            (sources.LIVE, _("Publicado"), not drafts),
        ]
