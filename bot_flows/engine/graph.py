"""A release as a graph of steps and flows: who leads where, with or without a question.

A node is (flow id, index of the step); the index after the last step is the silent end of
the flow. *Automatic* edges are taken without waiting for the person.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .release import (
    Branch,
    End,
    Flow,
    FlowId,
    GoTo,
    Handoff,
    Menu,
    Release,
    Say,
    Step,
    Vacancies,
)

type Node = tuple[FlowId, int]
type Edges = Mapping[Node, tuple[Node, ...]]


@dataclass(frozen=True, slots=True)
class Jump:
    """One way from a step to a flow: the field that says so, and the entry within it."""

    target: FlowId
    field: str
    item: str = ""


def jumps(step: Step) -> tuple[Jump, ...]:
    """Where a step leads besides the step below, in the order of its fields."""
    match step:
        case GoTo():
            return (Jump(step.target, "target"),)
        case Menu():
            return tuple(
                Jump(choice.target, "choices", choice.id)
                for choice in step.choices
                if choice.target is not None
            )
        case Branch():
            rules = (Jump(rule.target, "rules", str(at)) for at, rule in enumerate(step.rules))
            last = () if step.otherwise is None else (Jump(step.otherwise, "otherwise"),)
            return (*rules, *last)
        case _:
            return ()


def continues(step: Step) -> bool:
    """Whether the conversation can go from this step to the one below."""
    match step:
        case Menu():
            return any(choice.target is None for choice in step.choices)
        case Branch():
            return step.otherwise is None
        case Vacancies() | Handoff() | GoTo() | End():
            return isinstance(step, Vacancies)
        case _:
            return True


def is_automatic(step: Step) -> bool:
    """Whether the bot leaves this step without waiting for the person."""
    return isinstance(step, Say | GoTo | Branch)


def edges(release: Release, kinds: Callable[[Step], bool] = lambda _: True) -> Edges:
    """From each step of these kinds to the steps that can come next."""
    return {
        (flow.id, at): tuple(_next(release, flow, at))
        for flow in release.flows.values()
        for at, step in enumerate(flow.steps)
        if kinds(step)
    }


def loops(release: Release) -> list[frozenset[Node]]:
    """Rounds of steps in which the bot would never stop to wait."""
    automatic = edges(release, is_automatic)
    return [group for group in components(automatic) if _is_round(group, automatic)]


def traps(release: Release) -> list[frozenset[Node]]:
    """Rounds of steps, questions among them, that no answer leads out of.

    A round is left by an end, a handoff, the end of a flow, vacancies (they bring their own
    way to the menu), by coming home to the start or the menu from another flow, or by leading
    to a step that is not part of it.
    """
    all_edges = edges(release)
    closed = all_edges.keys() - _leading_to(_exits(release, all_edges), all_edges)
    inside = {node: all_edges[node] for node in closed}
    return [group for group in components(inside) if _is_sink(group, inside)]


def reachable_steps(flow: Flow) -> int:
    """How many steps from the first on can be reached within the flow."""
    for at, step in enumerate(flow.steps):
        if not continues(step):
            return at + 1
    return len(flow.steps)


def targets(flow: Flow) -> tuple[FlowId, ...]:
    """The flows that this one leads to, each once, in the order of the steps."""
    found = (jump.target for step in flow.steps for jump in jumps(step))
    return tuple(dict.fromkeys(found))


def roots(release: Release) -> tuple[FlowId, ...]:
    """Where a conversation can begin or be led from everywhere: start first."""
    settings = release.settings
    named = (settings.start, settings.menu, settings.help, settings.person)
    triggered = (flow.id for flow in release.flows.values() if flow.triggers)
    found = (item for item in (*named, *triggered) if item in release.flows)
    return tuple(dict.fromkeys(item for item in found if item is not None))


def breadth_first(release: Release) -> Iterator[Flow]:
    """The flows that can be reached: those of the start first, nearest first."""
    return (release.flows[flow_id] for flow_id in paths(release))


def paths(release: Release) -> Mapping[FlowId, tuple[FlowId, ...]]:
    """The shortest way to each flow that can be reached, from a root to the flow itself.

    In the order of ``breadth_first``; who can be reached from the start has a way from there.
    """
    found: dict[FlowId, tuple[FlowId, ...]] = {}
    for root in roots(release):
        waiting: list[tuple[FlowId, ...]] = [(root,)]
        for way in waiting:
            flow_id = way[-1]
            if flow_id in found or flow_id not in release.flows:
                continue
            found[flow_id] = way
            waiting.extend((*way, target) for target in targets(release.flows[flow_id]))
    return found


def components(graph: Edges) -> list[frozenset[Node]]:
    """Strongly connected components (Tarjan's, without recursion)."""
    return list(_Tarjan(graph).run())


class _Tarjan:
    def __init__(self, graph: Edges) -> None:
        self.graph = graph
        self.order: dict[Node, int] = {}
        self.low: dict[Node, int] = {}
        self.path: list[Node] = []
        self.on_path: set[Node] = set()

    def run(self) -> Iterator[frozenset[Node]]:
        for node in self.graph:
            if node not in self.order:
                yield from self._visit(node)

    def _visit(self, root: Node) -> Iterator[frozenset[Node]]:
        work = [(root, self._open(root))]
        while work:
            node, rest = work[-1]
            fresh = next((item for item in rest if self._is_fresh(node, item)), None)
            if fresh is not None:
                work.append((fresh, self._open(fresh)))
                continue
            work.pop()
            if work:
                above = work[-1][0]
                self.low[above] = min(self.low[above], self.low[node])
            if self.low[node] == self.order[node]:
                yield self._close(node)

    def _open(self, node: Node) -> Iterator[Node]:
        self.order[node] = self.low[node] = len(self.order)
        self.path.append(node)
        self.on_path.add(node)
        return (item for item in self.graph[node] if item in self.graph)

    def _is_fresh(self, node: Node, item: Node) -> bool:
        if item in self.on_path:
            self.low[node] = min(self.low[node], self.order[item])
        return item not in self.order

    def _close(self, node: Node) -> frozenset[Node]:
        group = {node}
        while (item := self.path.pop()) != node:
            group.add(item)
        self.on_path -= group
        return frozenset(group)


def _next(release: Release, flow: Flow, at: int) -> Iterator[Node]:
    step = flow.steps[at]
    yield from ((jump.target, 0) for jump in jumps(step) if jump.target in release.flows)
    if continues(step):
        yield (flow.id, at + 1)


def _exits(release: Release, graph: Edges) -> Iterator[Node]:
    """Nodes where the conversation ends or has its own way on: coming home from another flow
    is one. A broken step is one too, so that one fault is not reported twice."""
    home = {release.settings.start, release.settings.menu}
    for flow in release.flows.values():
        yield (flow.id, len(flow.steps))
        for at, step in enumerate(flow.steps):
            reached = {jump.target for jump in jumps(step)}
            goes_home = flow.id not in home and not reached.isdisjoint(home)
            broken = not reached <= release.flows.keys()
            if isinstance(step, Vacancies) or goes_home or broken or not graph[flow.id, at]:
                yield (flow.id, at)


def _leading_to(ends: Iterable[Node], graph: Edges) -> set[Node]:
    before: dict[Node, list[Node]] = {}
    for node, following in graph.items():
        for item in following:
            before.setdefault(item, []).append(node)
    waiting = list(ends)
    found = set(waiting)
    for node in waiting:
        fresh = [item for item in before.get(node, ()) if item not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def _is_round(group: frozenset[Node], graph: Edges) -> bool:
    return len(group) > 1 or any(node in graph[node] for node in group)


def _is_sink(group: frozenset[Node], graph: Edges) -> bool:
    return all(item in group for node in group for item in graph[node])
