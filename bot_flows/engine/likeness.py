"""How like two words are: the same but for number and stress, cut short, or mistyped."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_RUN = re.compile(r"(.)\1+")
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
    return _RUN.sub(lambda run: run[0] if run[1].isdigit() else run[1], word)


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
    if typed == meant[1:] and len(meant) >= 7:
        return True
    if len(typed) < 4 or len(meant) < 4 or not same_start(typed, meant):
        return False
    return _slipped(typed, meant) or _slipped(key(typed), key(meant))


def _slipped(typed: str, meant: str) -> bool:
    anagram = len(typed) == len(meant) and sorted(typed) == sorted(meant)
    limit = _errors_allowed(len(meant), anagram)
    return distance(typed, meant, limit) <= limit


def _errors_allowed(length: int, anagram: bool) -> int:
    if length >= 9 or (anagram and length >= 6):
        return 2
    return 1 if length >= 5 or anagram else 0


def cut_short(typed: str, meant: str) -> bool:
    """As "adm" for "administracao", and "designer" for "design"."""
    if len(typed) >= 3 and meant.startswith(typed):
        return True
    return len(meant) >= 6 and typed.startswith(meant) and len(typed) <= len(meant) + 3


class Buckets:
    """Words by first letter and length: a few dozen to compare with, out of thousands."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in filter(None, words):
            self._words[word[0], len(word)].append(word)

    def nearest(self, typed: str, limit: int) -> tuple[str, ...]:
        """The words at the least distance from ``typed``, if that is within ``limit``."""
        found: dict[int, list[str]] = defaultdict(list)
        for word in self._candidates(typed, limit):
            found[distance(typed, word, limit)].append(word)
        least = min(found, default=limit + 1)
        return tuple(found[least]) if least <= limit else ()

    def _candidates(self, typed: str, limit: int) -> Iterator[str]:
        for first in dict.fromkeys(typed[:2]):
            for length in range(len(typed) - limit, len(typed) + limit + 1):
                words = self._words.get((first, length), ())
                yield from (word for word in words if same_start(typed, word))


class Same:
    """A mapping by identity, so that what was made of its keys can be kept."""

    __slots__ = ("mapping",)

    def __init__(self, mapping: Mapping[str, object]) -> None:
        self.mapping = mapping

    def __hash__(self) -> int:
        return id(self.mapping)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.mapping is self.mapping


def buckets_of(mapping: Mapping[str, object]) -> Buckets:
    """The keys of a mapping that never changes, in buckets that are made once."""
    return _kept(Same(mapping))


@lru_cache(maxsize=16)
def _kept(same: Same) -> Buckets:
    return Buckets(same.mapping)
