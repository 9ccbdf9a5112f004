"""What the words of a message fit among the options that a person saw.

Each word of the message is heard by those options whose words it is likest: the same word,
else one cut short, else one mistyped. An option fits when the message says all of its words,
or nothing but its words; two that fit equally are both returned, and the caller asks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .folding import fold
from .likeness import beheaded, cut_short, distance, key, mistyped, same_start
from .speech import ASIDE, FILLERS, NEGATIONS, WEAK, words_of
from .state import Option

_MOST_WORDS = 24  # of a message; longer ones are stories, not choices
_MOST_STRANGE = 2  # words that no option knows, beside a whole label


@dataclass(frozen=True, slots=True)
class Phrase:
    """A label or synonym: which option it names, its telling words as keys, whether it joins
    two things by "e" or "ou"."""

    option: int
    words: frozenset[str]
    weak: frozenset[str]
    compact: str
    joins: bool


@dataclass(frozen=True, slots=True, eq=False)
class Menu:
    """Options made ready to be compared with messages."""

    labels: dict[str, tuple[int, ...]]
    synonyms: dict[str, tuple[int, ...]]
    spelled_out: dict[str, tuple[int, ...]]
    compact: dict[str, tuple[int, ...]]
    initials: dict[str, tuple[int, ...]]
    phrases: tuple[Phrase, ...]
    keys: frozenset[str]
    vocabulary: dict[str, list[tuple[str, str]]]  # first letter -> (word, its key)


@dataclass(frozen=True, slots=True)
class Fit:
    """The options that fit (none, one, or several equally), by which likeness, and the near."""

    options: tuple[int, ...]
    exact: bool = True
    near: tuple[int, ...] = ()


NOWHERE = Fit(())


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one option hears: words of the message by position, and whether a whole phrase."""

    option: int
    words: frozenset[int]
    whole: bool = False
    joins: bool = False


@lru_cache(maxsize=512)
def menu_of(options: tuple[Option, ...]) -> Menu:
    """The menu of these options; kept, for the same few are offered again and again."""
    named = [
        (number, text)
        for number, item in enumerate(options)
        for text in (item.label, *item.synonyms)
    ]
    phrases = tuple(_phrase(number, fold(text)) for number, text in named if fold(text))
    written = {word for _, text in named for word in _telling(fold(text)) | _weak(fold(text))}
    return Menu(
        labels=_table((fold(item.label), number) for number, item in enumerate(options)),
        synonyms=_table(
            (fold(text), number) for number, item in enumerate(options) for text in item.synonyms
        ),
        spelled_out=_table((" ".join(words_of(fold(text))), number) for number, text in named),
        compact=_table(("".join(words_of(fold(text))), number) for number, text in named),
        initials=_table((_initials(text), number) for number, text in named),
        phrases=phrases,
        keys=frozenset(map(key, written)),
        vocabulary={
            first: [(word, key(word)) for word in sorted(written) if word[0] == first]
            for first in {word[0] for word in written}
        },
    )


