"""The drawing: cards in columns, lines between them, as SVG without any script or style.

Colours and fonts are the style sheet's (``maps/map.css``), by the classes given here. What is
told by a colour is told by a word or a shape too. Each flow is one link, in reading order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext_lazy

from bot_flows.engine.release import FlowId

from . import layout, measure, words
from .bands import Band, Kind, bands, is_drawn, stacked
from .cards import BADGE, INNER, LINE, PADDING, SMALL, TITLE_LINE, WIDTH, Badge, Card, card
from .facts import Counts, Node, Picture, Way

COLUMN_GAP, CARD_GAP, MARGIN, HEADING = 72, 20, 16, 44
NARROWEST, MOST_LOOSE = 4, 6  # columns of what hangs together with nothing
HEADINGS = {
    Kind.START: gettext_lazy("A partir do início"),
    Kind.WORDS: gettext_lazy("O que só palavras abrem"),
    Kind.LOST: gettext_lazy("Nada leva até aqui"),
    Kind.FOCUS: gettext_lazy("O que leva aqui, e aonde leva"),
    Kind.BEFORE: gettext_lazy("O que leva aqui"),
    Kind.OWN: gettext_lazy("Este fluxo"),
    Kind.AFTER: gettext_lazy("Aonde leva"),
}
# Drawn in a square of 12 by 12.
SHAPES = {
    "start": "M2 1 L11 6 L2 11 Z",
    "menu": "M1 2 H11 M1 6 H11 M1 10 H11",
    "help": "M3 4 A3 3 0 1 1 6 7 V8.5 M6 10.5 V11.5",
    "person": "M6 1 A2.5 2.5 0 1 1 5.99 1 Z M1 12 A5 5 0 0 1 11 12 Z",
    "new": "M6 1 V11 M1 6 H11",
    "changed": "M1 11 L2 8 L9 1 L11 3 L4 10 Z",
    "waiting": "M1 11 L2 8 L9 1 L11 3 L4 10 Z",
    "later": "M1 11 L2 8 L9 1 L11 3 L4 10 Z",
    "removed": "M1 6 H11",
    "hidden": "M1 1 L11 11 M11 1 L1 11",
    "gone": "M1 1 L11 11 M11 1 L1 11",
    "error": "M4 1 H8 L11 4 V8 L8 11 H4 L1 8 V4 Z",
    "warning": "M6 1 L11.5 11 H0.5 Z",
}
STROKED = frozenset({"menu", "help", "new", "removed", "hidden", "gone"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A card and where it stands."""

    card: Card
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Sheet:
    spots: Mapping[FlowId, Spot]
    headings: Sequence[tuple[float, str]]
    width: float
    height: float


def draw(
    picture: Picture,
    *,
    label: str,
    prefix: str = "mapa",
    blank: bool = False,
    narrow: bool = False,
) -> str:
    """The picture as an SVG element. ``label`` names it for who hears it; ``prefix`` begins
    the ids in it; ``blank`` opens links in a window of their own. ``narrow`` puts what is
    around one flow above and below it, without lines."""
    sheet = _arrange_narrow(picture) if narrow else _arrange(picture)
    size = f"{sheet.width:.0f} {sheet.height:.0f}"
    width, height = size.split()
    parts = [
        f'<svg class="bot-map__drawing" role="group" aria-label="{escape(label)}" '
        f'width="{width}" height="{height}" viewBox="0 0 {size}">',
        *_headings(sheet),
        '<g class="bot-map__lines" aria-hidden="true">',
        *(line for spot in sheet.spots.values() for line in _lines(spot, sheet)),
        "</g>",
        *(_Drawn(spot, picture, prefix, blank).svg() for spot in sheet.spots.values()),
        "</svg>",
    ]
    return "\n".join(parts)


# Where things stand.


def _arrange(picture: Picture) -> _Sheet:
    found = bands(picture)
    titles = {node.id: node.title for node in picture.nodes}
    place = {
        node.id: (at, column)
        for at, band in enumerate(found)
        for column, nodes in enumerate(band.columns)
        for node in nodes
    }
    spots: dict[FlowId, Spot] = {}
    headings = []
    top = float(MARGIN)
    for band in found:
        if len(found) > 1 or band.kind is not Kind.START:
            headings.append((top + 18, str(HEADINGS[band.kind])))
            top += HEADING
        cards = {
            node.id: card(node, _targets(node.ways, place), titles)
            for column in band.columns
            for node in column
        }
        placed = _stand(band, cards, top, found)
        spots |= placed
        top = max(spot.y + spot.card.height for spot in placed.values()) + HEADING
    right = max((spot.x for spot in spots.values()), default=0) + WIDTH + MARGIN
    return _Sheet(spots, headings, right, max(top - HEADING, 0) + MARGIN)


