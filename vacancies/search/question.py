"""A typed text as a question: all of its words, each in any of the ways of saying it."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from vacancies import words
from vacancies.models import SynonymWord
from vacancies.models.synonyms import key_of

LONGEST_TEXT = 300  # characters that are read
MOST_WORDS = 16
LONGEST_SYNONYM = 4  # words

type Form = tuple[str, ...]  # folded words, one after the other
type Slot = tuple[Form, ...]  # any of these forms
type Phrase = tuple[Slot, ...]  # all of these slots
type Question = tuple[Phrase, ...]  # any of these phrases


def read(texts: Iterable[str], *, exact: bool = False) -> Question:
    """What these texts ask for; one statement at most. Texts that say nothing are left out."""
    said = [found for text in texts if (found := significant(text))]
    groups = {} if exact or not said else _groups(said)
    return tuple(tuple(_slots(phrase, groups)) for phrase in said)


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


def _groups(said: Collection[Form]) -> dict[str, Slot]:
    """The groups that any word of these stands in, by the words; editors are heard at once."""
    keys = {_key(part) for phrase in said for part in _parts(phrase)}
    near = SynonymWord.objects.filter(key__in=keys).values("group")
    rows = list(
        SynonymWord.objects.filter(group__in=near)
        .order_by("pk")
        .values_list("group", "key", "text")
    )
    forms: dict[int, list[Form]] = {}
    for group, _word, text in rows:
        forms.setdefault(group, []).append(tuple(text.split()))
    return {key: tuple(forms[group]) for group, key, _text in rows}


def _parts(phrase: Form) -> Iterator[Form]:
    for length in range(1, LONGEST_SYNONYM + 1):
        for at in range(len(phrase) - length + 1):
            yield phrase[at : at + length]


def _key(part: Form) -> str:
    return key_of(" ".join(part))
