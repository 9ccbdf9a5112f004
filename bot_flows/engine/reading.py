"""What a typed message means: one of the options shown, a global word, or a trigger.

Cheap and exact ways first, likeness last. A guess is never made: where two things fit
equally the answer is Unsure, and where one fits badly it is Nothing.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from . import numerals
from .folding import fold as fold
from .likeness import Names, Same, names_in
from .menus import Menu, fit, menu_of
from .speech import FILLERS, POLITE, core_of, parts_of, words_of
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
    if not folded:
        return _by_sign(text, options)
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
    keys = tuple(dict.fromkeys(options[place].key for place in places))
    if len(keys) == 1:
        return Picked(keys[0], why)
    return Unsure(keys) if 1 < len(keys) <= _MOST_UNSURE else Nothing(keys[:_MOST_NEAREST])


def _by_sign(text: str, options: Sequence[Option]) -> Picked | Unsure | Nothing:
    """An emoji by itself, where labels have one."""
    sign = text[:_LONGEST_SIGN].strip().removesuffix("\ufe0f")
    if not sign or unicodedata.category(sign[0]) != "So":
        return Nothing(())
    places = [place for place, option in enumerate(options) if sign in option.label]
    return _verdict(places, "label", options)


_LONGEST_SIGN = 12
_NUMBER_FIRST = re.compile(r"(\d{1,2}) (\D+)")


def _copied(folded: str, menu: Menu, options: Sequence[Option]) -> Picked | Unsure | Nothing | None:
    """A line copied from the list, "3 ver cursos"; with another's label both fit."""
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
    """The global word that the whole message is. ``words`` never changes.

    Manners, stressed letters and one typing error are forgiven, but never for STOP: who
    is taken off by mistake would not hear why.
    """
    spellings = _spellings(Same(words))
    folded = fold(text)
    if folded in spellings.words or len(folded) > _LONGEST_WORD:
        return spellings.words.get(folded)
    core = " ".join(core_of(words_of(folded), POLITE))
    meant = {spellings.words[name] for name in _meant(core, spellings.names)}
    return meant.pop() if len(meant) == 1 and Word.STOP not in meant else None


_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class _Spellings:
    words: dict[str, Word]
    names: Names


@lru_cache(maxsize=32)
def _spellings(words: Same) -> _Spellings:
    folded = {
        fold(text): item for item, texts in words.mapping.items() for text in texts if fold(text)
    }
    return _Spellings(folded, Names(folded))


def _meant(typed: str, names: Names) -> tuple[str, ...]:
    """The names that a text is but for stress, or for one error where both are long enough."""
    stressed = names.stressed(typed) if typed else ()
    if stressed or len(typed) < _SHORTEST_TYPO - 1:
        return stressed
    return tuple(name for name in names.nearest(typed, 1) if len(name) >= _SHORTEST_TYPO)


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
    for some in parts_of(spoken, FILLERS):
        if (part := " ".join(some)) in triggers:
            return triggers[part]
    names = names_in(Same(triggers))
    for part in (" ".join(core_of(spoken, FILLERS)), " ".join(spoken)):
        flows = {triggers[name] for name in _meant(part, names)}
        if flows:
            return flows.pop() if len(flows) == 1 else None
    return None
