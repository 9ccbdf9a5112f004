"""The faults of a bot as an editor meets them: what is wrong, where it is, how a student gets
there, and the link that opens the editor at that very field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from bot_flows.admin.faults import path_of
from bot_flows.admin.forms import names
from bot_flows.engine import graph
from bot_flows.engine import release as engine
from bot_flows.engine.codes import Issue, Severity
from bot_flows.engine.release import FlowId
from bot_flows.mapping.facts import ways
from bot_flows.models import BotSettings, Flow, ReplyTemplate
from bot_flows.models.drafts import newest
from bot_flows.sentences import sentence
from courses.models import CoursePage

from . import kinds

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Stop:
    """A flow on the way to a fault, and the words that lead there from the one before."""

    title: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault to be shown. Without ``url`` this reader may not mend it."""

    issue: Issue
    kind: str
    text: str
    place: str
    path: tuple[Stop, ...]
    url: str

    @property
    def is_error(self) -> bool:
        return self.issue.severity is Severity.ERROR


@dataclass(frozen=True)
class Finder:
    """Where the issues of one bot lie. What it asks the database for, it asks once."""

    bot: engine.Release
    user: Any

    def problem(self, issue: Issue) -> Problem:
        return Problem(
            issue,
            kinds.fault(issue.code),
            sentence(issue, self.names),
            self._place(issue),
            self._path(issue.flow),
            self._url(issue),
        )

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {**names(), **{flow.id: flow.title for flow in self.bot.flows.values()}}

    @cached_property
    def rows(self) -> Mapping[FlowId, Flow]:
        """What the editor opens: the newest draft of each flow."""
        return {row.reference: row for row in newest(Flow)}

    @cached_property
    def paths(self) -> Mapping[FlowId, tuple[FlowId, ...]]:
        return graph.paths(self.bot)

    @cached_property
    def replies(self) -> Mapping[str, int]:
        return dict(ReplyTemplate.objects.values_list("key", "pk"))

    @cached_property
    def settings_url(self) -> str:
        stored = BotSettings.objects.first()
        return AdminURLFinder(self.user).get_edit_url(stored) or "" if stored else ""

    @cached_property
    def courses(self) -> Mapping[str, CoursePage]:
        return {str(page.pk): page for page in CoursePage.objects.all()}

    # Where it is.

    def _place(self, issue: Issue) -> str:
        if issue.flow:
            return self._in_flow(issue)
        match issue.field:
            case "replies":
                return _("Resposta “%s”") % self.names.get(issue.item, issue.item)
            case "courses":
                page = self.courses.get(issue.item)
                return _("Curso “%s”") % (page.title if page else issue.item)
            case _:
                return _("Configurações do bot")

    def _in_flow(self, issue: Issue) -> str:
        flow = self.bot.flows[issue.flow]
        parts = [_("Fluxo “%s”") % flow.title]
        at = next((at for at, step in enumerate(flow.steps) if step.id == issue.step), None)
        if at is not None:
            step = flow.steps[at]
            said = {"number": at + 1, "kind": kinds.step_name(step)}
            parts.append(_("passo %(number)s (%(kind)s)") % said)
            parts += self._entry(step, issue)
        elif issue.field == "triggers":
            parts.append(_("palavras que o abrem"))
        return ", ".join(parts)

    def _entry(self, step: engine.Step, issue: Issue) -> Iterable[str]:
        if isinstance(step, engine.Menu) and issue.item:
            label = next((item.label for item in step.choices if item.id == issue.item), "")
            yield _("opção “%s”") % Truncator(label).chars(LONGEST)
        elif isinstance(step, engine.Branch) and issue.item:
            yield _("regra %s") % (int(issue.item) + 1)

    # How one gets there.

    def _path(self, flow_id: FlowId) -> tuple[Stop, ...]:
        way = self.paths.get(flow_id, ())
        if not way:
            return ()
        first = self.bot.flows[way[0]]
        stops = [Stop(first.title, self._opened(first))]
        for source, target in pairwise(way):
            said = next(w.words for w in ways(self.bot.flows[source]) if w.target == target)
            stops.append(Stop(self.bot.flows[target].title, Truncator(said[0]).chars(LONGEST)))
        return tuple(stops)

    def _opened(self, flow: engine.Flow) -> str:
        """By what a conversation begins in this flow."""
        settings = self.bot.settings
        if flow.id == settings.start:
            return ""
        spoken = {"menu": settings.menu, "help": settings.help, "person": settings.person}
        word = next((name for name, target in spoken.items() if target == flow.id), "")
        named = {"menu": _("menu"), "help": _("ajuda"), "person": _("atendente")}
        return named.get(word) or next(iter(flow.triggers), "")

    # Where it is mended.

    def _url(self, issue: Issue) -> str:
        if issue.flow:
            return self._flow_url(issue)
        match issue.field:
            case "replies":
                return self._reply_url(issue.item)
            case "courses":
                page = self.courses.get(issue.item)
                return AdminURLFinder(self.user).get_edit_url(page) or "" if page else ""
            case "words":
                return at_field(self.settings_url, f"words_{issue.item}")
            case field:
                return at_field(self.settings_url, field)

    def _flow_url(self, issue: Issue) -> str:
        row = self.rows.get(issue.flow)
        if row is None or not self.user.has_perm("bot_flows.change_flow"):
            return ""
        url = reverse("wagtailsnippets_bot_flows_flow:edit", args=[row.pk])
        if not issue.step:
            return at_field(url, issue.field)
        return at_field(url, "steps", *field_path(issue, list(row.steps.raw_data)))

    def _reply_url(self, key: str) -> str:
        if not self.user.has_perm("bot_flows.change_replytemplate"):
            return ""
        if key in self.replies:
            args = [self.replies[key]]
            return at_field(
                reverse("wagtailsnippets_bot_flows_replytemplate:edit", args=args), "text"
            )
        return reverse("wagtailsnippets_bot_flows_replytemplate:add")


def field_path(issue: Issue, stored: Sequence[Mapping[str, Any]]) -> list[str]:
    """Ids of blocks and names of fields, from the step down to what is wrong in it."""
    path = path_of(issue, stored)
    if not path:
        return []
    step = stored[int(path[0])]
    names = [step["id"], *map(str, path[1:2])]
    if len(path) > 3:
        entries = step["value"][str(path[1])]
        names += [entries[int(path[2])]["id"], str(path[3])]
    return names


def at_field(url: str, *path: str) -> str:
    """The address of an editor, opened at a field, as Wagtail's own comments name it."""
    return f"{url}#:w:contentpath={'.'.join(path)}" if url and path else url
