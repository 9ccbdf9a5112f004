"""How like two written words are, to a Brazilian ear. Pure.

The *sound* of a word writes alike what is often mistaken for one another (s, ss, ç and z; g and
j; x and ch; l and u before a consonant), so that "dezenvouvedor" is "desenvolvedor" already.
What is left is found by letters left out: two words that are one error apart share a key.
"""

import re
from collections.abc import Iterator
from itertools import combinations

SHORTEST, LONGEST = 4, 24  # letters of a word that is corrected
_TWO_ERRORS = 7  # letters from which a word may have two

_RULES = tuple(
    (re.compile(found), written)
    for found, written in (
        ("ch|sh", "x"),
        ("ph", "f"),
        ("qu(?=[ei])|q", "k"),
        ("gu(?=[ei])", "7"),
        ("g(?=[ei])", "j"),
        ("7", "g"),
        ("sc(?=[ei])|xc(?=[ei])|ss|c(?=[ei])", "s"),
        ("z", "s"),
        ("c", "k"),
        ("y", "i"),
        ("w", "v"),
        ("h", ""),
        ("l(?=[^aeiou]|$)", "u"),
        ("m(?=[pb])", "n"),
        (r"(.)\1", r"\1"),
    )
)


def sound(word: str) -> str:
    """A folded word as it sounds."""
    for found, written in _RULES:
        word = found.sub(written, word)
    return word


def keys(word: str) -> set[str]:
    """What a word is kept under: letters and sound, whole and with each one letter left out."""
    return {key for text in (word, sound(word)) for key in _without(text, 1)}


def near_keys(word: str) -> set[str]:
    """What a mistyped word is looked up by: longer words with two letters left out, too."""
    return {key for text in (word, sound(word)) for key in _without(text, errors(word))}


def unlikeness(one: str, other: str) -> int:
    """Errors between two words, by their letters or by their sounds, whichever are fewer."""
    return min(distance(one, other), distance(sound(one), sound(other)))


def errors(word: str) -> int:
    """How many errors are believed of a word."""
    return 2 if len(word) >= _TWO_ERRORS else 1


def _without(word: str, most: int) -> Iterator[str]:
    for left_out in range(most + 1):
        for places in combinations(range(len(word)), left_out):
            yield "".join(c for at, c in enumerate(word) if at not in places)


def distance(one: str, other: str) -> int:
    """Letters added, left out, changed, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
