"""The words that differ between two formatted texts, marked in both.

The texts are HTML of our own making: marks go around words only, never across a tag, so what
comes out is as well-formed as what came in. Words whose formatting changed are marked too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.safestring import SafeString, mark_safe

PART = re.compile(r"<[^>]*>|&[#\w]+;|\w+|\s+|.", re.DOTALL)
# Beyond this many words a text is compared by lines: the time grows with the square.
MOST_WORDS = 600
LINE = re.compile(r"<[^>]*>|[^<\n]+|\n")

# What is open around a part, the part, and whether it is a tag itself.
type Part = tuple[tuple[str, ...], str, bool]


def marked(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both texts, with <del> around what only the old one has, and <ins> around the new."""
    left, right = _parts(old, PART), _parts(new, PART)
    if max(len(left), len(right)) > MOST_WORDS:
        left, right = _parts(old, LINE), _parts(new, LINE)
    gone, came = _differing(_words(left), _words(right))
    return _write(left, gone, "del"), _write(right, came, "ins")


def _differing(old: Sequence[Part], new: Sequence[Part]) -> tuple[set[int], set[int]]:
    """Indexes of what only one of them has; what both begin and end with needs no search."""
    start, end = _alike(old, new), 0
    rest = min(len(old), len(new)) - start
    if rest:
        end = min(rest, _alike(old[::-1], new[::-1]))
    middles = old[start : len(old) - end], new[start : len(new) - end]
    gone, came = set[int](), set[int]()
    for tag, left, left_end, right, right_end in SequenceMatcher(
        None, *middles, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            gone.update(range(start + left, start + left_end))
            came.update(range(start + right, start + right_end))
    return gone, came


def _alike(old: Sequence[Part], new: Sequence[Part]) -> int:
    """How many parts both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _parts(html: str, pattern: re.Pattern[str]) -> list[Part]:
    """Tags and words, each with the tags that are open around it."""
    found: list[Part] = []
    opened: tuple[str, ...] = ()
    for part in pattern.findall(html):
        is_tag = part[0] == "<" and len(part) > 1
        if is_tag and part[1] == "/":
            opened = opened[:-1]
        found.append((opened, part, is_tag))
        if is_tag and part[1] != "/" and part != "<br>":
            opened = (*opened, part)
    return found


def _words(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if not part[2]]


def _write(parts: Iterable[Part], changed: set[int], tag: str) -> SafeString:
    return mark_safe("".join(_runs(parts, changed, tag)))  # noqa: S308 - escaped by who made it


def _runs(parts: Iterable[Part], changed: set[int], tag: str) -> Iterator[str]:
    """The parts in order; those that changed between marks that no tag interrupts."""
    at, marking = -1, False
    for _opened, part, is_tag in parts:
        at += not is_tag
        mark = not is_tag and (at in changed or _joins(part, at, changed))
        if mark is not marking:
            yield f"<{tag}>" if mark else f"</{tag}>"
            marking = mark
        yield part
    if marking:
        yield f"</{tag}>"


def _joins(part: str, at: int, changed: set[int]) -> bool:
    """White space between two words that changed."""
    return at - 1 in changed and at + 1 in changed and part.isspace()
