"""A conversation as plain text that a teacher can read, and that a test can play again.

``>`` what the person says, ``<`` what the bot answers (``|`` its further lines), ``@ +13h``
time that passes, ``!`` another event, ``*`` what the world is asked to do, ``#`` a remark.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

MARKS = ">", "<", "@", "!", "*", "#"
UNITS = {"min": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry; the text of a bot's message may have several lines."""

    mark: str
    text: str


def parse(source: str) -> list[Line]:
    """Read a transcript; ValueError names the line that is none."""
    lines: list[Line] = []
    for number, raw in enumerate(source.replace("\r\n", "\n").split("\n"), start=1):
        if not raw.strip():
            continue
        mark, text = raw[0], raw[2:]
        if mark == "|" and lines:
            lines[-1] = Line(lines[-1].mark, f"{lines[-1].text}\n{text}")
        elif mark in MARKS:
            lines.append(Line(mark, text))
        else:
            raise ValueError(f"line {number} is not part of a transcript: {raw!r}")
    return lines


def render(lines: Iterable[Line]) -> str:
    """Write a transcript: an empty line before each thing that a person does."""
    parts: list[str] = []
    for line in lines:
        if line.mark in (">", "@", "!") and parts:
            parts.append("")
        first, *others = line.text.split("\n")
        parts.append(f"{line.mark} {first}".rstrip())
        parts.extend(f"| {other}".rstrip() for other in others)
    return "\n".join(parts) + "\n"


def duration(text: str) -> timedelta:
    """``+13h``, ``+30min`` or ``+2d`` as a time; ValueError when it is none of these."""
    for unit, name in UNITS.items():
        amount = text.removeprefix("+").removesuffix(unit)
        if text.endswith(unit) and amount.isdecimal():
            return timedelta(**{name: int(amount)})
    raise ValueError(f"not a time that can pass: {text!r}")
