"""What a reader takes for one character, from the standard library alone.

Near enough to Unicode's extended grapheme clusters for cutting text: accents, variation
selectors, skin tones, flags, keycaps, ZWJ emoji and Hangul stay whole. Where in doubt it
joins rather than cuts.
"""

import unicodedata
from functools import lru_cache

_ZWJ = "\u200d"
_MARKS = frozenset({"Mn", "Mc", "Me"})


def cut(text: str, limit: int) -> int:
    """The last boundary at or before ``limit``: where to cut ``text``.

    A single character that is longer than the limit is cut at the limit.
    """
    if limit >= len(text):
        return len(text)
    at = limit
    while at > 0 and not is_boundary(text, at):
        at -= 1
    return at or limit


def is_boundary(text: str, at: int) -> bool:
    """Whether ``text`` may be cut before index ``at``."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if _is_ascii_pair(before, after):
        return not (before == "\r" and after == "\n")
    if _extends(after) or before == _ZWJ or _joins_hangul(before, after):
        return False
    return not (_is_flag(before) and _is_flag(after) and _flags_before(text, at) % 2)


def _is_ascii_pair(before: str, after: str) -> bool:
    return before < "\x80" and after < "\x80"


@lru_cache(maxsize=4096)
def _extends(character: str) -> bool:
    """Belongs to what stands before it: marks, joiners, skin tones, tags of flags."""
    return (
        unicodedata.category(character) in _MARKS
        or character in "\u200c\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    count = 0
    while at > 0 and _is_flag(text[at - 1]):
        count, at = count + 1, at - 1
    return count


def _joins_hangul(before: str, after: str) -> bool:
    """A syllable written letter by letter: lead, vowel, tail. A lead begins the next one,
    unless it doubles a lead."""
    if _is_lead(before):
        return _is_lead(after) or _is_rest(after) or _is_syllable(after)
    return _is_rest(after) and (_is_rest(before) or _is_syllable(before))


def _is_lead(character: str) -> bool:
    return "\u1100" <= character <= "\u115f"


def _is_rest(character: str) -> bool:
    return "\u1160" <= character <= "\u11ff"


def _is_syllable(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
