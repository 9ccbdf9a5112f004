"""A site's last days as bars: how many searches ended in which way. Plain numbers for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .facts import Day

WIDTH, HEIGHT, GAP = 560, 120, 8
ORDER = ("found", "empty", "blocked", "failed")


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle: its outcome, where it stands, how large it is."""

    outcome: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """All parts, what is written under the bars, and the number at the top of the scale."""

    parts: tuple[Part, ...]
    labels: tuple[tuple[float, date], ...]
    top: int
    width: int = WIDTH
    height: int = HEIGHT


def draw(days: Sequence[Day]) -> Chart:
    """Stacked bars, the oldest day first; an empty chart where nothing was asked."""
    top = max((day.total for day in days), default=0)
    step = WIDTH / max(len(days), 1)
    parts: list[Part] = []
    for number, day in enumerate(days):
        y = float(HEIGHT)
        for outcome in ORDER:
            height = HEIGHT * day.counts[outcome] / top if top else 0
            if height:
                y -= height
                size = round(step - GAP, 2), round(height, 2)
                parts.append(Part(outcome, round(number * step + GAP / 2, 2), round(y, 2), *size))
    middles = (round((n + 0.5) * step, 2) for n in range(len(days)))
    return Chart(tuple(parts), tuple(zip(middles, (d.on for d in days), strict=True)), top)
