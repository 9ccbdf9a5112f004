"""Which flow stands in which column: its distance from where a conversation begins.

A flow stands one column after the nearest flow that leads to it. So a way leads at most one
column on, and a line need never pass behind a flow; a way that leads back or across is
written in the flow's own card instead of drawn.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot_flows.engine.release import FlowId

from .facts import Node, Picture, Role, Way

type Columns = tuple[tuple[Node, ...], ...]


class Kind(StrEnum):
    """How one gets into a band."""

    START = "start"
    WORDS = "words"
    LOST = "lost"
    FOCUS = "focus"
    BEFORE = "before"
    OWN = "own"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the map that hangs together, column by column."""

    kind: Kind
    columns: Columns


def bands(picture: Picture) -> tuple[Band, ...]:
    """From the start; then what only words open; then what nothing leads to."""
    if picture.focus:
        beside = tuple(nodes for _kind, nodes in _around(picture) if nodes)
        return (Band(Kind.FOCUS, beside),)
    seen: set[FlowId] = set()
    found = []
    for kind in (Kind.START, Kind.WORDS, Kind.LOST):
        columns = _columns(picture, _roots(picture, kind, seen), seen)
        if columns:
            found.append(Band(kind, columns))
    return tuple(found)


def is_drawn(way: Way, place: Mapping[FlowId, tuple[int, int]]) -> bool:
    """Whether a way is a line; ``place`` gives band and column."""
    (band, column), (other, next_column) = place[way.source], place[way.target]
    return band == other and next_column == column + 1


def _roots(picture: Picture, kind: Kind, seen: set[FlowId]) -> Iterable[FlowId]:
    match kind:
        case Kind.START:
            return [node.id for node in picture.nodes if Role.START in node.roles]
        case Kind.WORDS:
            return [item for item in picture.roots if item not in seen]
        case _:
            return _heads([node for node in picture.nodes if node.id not in seen], picture)


def _heads(lost: Sequence[Node], picture: Picture) -> Iterable[FlowId]:
    """Of what nothing leads to: those that others hang on; one of each round."""
    left = {node.id for node in lost}
    led_to = {way.target for node in lost for way in node.ways if way.target != node.id} & left
    heads = [node.id for node in lost if node.id not in led_to]
    reached = _reach(heads, picture)
    for node in lost:
        if node.id not in reached:
            heads.append(node.id)
            reached |= _reach([node.id], picture)
    return heads


def _reach(roots: Iterable[FlowId], picture: Picture) -> set[FlowId]:
    waiting = list(roots)
    found = set(waiting)
    for flow_id in waiting:
        fresh = [way.target for way in picture.by_id[flow_id].ways if way.target not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def _columns(picture: Picture, roots: Iterable[FlowId], seen: set[FlowId]) -> Columns:
    """Breadth first; ``seen`` grows."""
    column = [item for item in dict.fromkeys(roots) if item not in seen]
    found = []
    while column:
        seen.update(column)
        found.append(tuple(picture.by_id[item] for item in column))
        ways = (way for item in column for way in picture.by_id[item].ways)
        column = [item for item in dict.fromkeys(way.target for way in ways) if item not in seen]
    return tuple(found)


def stacked(picture: Picture) -> tuple[Band, ...]:
    """The same for a narrow sheet: what leads here, the flow itself, where it leads, each below
    the other."""
    return tuple(Band(kind, (nodes,)) for kind, nodes in _around(picture) if nodes)


def _around(picture: Picture) -> Iterable[tuple[Kind, tuple[Node, ...]]]:
    """The flow in focus between what leads to it and where it leads."""
    own = picture.by_id[picture.focus]
    sources = {way.source for way in picture.arrivals[picture.focus]} - {own.id}
    yield Kind.BEFORE, tuple(node for node in picture.nodes if node.id in sources)
    yield Kind.OWN, (own,)
    after = (node for node in picture.nodes if node.id not in sources and node is not own)
    yield Kind.AFTER, tuple(after)
