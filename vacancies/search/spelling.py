"""Typing errors: a word that no vacancy and no synonym has is taken for the nearest one."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from vacancies.models import LexiconKey
from vacancies.words import fold, significant

from . import question, sounds
from .question import LONGEST_TEXT, MOST_WORDS

_WORD = re.compile(r"[^\W\d_]+")
_MOST_CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class _Candidate:
    word: str
    shown: str
    count: int


def corrected(texts: Sequence[str]) -> list[str] | None:
    """The texts with their typing errors mended, or None where there is nothing to mend.

    Two statements at most, whatever the number of texts.
    """
    return mended(texts, question.heard(texts, askable(texts)).strange)


def askable(texts: Iterable[str]) -> list[str]:
    """The folded words that might be errors: long enough to be told from others."""
    said = {fold(word) for text in texts for word in _WORD.findall(text[:LONGEST_TEXT])}
    fit = (w for w in said if sounds.SHORTEST <= len(w) <= sounds.LONGEST and significant(w))
    return sorted(fit)[:MOST_WORDS]


def mended(texts: Iterable[str], strange: Collection[str]) -> list[str] | None:
    """The texts with each strange word as the nearest known one; one statement at most."""
    meant = _nearest(strange) if strange else {}
    if not meant:
        return None
    read = [text[:LONGEST_TEXT] for text in texts]
    return [_WORD.sub(lambda found: meant.get(fold(found[0]), found[0]), text) for text in read]


def _nearest(strange: Collection[str]) -> dict[str, str]:
    """The nearest known word of each, as vacancies write it."""
    wanted = {word: sounds.near_keys(word) for word in strange}
    rows = LexiconKey.objects.filter(key__in=set().union(*wanted.values()))
    found: dict[str, list[_Candidate]] = {}
    fields = rows.values_list("key", "word__word", "word__shown", "word__count")
    for key, word, shown, count in fields[: _MOST_CANDIDATES * len(wanted)]:
        found.setdefault(key, []).append(_Candidate(word, shown, count))
    return {word: best for word, keys in wanted.items() if (best := _best(word, keys, found))}


def _best(word: str, keys: Iterable[str], found: Mapping[str, list[_Candidate]]) -> str:
    """The least different in sound, then in letters, then the most frequent; or empty."""
    ranked = sorted(
        (errors, sounds.distance(word, candidate.word), -candidate.count, candidate.shown)
        for candidate in {item for key in keys for item in found.get(key, ())}
        if (errors := sounds.unlikeness(word, candidate.word)) <= sounds.errors(word)
    )
    return ranked[0][3] if ranked else ""