def _arrange_narrow(picture: Picture) -> _Sheet:
    titles = {node.id: node.title for node in picture.nodes}
    spots: dict[FlowId, Spot] = {}
    headings = []
    top = float(MARGIN)
    for band in stacked(picture):
        headings.append((top + 18, str(HEADINGS[band.kind])))
        cards = [card(node, (), titles, "→") for column in band.columns for node in column]
        placed = _rows(cards, top + HEADING - 8, 1)
        spots |= placed
        top = max(spot.y + spot.card.height for spot in placed.values()) + CARD_GAP
    return _Sheet(spots, headings, WIDTH + 2 * MARGIN, top)


def _targets(ways: Iterable[Way], place: Mapping[FlowId, tuple[int, int]]) -> list[FlowId]:
    return [way.target for way in ways if is_drawn(way, place)]


def _stand(
    band: Band, cards: Mapping[FlowId, Card], top: float, found: Sequence[Band]
) -> dict[FlowId, Spot]:
    """The band's cards in their places; those without any line stand in rows below."""
    lines = [(name, target) for name, item in cards.items() for target in item.outlets]
    tied = {name for line in lines for name in line}
    columns = [[node.id for node in column if node.id in tied] for column in band.columns]
    columns = [column for column in columns if column]
    boxes = {name: layout.Box(c.height, c.inlet, c.outlets) for name, c in cards.items()}
    tops = layout.place(columns, layout.Sheet(boxes, lines, CARD_GAP))
    spots = {
        name: Spot(cards[name], _x(at), top + tops[name])
        for at, column in enumerate(columns)
        for name in sorted(column, key=lambda name: tops[name])
    }
    loose = [cards[name] for name in cards if name not in tied]
    below = max((spot.y + spot.card.height + CARD_GAP for spot in spots.values()), default=top)
    widest = max(len(item.columns) for item in found)
    return spots | _rows(loose, below, min(max(widest, NARROWEST), MOST_LOOSE))


def _rows(cards: Sequence[Card], top: float, columns: int) -> dict[FlowId, Spot]:
    spots: dict[FlowId, Spot] = {}
    for start in range(0, len(cards), columns):
        row = cards[start : start + columns]
        spots |= {item.node.id: Spot(item, _x(at), top) for at, item in enumerate(row)}
        top += max(item.height for item in row) + CARD_GAP
    return spots


def _x(column: int) -> float:
    return MARGIN + column * (WIDTH + COLUMN_GAP)


# What is drawn.


def _headings(sheet: _Sheet) -> Iterator[str]:
    for y, text in sheet.headings:
        yield (
            f'<text class="bot-map__heading" x="{MARGIN}" y="{y:.0f}" aria-hidden="true">'
            f"{escape(text)}</text>"
        )


def _lines(spot: Spot, sheet: _Sheet) -> Iterator[str]:
    """A line for each way that is one, from its row to the title of where it leads."""
    for row in spot.card.rows:
        if row.is_line:
            yield _line(spot, sheet.spots[row.way.target], row.y, row.full)


def _line(source: Spot, target: Spot, outlet: float, full: str) -> str:
    x, y = source.x + WIDTH, source.y + outlet
    end, inlet = target.x - 7, target.y + target.card.inlet
    half = (end - x) / 2
    return (
        f'<g class="bot-map__line"{_ends(source.card.node, target.card.node)}>'
        f"<title>{escape(full)}</title>"
        f'<path d="M{x:.0f} {y:.1f} C{x + half:.0f} {y:.1f} {end - half:.0f} {inlet:.1f} '
        f'{end:.0f} {inlet:.1f}"/>'
        f'<path class="bot-map__tip" d="M{end:.0f} {inlet - 4:.1f} l7 4 l-7 4 Z"/></g>'
    )


