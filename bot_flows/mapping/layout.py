"""Where each card of a column goes: lines cross as little as sweeps can bring about, and a card
stands as near as it can to what leads to it. Knows boxes and lines, nothing of bots.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

type Name = str
type Line = tuple[Name, Name]
type Columns = Sequence[Sequence[Name]]

SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A card: how high it is, where lines come in, and where each line to another goes out."""

    height: float
    inlet: float = 0
    outlets: Mapping[Name, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What there is to place, column by column; every line leads one column on."""

    boxes: Mapping[Name, Box]
    lines: Sequence[Line]
    gap: float


def place(columns: Columns, sheet: Sheet) -> Mapping[Name, float]:
    """The top of each box."""
    return _tops(untangle(columns, sheet), sheet)


def untangle(columns: Columns, sheet: Sheet) -> list[list[Name]]:
    """The columns in the order, of those that were tried, in which the fewest lines cross."""
    best = [list(column) for column in columns]
    fewest, tried = crossings(best, sheet), best
    for sweep in range(SWEEPS):
        if not fewest:
            break
        tried = _sweep(tried, sheet, forward=sweep % 2 == 0)
        now = crossings(tried, sheet)
        if now < fewest:
            best, fewest = tried, now
    return best


def _sweep(columns: Columns, sheet: Sheet, *, forward: bool) -> list[list[Name]]:
    """Each column sorted by the middle of where its neighbours stand in the one before."""
    found = [list(column) for column in columns]
    indexes = range(1, len(found)) if forward else range(len(found) - 2, -1, -1)
    for index in indexes:
        beside = found[index - 1 if forward else index + 1]
        at = _seats(beside, sheet, forward=forward)
        pulls: dict[Name, list[float]] = {}
        for source, target in sheet.lines:
            mine, other = (target, source) if forward else (source, target)
            if mine in found[index] and other in at:
                outlet = sheet.boxes[source].outlets.get(target, 0) if forward else 0
                pulls.setdefault(mine, []).append(at[other] + outlet)
        middle = {name: sum(pull) / len(pull) for name, pull in pulls.items()}
        before = _seats(found[index], sheet, forward=forward)
        found[index].sort(key=lambda name: middle.get(name, before[name]))
    return found


def _seats(column: Sequence[Name], sheet: Sheet, *, forward: bool) -> Mapping[Name, float]:
    seats, top = {}, 0.0
    for name in column:
        seats[name] = top + (0 if forward else sheet.boxes[name].inlet)
        top += sheet.boxes[name].height + sheet.gap
    return seats


def crossings(columns: Columns, sheet: Sheet) -> int:
    """How often two lines cross."""
    column_of = {name: at for at, column in enumerate(columns) for name in column}
    rank = {name: at for column in columns for at, name in enumerate(column)}
    bundles: dict[int, list[tuple[float, float, int]]] = {}
    for source, target in sheet.lines:
        outlet = sheet.boxes[source].outlets.get(target, 0)
        bundles.setdefault(column_of[source], []).append((rank[source], outlet, rank[target]))
    return sum(
        _inversions([target for _, _, target in sorted(bundle)]) for bundle in bundles.values()
    )


def _inversions(values: Sequence[int]) -> int:
    """Pairs that stand the wrong way round, counted while merging."""
    return _merge_count(list(values))[1]


def _merge_count(values: list[int]) -> tuple[list[int], int]:
    if len(values) < 2:
        return values, 0
    left, first = _merge_count(values[: len(values) // 2])
    right, second = _merge_count(values[len(values) // 2 :])
    merged, count, at = [], first + second, 0
    for item in left:
        while at < len(right) and right[at] < item:
            merged.append(right[at])
            at += 1
        count += at
        merged.append(item)
    return merged + right[at:], count


def _tops(columns: Columns, sheet: Sheet) -> Mapping[Name, float]:
    """First each box beside what leads to it; then, from the last column back, beside the first
    that it leads to; then what leads nowhere beside what leads to it again."""
    tops: dict[Name, float] = {}
    sources, targets = _neighbours(sheet)
    for column in columns:
        _settle(column, [_below(name, sources, tops, sheet) for name in column], tops, sheet)
    for column in reversed(columns[:-1]):
        _settle(column, [_before(name, targets, tops, sheet) for name in column], tops, sheet)
    for column in columns[1:]:
        wishes = [
            tops[name] if name in targets else _below(name, sources, tops, sheet) for name in column
        ]
        _settle(column, wishes, tops, sheet)
    return tops


def _neighbours(sheet: Sheet) -> tuple[dict[Name, list[Name]], dict[Name, list[Name]]]:
    """What leads to each box, and where each leads."""
    sources: dict[Name, list[Name]] = {}
    targets: dict[Name, list[Name]] = {}
    for source, target in sheet.lines:
        sources.setdefault(target, []).append(source)
        targets.setdefault(source, []).append(target)
    return sources, targets


def _settle(
    column: Sequence[Name], wished: Sequence[float | None], tops: dict[Name, float], sheet: Sheet
) -> None:
    heights = [sheet.boxes[name].height for name in column]
    tops |= zip(column, settle(wished, heights, sheet.gap), strict=True)


def _below(
    name: Name, sources: Mapping[Name, Sequence[Name]], tops: Mapping[Name, float], sheet: Sheet
) -> float | None:
    """Where lines would come in straight; None where nothing comes in."""
    outs = [
        tops[source] + sheet.boxes[source].outlets.get(name, 0) for source in sources.get(name, ())
    ]
    return sum(outs) / len(outs) - sheet.boxes[name].inlet if outs else None


def _before(
    name: Name, targets: Mapping[Name, Sequence[Name]], tops: Mapping[Name, float], sheet: Sheet
) -> float:
    """Not above where it stands, and level with the highest box that it leads to."""
    own = sheet.boxes[name]
    straight = (
        tops[target] + sheet.boxes[target].inlet - own.outlets.get(target, 0)
        for target in targets.get(name, ())
    )
    return max(tops[name], min(straight, default=0.0))


def settle(wished: Sequence[float | None], heights: Sequence[float], gap: float) -> Sequence[float]:
    """Tops in this order, ``gap`` apart and never above 0, as near to the wishes as can be.

    Neighbours that would overlap are joined and moved as one (pool adjacent violators).
    """
    offsets = [0.0]
    for height in heights[:-1]:
        offsets.append(offsets[-1] + height + gap)
    groups: list[tuple[float, int]] = []
    for wish, offset in zip(wished, offsets, strict=True):
        group = (groups[-1][0] if groups else 0.0, 1) if wish is None else (wish - offset, 1)
        while groups and groups[-1][0] > group[0]:
            (mean, count), (other, more) = groups.pop(), group
            group = ((mean * count + other * more) / (count + more), count + more)
        groups.append(group)
    shifts = [max(mean, 0.0) for mean, count in groups for _ in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]
