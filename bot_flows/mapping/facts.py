"""What there is to say of each flow: who leads to it, where it leads and by which words, what
changed, what is wrong. The drawing and the list beside it are both made of this.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from bot_flows.engine import graph
from bot_flows.engine.codes import Issue, Severity
from bot_flows.engine.release import Flow, FlowId, Release, StepId

from . import words


class Role(StrEnum):
    """What the settings say that a flow is."""

    START = "start"
    MENU = "menu"
    HELP = "help"
    PERSON = "person"


class Mark(StrEnum):
    """How a flow stands to another state of the bot; the last two are no part of what is drawn."""

    SAME = "same"
    NEW = "new"  # a draft that is not on the air
    CHANGED = "changed"  # a draft that says something else than what is on the air
    WAITING = "waiting"  # on the air, with a draft that says something else
    LATER = "later"  # of an older release, and other than what is on the air
    REMOVED = "removed"  # of an older release, and no more on the air
    HIDDEN = "hidden"
    GONE = "gone"


class Row(Protocol):
    """What people did at one step: a row of ``bot_flows.leaving``."""

    @property
    def flow(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def entries(self) -> int: ...
    @property
    def left(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Counts:
    """How often people came to the steps of a flow, and how often they left there."""

    entries: int = 0
    left: int = 0
    steps: Mapping[StepId, "Counts"] = field(default_factory=dict)

    @property
    def share(self) -> int:
        """Who left, in percent of the entries."""
        return round(100 * self.left / self.entries) if self.entries else 0


@dataclass(frozen=True, slots=True)
class Way:
    """All that leads from one flow to another: the words of choices, the rules."""

    source: FlowId
    target: FlowId
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One flow, or one that is led to and is not there."""

    id: FlowId
    title: str
    roles: tuple[Role, ...] = ()
    triggers: tuple[str, ...] = ()
    steps: int = 0
    ways: tuple[Way, ...] = ()
    mark: Mark = Mark.SAME
    errors: int = 0
    warnings: int = 0
    url: str = ""
    counts: Counts | None = None

    @property
    def is_there(self) -> bool:
        return self.mark not in (Mark.HIDDEN, Mark.GONE)


@dataclass(frozen=True)
class Picture:
    """The flows in reading order, and where conversations begin."""

    nodes: tuple[Node, ...]
    roots: tuple[FlowId, ...] = ()
    focus: FlowId = ""

    @cached_property
    def by_id(self) -> Mapping[FlowId, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def arrivals(self) -> Mapping[FlowId, Sequence[Way]]:
        """What leads to each flow."""
        found: dict[FlowId, list[Way]] = {node.id: [] for node in self.nodes}
        for node in self.nodes:
            for way in node.ways:
                found[way.target].append(way)
        return found

    @property
    def most_entries(self) -> int:
        return max((node.counts.entries for node in self.nodes if node.counts), default=0)


@dataclass(frozen=True, slots=True)
class Known:
    """What a release does not say of itself; all go by the id of the flow."""

    titles: Mapping[FlowId, str] = field(default_factory=dict)
    urls: Mapping[FlowId, str] = field(default_factory=dict)
    marks: Mapping[FlowId, Mark] = field(default_factory=dict)
    issues: Iterable[Issue] = ()
    counts: Mapping[FlowId, Counts] = field(default_factory=dict)


def read(release: Release, known: Known | None = None) -> Picture:
    """The picture of a release: nearest to the start first, then what nothing leads to."""
    known = known or Known()
    issues = list(known.issues)
    reached = list(graph.paths(release))
    order = dict.fromkeys([*reached, *release.flows])
    nodes = [_node(release, release.flows[item], known, issues) for item in order]
    return Picture((*nodes, *_absent(release, known)), graph.roots(release))


def _node(release: Release, flow: Flow, known: Known, issues: Sequence[Issue]) -> Node:
    own = [issue.severity for issue in issues if issue.flow == flow.id]
    return Node(
        id=flow.id,
        title=flow.title,
        roles=tuple(role for role in Role if getattr(release.settings, role) == flow.id),
        triggers=flow.triggers,
        steps=len(flow.steps),
        ways=ways(flow),
        mark=known.marks.get(flow.id, Mark.SAME),
        errors=own.count(Severity.ERROR),
        warnings=own.count(Severity.WARNING),
        url=known.urls.get(flow.id, ""),
        counts=known.counts.get(flow.id),
    )


def compare(
    flows: Mapping[FlowId, Flow], others: Mapping[FlowId, Flow], *, absent: Mark, differs: Mark
) -> Mapping[FlowId, Mark]:
    """The marks of ``flows``: what is ``absent`` from the others, and what ``differs``."""
    return {
        flow.id: differs if flow.id in others else absent
        for flow in flows.values()
        if others.get(flow.id) != flow
    }


def _absent(release: Release, known: Known) -> Iterator[Node]:
    """What is led to, and is not there."""
    led_to = (target for flow in release.flows.values() for target in graph.targets(flow))
    for target in dict.fromkeys(led_to):
        if target not in release.flows:
            there = target in release.unpublished or target in known.titles
            mark = Mark.HIDDEN if there else Mark.GONE
            title = known.titles.get(target) or words.gone()
            yield Node(target, title, mark=mark, url=known.urls.get(target, ""))


def ways(flow: Flow) -> tuple[Way, ...]:
    """Where a flow leads, each flow once, in the order of its steps."""
    found: dict[FlowId, list[str]] = {}
    for step in flow.steps:
        for jump in graph.jumps(step):
            found.setdefault(jump.target, []).append(words.of(step, jump))
    return tuple(Way(flow.id, target, tuple(dict.fromkeys(said))) for target, said in found.items())


def around(picture: Picture, flow: FlowId) -> Picture:
    """The same picture of one flow, what leads to it and where it leads."""
    if flow not in picture.by_id:
        return replace(picture, nodes=())
    sources = {way.source for way in picture.arrivals[flow]}
    targets = {way.target for way in picture.by_id[flow].ways}
    kept = {flow} | sources | targets
    nodes = tuple(_seen_from(node, flow) for node in picture.nodes if node.id in kept)
    return Picture(nodes, picture.roots, flow)


def _seen_from(node: Node, flow: FlowId) -> Node:
    own = tuple(way for way in node.ways if node.id == flow or way.target == flow)
    return replace(node, ways=own)


def tally(rows: Iterable[Row]) -> Mapping[FlowId, Counts]:
    """The numbers of the steps, added up by flow."""
    found: dict[FlowId, Counts] = {}
    for row in rows:
        before = found.get(row.flow, Counts())
        steps = {**before.steps, row.step: Counts(row.entries, row.left)}
        found[row.flow] = Counts(before.entries + row.entries, before.left + row.left, steps)
    return found
