"""Typing errors: a word that no vacancy and no synonym has is taken for the nearest one."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from vacancies.models import LexiconKey, LexiconWord, SynonymWord
from vacancies.models.synonyms import key_of
from vacancies.words import fold, significant

from . import sounds
from .question import LONGEST_TEXT, MOST_WORDS

_WORD = re.compile(r"[^\W\d_]+")
_MOST_CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class _Candidate:
    word: str
    shown: str
    count: int


def corrected(texts: Iterable[str]) -> list[str] | None:
    """The texts with their typing errors mended, or None where there is nothing to mend.

    Three statements at most, whatever the number of texts.
    """
    read = [text[:LONGEST_TEXT] for text in texts]
    strange = _strange({fold(word) for text in read for word in _WORD.findall(text)})
    meant = _nearest(strange) if strange else {}
    if not meant:
        return None
    return [_WORD.sub(lambda found: meant.get(fold(found[0]), found[0]), text) for text in read]


def _strange(said: Collection[str]) -> set[str]:
    """The words that nobody wrote before."""
    asked = {w for w in said if sounds.SHORTEST <= len(w) <= sounds.LONGEST and significant(w)}
    asked = set(sorted(asked)[:MOST_WORDS])
    known = set(LexiconWord.objects.filter(word__in=asked).values_list("word", flat=True))
    keys = {key_of(word): word for word in asked - known}
    named = SynonymWord.objects.filter(key__in=keys).values_list("key", flat=True) if keys else ()
    return asked - known - {keys[key] for key in named}


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
