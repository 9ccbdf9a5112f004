"""A flow as a card: its lines of text and where on it each one stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot_flows.engine.reading import fold
from bot_flows.engine.release import FlowId

from . import measure, words
from .facts import Node, Way

WIDTH, PADDING = 244, 14
INNER = WIDTH - 2 * PADDING
TITLE, SMALL = 15, 12.5
BOLD = 1.16  # how much wider bold letters are
TITLE_LINE, LINE, ROW, BADGE = 20, 18, 25, 24
MOST_TITLE_LINES = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One way out: a line leaves here, or the row itself says where it leads."""

    way: Way
    text: str
    full: str
    is_line: bool
    y: float


@dataclass(frozen=True, slots=True)
class Badge:
    """A shape and its words."""

    kind: str
    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Card:
    """Distances are from the card's top, in pixels."""

    node: Node
    title: tuple[str, ...]
    badges: tuple[Badge, ...]
    meta: str
    meta_y: float
    numbers_y: float
    rows: tuple[Row, ...]
    height: float

    @property
    def inlet(self) -> float:
        """Where lines come in: beside the first line of the title."""
        return PADDING + TITLE_LINE / 2

    @property
    def outlets(self) -> Mapping[FlowId, float]:
        return {row.way.target: row.y for row in self.rows if row.is_line}


def card(
    node: Node, drawn: Iterable[FlowId], titles: Mapping[FlowId, str], arrow: str = "↩"
) -> Card:
    """The card of a flow; ``drawn`` are the targets that a line leads to, ``arrow`` stands
    before the others."""
    lines = frozenset(drawn)
    title = measure.wrap(node.title, TITLE * BOLD, INNER, MOST_TITLE_LINES) or ("—",)
    below: float = PADDING + TITLE_LINE * len(title) + 4
    badges = tuple(_badges(node, below))
    below = max((item.y + BADGE for item in badges), default=below)
    meta = measure.fit(words.meta(node), SMALL, INNER)
    meta_y, below = below + LINE / 2, below + (LINE + 2 if meta else 0)
    numbers_y, below = below, below + (2 * LINE + 4 if node.counts else 0)
    below += 8 if node.ways else 0
    rows = []
    for way in node.ways:
        rows.append(_row(way, titles[way.target], way.target in lines, below + ROW / 2, arrow))
        below += ROW
    bottom = 4 if rows else PADDING - 4
    return Card(node, title, badges, meta, meta_y, numbers_y, tuple(rows), below + bottom)


def _badges(node: Node, y: float) -> Iterator[Badge]:
    """Side by side as long as there is room."""
    x: float = PADDING
    for kind, said in _marks(node):
        width = measure.width(said, SMALL * BOLD) + 29
        if x > PADDING and x + width > WIDTH - PADDING / 2:
            x, y = PADDING, y + BADGE
        yield Badge(kind, said, x, y, width)
        x += width + 6


def _marks(node: Node) -> tuple[tuple[str, str], ...]:
    found = [(role.value, str(words.ROLES[role])) for role in node.roles]
    if said := str(words.MARKS[node.mark]):
        found.append((node.mark.value, said))
    if node.errors:
        found.append(("error", words.errors(node.errors)))
    if node.warnings:
        found.append(("warning", words.warnings(node.warnings)))
    return tuple(found)


def _row(way: Way, title: str, is_line: bool, y: float, arrow: str) -> Row:
    said = words.way(way)
    full = f"{said} → {title}"
    if is_line:
        return Row(way, measure.fit(said, SMALL, INNER - 8), full, True, y)
    arrow = "↻" if way.source == way.target else arrow
    same = fold(said) == fold(title)
    short = f"{arrow} {title}" if same else f"{_half(said)} {arrow} {title}"
    return Row(way, measure.fit(short, SMALL, INNER - 8), full, False, y)


def _half(said: str) -> str:
    return measure.fit(said, SMALL, INNER * 0.5)