def _table(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for text, option in pairs:
        if text and option not in found.get(text, ()):
            found[text] = (*found.get(text, ()), option)
    return found


def _phrase(option: int, folded: str) -> Phrase:
    words, weak = _telling(folded), _weak(folded)
    return Phrase(
        option,
        frozenset(map(key, words)),
        frozenset(map(key, weak)),
        "".join(words_of(folded)),
        _joins(words_of(folded)),
    )


def _joins(spoken: Sequence[str]) -> bool:
    """Whether two things are named: "cursos e vagas", "vaga ou curso", but not "o que é"."""
    return any(
        word == "ou" or (word == "e" and before not in FILLERS) for before, word in pairwise(spoken)
    )


def _telling(folded: str) -> frozenset[str]:
    return frozenset(words_of(folded)) - FILLERS - WEAK


def _weak(folded: str) -> frozenset[str]:
    return frozenset(words_of(folded)) & WEAK


def _initials(text: str) -> str:
    """As "ADS" for "Análise e Desenvolvimento de Sistemas": names in capitals only."""
    words = [word for word in text.split() if fold(word) not in FILLERS]
    named = len(words) > 1 and all(word[0].isupper() for word in words)
    letters = fold("".join(word[0] for word in words)) if named else ""
    return "" if letters in FILLERS else letters


def fit(text: str, menu: Menu) -> Fit:
    """The options that the words of a message fit. Numbers are not read as such."""
    spoken = words_of(fold(text))
    if exactly := _spelled(spoken, menu):
        return Fit(exactly)
    words = _said(spoken)
    if not words or len(words) > _MOST_WORDS:
        return NOWHERE
    tiers = [_likest(word, menu) for word in words]
    heard = _listen(menu.phrases, [keys for keys, _ in tiers])
    best = _loudest(heard, joined=_joins(spoken))
    exact = all(sure for keys, sure in tiers if keys)
    if _fits(best, words, exact):
        return Fit(tuple(item.option for item in best), exact)
    if not NEGATIONS.isdisjoint(words):
        return NOWHERE
    if not best:
        return _run_together("".join(spoken), menu)
    return Fit((), exact, tuple(item.option for item in best))


def _spelled(spoken: Sequence[str], menu: Menu) -> tuple[int, ...]:
    """Options by their whole name, written out or in one word, or by their initials."""
    return (
        menu.spelled_out.get(" ".join(spoken))
        or menu.compact.get("".join(spoken))
        or menu.initials.get(_alone(spoken))
        or ()
    )


def _alone(spoken: Sequence[str]) -> str:
    words = [word for word in spoken if word not in FILLERS]
    return words[0] if len(words) == 1 else ""


def _said(spoken: Sequence[str]) -> tuple[str, ...]:
    """The telling words of a message; the weak ones where there are no others."""
    telling = [word for word in spoken if word not in FILLERS and word not in WEAK]
    return tuple(dict.fromkeys(telling or (word for word in spoken if word in WEAK)))


def _likest(word: str, menu: Menu) -> tuple[frozenset[str], bool]:
    """The keys of the menu's words that this word is likest, and whether it is the same."""
    alike = key(word)
    if alike in menu.keys or word.isdigit():
        return frozenset({alike}) & menu.keys, True
    near = [known for first in dict.fromkeys(word[:2]) for known in menu.vocabulary.get(first, ())]
    every = [known for some in menu.vocabulary.values() for known in some]
    for like, words in ((cut_short, near), (mistyped, near), (beheaded, every)):
        found = frozenset(known for meant, known in words if like(word, meant))
        if found:
            return found, False
    return frozenset(), True


def _listen(phrases: Sequence[Phrase], keys: Sequence[frozenset[str]]) -> list[_Heard]:
    found: dict[int, _Heard] = {}
    said = frozenset[str]().union(*keys)
    for phrase in phrases:
        words = phrase.words | phrase.weak
        heard = frozenset(place for place, item in enumerate(keys) if item & words)
        if heard:
            before = found.get(phrase.option, _Heard(phrase.option, frozenset()))
            found[phrase.option] = _Heard(
                phrase.option,
                before.words | heard,
                before.whole or (phrase.words or phrase.weak) <= said,
                before.joins or phrase.joins,
            )
    return list(found.values())


def _loudest(heard: Sequence[_Heard], *, joined: bool) -> list[_Heard]:
    """Those that no other option outdoes.

    Where the message joins two things, a whole label is not outdone by a longer one, unless
    that joins them too.
    """
    return [
        item
        for item in heard
        if not any(
            _outdoes(other, item) and (other.joins or not (joined and item.whole))
            for other in heard
        )
    ]


def _outdoes(left: _Heard, right: _Heard) -> bool:
    if left.words == right.words:
        return left.whole and not right.whole
    return left.words > right.words


def _fits(best: Sequence[_Heard], words: Sequence[str], exact: bool) -> bool:
    if not best:
        return False
    heard = frozenset[int]().union(*(item.words for item in best))
    strange = [
        place for place, word in enumerate(words) if place not in heard and word not in ASIDE
    ]
    negated = [place for place, word in enumerate(words) if word in NEGATIONS]
    if negated and (strange or not heard.issuperset(negated)):
        return False
    if not strange:
        return True
    allowed = _MOST_STRANGE if exact else 1
    return len(strange) <= allowed and all(_is_firm(item, exact, strange[0]) for item in best)


def _is_firm(item: _Heard, exact: bool, strange: int) -> bool:
    """A whole label, of two words, or ahead of the first strange one.

    "vagas em curitiba" speaks of "vagas", but "trancar o curso" does not of "cursos".
    """
    return item.whole and (len(item.words) > 1 or (exact and min(item.words) < strange))


def _run_together(compact: str, menu: Menu) -> Fit:
    """Labels mistyped beyond their single words: "desenvolvimentow eb"."""
    if len(compact) < 8:
        return NOWHERE
    limit = 2 if len(compact) >= 12 else 1
    found = {item.option: distance(compact, item.compact, limit) for item in menu.phrases[::-1]}
    least = min(found.values(), default=limit + 1)
    if least > limit:
        return Fit((), near=tuple(_near(compact, menu)))
    return Fit(tuple(sorted(option for option, far in found.items() if far == least)), False)


def _near(compact: str, menu: Menu) -> Iterator[int]:
    """Options of which a word resembles the message, the likest first."""
    limit = len(compact) // 3
    ranked = sorted(
        (distance(compact, word, limit), number)
        for number, phrase in enumerate(menu.phrases)
        for word in phrase.words
        if same_start(compact, word)
    )
    for far, number in ranked:
        if far <= limit:
            yield menu.phrases[number].option
