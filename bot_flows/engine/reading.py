"""What a typed message means: one of the options shown, a global word, or a trigger.

Cheap and exact ways first, likeness last. A guess is never made: where two things fit
equally the answer is Unsure, and where one fits badly it is Nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from . import numerals
from .folding import fold as fold
from .likeness import buckets_of, distance, same_start, squeeze
from .menus import Menu, fit, menu_of
from .speech import FILLERS, POLITE, core_of, words_of
from .state import Option
from .wording import Word

_MOST_UNSURE = 4
_MOST_NEAREST = 3
_SHORTEST_TYPO = 5  # letters of a word or trigger that may be mistyped


@dataclass(frozen=True, slots=True)
class Picked:
    """One option, by its "number", "label", "synonym", "words", or despite a "typo"."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two to four options fit equally."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No option fits; up to three come near."""

    nearest: tuple[str, ...]


def pick(text: str, options: Sequence[Option]) -> Picked | Unsure | Nothing:
    """The option that a message chooses; options are numbered from 1, in their order."""
    if not options:
        return Nothing(())
    menu = menu_of(tuple(options))
    folded = fold(text).removeprefix("#")
    numbers = numerals.chosen(text)
    for table, why in ((menu.labels, "label"), (menu.synonyms, "synonym")):
        if folded in table:
            return _named(table[folded], numbers, why, options)
    if numbers:
        return _numbered(numbers, options)
    return _copied(folded, menu, options) or _in_words(text, menu, options)


def named(text: str, options: Sequence[Option]) -> tuple[str, ...]:
    """The keys of the options that a message names, where no numbers were shown.

    One key is a sure one; several fit equally.
    """
    return tuple(options[place].key for place in fit(text, menu_of(tuple(options))).options)


def _named(
    places: tuple[int, ...], numbers: tuple[int, ...], why: str, options: Sequence[Option]
) -> Picked | Unsure | Nothing:
    """A label was typed exactly; one that reads as another's number leaves a doubt."""
    meant = (*places, *(place for place in _places(numbers, options) if place not in places))
    return _verdict(meant, why, options)


def _numbered(numbers: tuple[int, ...], options: Sequence[Option]) -> Picked | Unsure | Nothing:
    places = _places(numbers, options)
    if len(places) < len(numbers):
        return Nothing(())
    return _verdict(places, "number", options)


def _places(numbers: tuple[int, ...], options: Sequence[Option]) -> tuple[int, ...]:
    count = len(options)
    real = (count if number == numerals.LAST else number for number in numbers)
    return tuple(dict.fromkeys(number - 1 for number in real if 1 <= number <= count))


def _verdict(
    places: Sequence[int], why: str, options: Sequence[Option]
) -> Picked | Unsure | Nothing:
    keys = tuple(options[place].key for place in places)
    if len(keys) == 1:
        return Picked(keys[0], why)
    return Unsure(keys) if 1 < len(keys) <= _MOST_UNSURE else Nothing(keys[:_MOST_NEAREST])


_NUMBER_FIRST = re.compile(r"(\d{1,2}) (\D+)")


def _copied(folded: str, menu: Menu, options: Sequence[Option]) -> Picked | Unsure | Nothing | None:
    """ "3 ver cursos", as copied from the list; with another's label both fit."""
    copied = _NUMBER_FIRST.fullmatch(folded)
    places = _places((int(copied[1]),), options) if copied else ()
    said = fit(copied[2], menu).options if copied and places else ()
    if not said:
        return None
    return _verdict(places if places[0] in said else (*places, *said), "number", options)


def _in_words(text: str, menu: Menu, options: Sequence[Option]) -> Picked | Unsure | Nothing:
    found = fit(text, menu)
    if found.options:
        return _verdict(found.options, "words" if found.exact else "typo", options)
    near = tuple(dict.fromkeys(options[place].key for place in found.near))
    return Nothing(near[:_MOST_NEAREST])


def word(text: str, words: Mapping[Word, tuple[str, ...]]) -> Word | None:
    """The global word that the whole message is.

    Manners, stressed letters and one typing error are forgiven, but never for STOP: who
    is taken off by mistake would not hear why.
    """
    spellings = _spellings(tuple(words.items()))
    folded = fold(text)
    if folded in spellings:
        return spellings[folded]
    core = " ".join(core_of(words_of(folded), POLITE)) if len(folded) <= _LONGEST_WORD else ""
    for form in _forms(core):
        if spellings.get(form, Word.STOP) is not Word.STOP:
            return spellings[form]
    return _mistyped_word(core, spellings)


_LONGEST_WORD = 60


@lru_cache(maxsize=64)
def _spellings(words: tuple[tuple[Word, tuple[str, ...]], ...]) -> dict[str, Word]:
    return {fold(text): item for item, texts in words for text in texts if fold(text)}


def _forms(text: str) -> Iterator[str]:
    """The text, and what it may be with its stressed letters taken back."""
    yield text
    yield _STRESSED.sub(r"\1", text)
    yield _STRESSED.sub(r"\1\1", text)
    yield squeeze(text)


_STRESSED = re.compile(r"([a-z])\1{2,}")


def _mistyped_word(text: str, spellings: Mapping[str, Word]) -> Word | None:
    meant = {
        item
        for spelled, item in spellings.items()
        if _is_slip(text, spelled) and (len(spelled) >= _SHORTEST_TYPO or item is Word.STOP)
    }
    return meant.pop() if len(meant) == 1 and Word.STOP not in meant else None


def _is_slip(typed: str, meant: str) -> bool:
    close = abs(len(typed) - len(meant)) <= 1 and len(typed) > 1 and len(meant) > 1
    return close and same_start(typed, meant) and distance(typed, meant, 1) <= 1


_LONGEST_TRIGGER = 100


def trigger(text: str, triggers: Mapping[str, str]) -> str | None:
    """The flow whose trigger (folded, in ``triggers``) the whole message is.

    Greetings, wishes and manners may stand around it. One typing error is forgiven when a
    single flow fits. ``triggers`` never changes: what is made of it is kept.
    """
    folded = fold(text)
    if folded in triggers or len(folded) > _LONGEST_TRIGGER:
        return triggers.get(folded)
    spoken = words_of(folded)
    for part in _without_manners(spoken):
        for form in _forms(part):
            if form in triggers:
                return triggers[form]
    return _mistyped_trigger(" ".join(core_of(spoken, FILLERS)), triggers)


def _without_manners(spoken: tuple[str, ...]) -> Iterator[str]:
    """The message less what may be dropped at its ends, the least dropped first."""
    count = len(spoken)
    lead = count - len(core_of((*spoken, "."), FILLERS)) + 1
    tail = count - len(core_of((".", *spoken), FILLERS)) + 1
    cuts = [(start, end) for start in range(lead + 1) for end in range(tail + 1)]
    for start, end in sorted(cuts[:_MOST_CUTS], key=sum):
        if start + end < count:
            yield " ".join(spoken[start : count - end])


_MOST_CUTS = 60


def _mistyped_trigger(core: str, triggers: Mapping[str, str]) -> str | None:
    near = buckets_of(triggers).nearest(core, 1) if core else ()
    flows = {triggers[item] for item in near if len(item) >= _SHORTEST_TYPO}
    return flows.pop() if len(flows) == 1 else None