def _ends(source: Node, target: Node) -> str:
    return f' data-from="{escape(source.id)}" data-to="{escape(target.id)}"'


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One card, as SVG."""

    spot: Spot
    picture: Picture
    prefix: str
    blank: bool

    @property
    def node(self) -> Node:
        return self.spot.card.node

    def svg(self) -> str:
        node = self.node
        own = " bot-map__card--focus" if node.id == self.picture.focus else ""
        return "\n".join(
            [
                f'<g class="bot-map__card bot-map__card--{node.mark}{own}{self._faulty()}" '
                f'id="{self.prefix}-{escape(node.id)}" data-flow="{escape(node.id)}" '
                f'transform="translate({self.spot.x:.0f} {self.spot.y:.1f})">',
                *self._link(),
                *self._rows(),
                "</g>",
            ]
        )

    def _faulty(self) -> str:
        return " bot-map__card--error" if self.node.errors else ""

    def _link(self) -> Iterator[str]:
        titles = {node.id: node.title for node in self.picture.nodes}
        label = escape(words.whole(self.node, titles))
        if self.node.url:
            target = ' target="_blank"' if self.blank else ""
            yield f'<a href="{escape(self.node.url)}" aria-label="{label}"{target}>'
        else:
            yield f'<g role="img" aria-label="{label}">'
        yield f"<title>{label}</title>"
        height = f"{self.spot.card.height:.0f}"
        yield f'<rect class="bot-map__box" width="{WIDTH}" height="{height}" rx="10"/>'
        yield from self._texts()
        yield "</a>" if self.node.url else "</g>"

    def _texts(self) -> Iterator[str]:
        item = self.spot.card
        for at, line in enumerate(item.title):
            yield _text("title", PADDING, PADDING + 15 + at * TITLE_LINE, line)
        yield from map(_badge, item.badges)
        if item.meta:
            yield _text("meta", PADDING, item.meta_y + 4, item.meta)
        if self.node.counts:
            yield from _numbers(self.node.counts, item.numbers_y, self.picture.most_entries)

    def _rows(self) -> Iterator[str]:
        rows = self.spot.card.rows
        if rows:
            y = rows[0].y - 16
            yield f'<path class="bot-map__rule" d="M0 {y:.1f} H{WIDTH}"/>'
        for row in rows:
            text = _text("row", PADDING, row.y + 4, row.text)
            dot = f'<circle class="bot-map__port" cx="{WIDTH}" cy="{row.y:.1f}" r="4"/>'
            if row.is_line:
                yield f'<g aria-hidden="true"><title>{escape(row.full)}</title>{text}{dot}</g>'
            else:
                yield self._written(row.way, row.full, text)

    def _written(self, way: Way, full: str, text: str) -> str:
        """A way back: the row itself leads to the other card, for who points at it."""
        target = self.picture.by_id[way.target]
        return (
            f'<g class="bot-map__back" aria-hidden="true"{_ends(self.node, target)}>'
            f'<a href="#{self.prefix}-{escape(way.target)}" tabindex="-1">'
            f"<title>{escape(full)}</title>{text}</a></g>"
        )


def _text(kind: str, x: float, y: float, text: str) -> str:
    return (
        f'<text class="bot-map__{kind}" x="{x:.0f}" y="{y:.1f}" aria-hidden="true">'
        f"{escape(text)}</text>"
    )


def _badge(badge: Badge) -> str:
    return (
        f'<g class="bot-map__badge bot-map__badge--{badge.kind}" aria-hidden="true" '
        f'transform="translate({badge.x:.0f} {badge.y:.0f})">'
        f'<rect width="{badge.width:.0f}" height="{BADGE - 4}" rx="10"/>'
        f"{shape(badge.kind)}"
        f'<text x="20" y="14">{escape(badge.text)}</text></g>'
    )


def shape(kind: str) -> str:
    """The shape that goes with a word; the legend shows it too."""
    stroked = " bot-map__shape--stroked" if kind in STROKED else ""
    return (
        f'<path class="bot-map__shape{stroked}" transform="translate(6 5) scale(.83)" '
        f'd="{SHAPES[kind]}"/>'
    )


def _numbers(counts: Counts, y: float, most: int) -> Iterator[str]:
    """How many came here, as a bar as wide as that; those who left in another pattern."""
    full = INNER * counts.entries / most if most else 0
    left = full * counts.left / counts.entries if counts.entries else 0
    said = measure.fit(words.numbers(counts), SMALL, INNER)
    yield _text("count", PADDING, y + LINE - 4, said)
    yield f'<g class="bot-map__bar" transform="translate({PADDING} {y + LINE + 2:.0f})">'
    yield f'<rect class="bot-map__bar-room" width="{INNER}" height="8" rx="4"/>'
    yield f'<rect class="bot-map__bar-full" width="{full:.1f}" height="8" rx="4"/>'
    yield f'<rect class="bot-map__bar-lost" width="{left:.1f}" height="8"/></g>'
