"""A typed text as a question: all of its words, each in any of the ways of saying it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Value

from vacancies import words
from vacancies.models import LexiconWord, SynonymWord
from vacancies.models.synonyms import key_of

LONGEST_TEXT = 300  # characters that are read
MOST_WORDS = 16
LONGEST_SYNONYM = 4  # words
_NO_GROUP = 0

type Form = tuple[str, ...]  # folded words, one after the other
type Slot = tuple[Form, ...]  # any of these forms
type Phrase = tuple[Slot, ...]  # all of these slots
type Question = tuple[Phrase, ...]  # any of these phrases


@dataclass(frozen=True, slots=True)
class Heard:
    """``strange`` are those of the words asked about that no vacancy and no synonym has."""

    question: Question = ()
    strange: frozenset[str] = frozenset()


def read(texts: Iterable[str], *, exact: bool = False) -> Question:
    """What these texts ask for; one statement at most. Texts that say nothing are left out."""
    return heard(texts, exact=exact).question


def heard(texts: Iterable[str], asked: Collection[str] = (), *, exact: bool = False) -> Heard:
    """What these texts ask for and, in the same statement, which of these folded words are
    strange; none is where the texts say nothing."""
    said = [found for text in texts if (found := significant(text))]
    groups, known = ({}, set(asked)) if exact or not said else _looked_up(said, asked)
    strange = frozenset(w for w in asked if w not in known and _key((w,)) not in groups)
    return Heard(tuple(tuple(_slots(phrase, groups)) for phrase in said), strange)


def significant(text: str) -> tuple[str, ...]:
    return words.significant(text[:LONGEST_TEXT])[:MOST_WORDS]


def _slots(said: tuple[str, ...], groups: Mapping[str, Slot]) -> Iterator[Slot]:
    """The longest synonyms first: "tecnologia da informação" before "tecnologia"."""
    at = 0
    while at < len(said):
        for length in range(min(LONGEST_SYNONYM, len(said) - at), 0, -1):
            own = said[at : at + length]
            forms = groups.get(_key(own))
            if forms or length == 1:
                break
        yield _with_own(own, forms or ())
        at += length


def _with_own(own: Form, forms: Slot) -> Slot:
    """What was typed stays among the ways of saying it, once."""
    if len(own) > 1 or own in forms:
        return forms
    return (own, *forms)


def _looked_up(said: Iterable[Form], asked: Collection[str]) -> tuple[dict[str, Slot], set[str]]:
    """The groups that any word of these stands in, by the words: editors are heard at once. And
    those of the words asked about that a vacancy has."""
    keys = {_key(part) for phrase in said for part in _parts(phrase)} | {_key((w,)) for w in asked}
    near = SynonymWord.objects.filter(key__in=keys).values("group")
    rows = SynonymWord.objects.filter(group__in=near).values_list("group", "pk", "key", "text")
    if asked:
        stored = LexiconWord.objects.filter(word__in=asked)
        rows = rows.union(stored.values_list(Value(_NO_GROUP), "pk", "word", Value("")), all=True)
    forms: dict[int, list[Form]] = {}
    members: dict[str, int] = {}
    known = set()
    for group, _pk, word, text in sorted(rows):
        if group == _NO_GROUP:
            known.add(word)
        else:
            forms.setdefault(group, []).append(tuple(text.split()))
            members[word] = group
    return {key: tuple(forms[group]) for key, group in members.items()}, known


def _parts(phrase: Form) -> Iterator[Form]:
    for length in range(1, LONGEST_SYNONYM + 1):
        for at in range(len(phrase) - length + 1):
            yield phrase[at : at + length]


def _key(part: Form) -> str:
    return key_of(" ".join(part))
