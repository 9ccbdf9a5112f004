"""How like two words are: the same but for number and stress, cut short, or mistyped."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_RUN = re.compile(r"([^\W\d])\1+")
_PLURALS = (
    ("oes", "ao"),
    ("aes", "ao"),
    ("ais", "al"),
    ("eis", "el"),
    ("ois", "ol"),
    ("ns", "m"),
    ("res", "r"),
    ("s", ""),
)
_SHORTEST_PLURAL = 4


def distance(left: str, right: str, limit: int) -> int:
    """Edits from one to the other, a swap of neighbours being one; ``limit`` + 1 when more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    left, right = _differing(left, right)
    if not left or not right:
        return min(len(left) + len(right), limit + 1)
    return _edits(left, right, limit)


def _differing(left: str, right: str) -> tuple[str, str]:
    """Both without the start and the end that they share."""
    start, shorter = 0, min(len(left), len(right))
    while start < shorter and left[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and left[-1 - end] == right[-1 - end]:
        end += 1
    return left[start : len(left) - end], right[start : len(right) - end]


def _edits(left: str, right: str, limit: int) -> int:
    """Optimal string alignment, row by row, given up once a whole row is over the limit."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def squeeze(word: str) -> str:
    """Every run of one letter as a single letter: "vagaaas" -> "vagas"; digits stay."""
    return _RUN.sub(r"\1", word)


def key(word: str) -> str:
    """The same for a word's singular and plural, and for repeated letters."""
    single = squeeze(word)
    if len(single) < _SHORTEST_PLURAL:
        return single
    for ending, singular in _PLURALS:
        if single.endswith(ending):
            return single[: -len(ending)] + singular
    return single


def same_start(typed: str, meant: str) -> bool:
    """People seldom miss a word's first letter, but they do swap the first two."""
    return typed[0] == meant[0] or typed[:2] == meant[1::-1]


def mistyped(typed: str, meant: str) -> bool:
    """Whether ``typed`` is ``meant`` with as few errors as the word's length allows."""
    shorter = min(len(typed), len(meant))
    if shorter < 4 or abs(len(typed) - len(meant)) > 3 or not same_start(typed, meant):
        return False
    return _slipped(typed, meant) or _slipped(key(typed), key(meant))


def beheaded(typed: str, meant: str) -> bool:
    """Whether only the first letter of a long word is missing: "stagio"."""
    return len(meant) >= 7 and typed == meant[1:]


def _slipped(typed: str, meant: str) -> bool:
    limit = 2 if len(meant) >= 9 else 1 if len(meant) >= 5 else 0
    if distance(typed, meant, limit) <= limit:
        return True
    anagram = len(typed) == len(meant) and sorted(typed) == sorted(meant)
    return anagram and distance(typed, meant, 2) <= (2 if len(meant) >= 6 else 1)


def cut_short(typed: str, meant: str) -> bool:
    """As "adm" for "administracao", and "designer" for "design"."""
    if len(typed) >= 3 and meant.startswith(typed):
        return True
    return len(meant) >= 6 and typed.startswith(meant) and len(typed) <= len(meant) + 3


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """A mapping by identity: what is made of it can be kept, for it must never change."""

    mapping: Mapping[Any, Any]

    def __hash__(self) -> int:
        return id(self.mapping)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.mapping is self.mapping


class Names:
    """Thousands of texts, ready to find those that a typed one may be meant for."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._buckets: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        self._squeezed: dict[str, list[str]] = defaultdict(list)
        for text in filter(None, texts):
            self._buckets[text[0], len(text)].append((text, _letters(text)))
            self._squeezed[squeeze(text)].append(text)

    def stressed(self, typed: str) -> tuple[str, ...]:
        """Those that differ in repeated letters only."""
        return tuple(self._squeezed.get(squeeze(typed), ()))

    def nearest(self, typed: str, limit: int) -> tuple[str, ...]:
        """Those at the least distance, where that is within ``limit``."""
        found: dict[int, list[str]] = defaultdict(list)
        for text in self._candidates(typed, limit):
            if same_start(typed, text):
                found[distance(typed, text, limit)].append(text)
        least = min(found, default=limit + 1)
        return tuple(found[least]) if least <= limit else ()

    def _candidates(self, typed: str, limit: int) -> Iterator[str]:
        """Texts of about this length that share all letters but those of the errors."""
        letters = _letters(typed)
        for first in dict.fromkeys(typed[:2]):
            for length in range(len(typed) - limit, len(typed) + limit + 1):
                for text, others in self._buckets.get((first, length), ()):
                    if (letters ^ others).bit_count() <= 2 * limit:
                        yield text


def _letters(text: str) -> int:
    """The set of a text's letters as bits; a few letters share one, which does no harm."""
    bits = 0
    for letter in text:
        bits |= 1 << (ord(letter) & 63)
    return bits


@lru_cache(maxsize=32)
def names_in(table: Same) -> Names:
    """The keys of a table, made ready once."""
    return Names(table.mapping)
