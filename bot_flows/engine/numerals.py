"""Numbers as people type them: "2)", "a segunda", "opção dois"; "R$ 1.200,50", "mil e cem"."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from .folding import bare, fold, has_drawn_digits
from .speech import (
    FILLERS,
    GREETINGS,
    NEGATIONS,
    POLITE,
    WISHES,
    without_greeting,
    words_of,
    wordset,
)

LAST = -1  # "a última"
_LONGEST = 60  # characters of a message that is nothing but a number

_UNITS = {"um": 1, "uma": 1, "dois": 2, "duas": 2, "tres": 3, "quatro": 4, "cinco": 5, "seis": 6}
_UNITS |= {"sete": 7, "oito": 8, "nove": 9}
_TEENS = {"dez": 10, "onze": 11, "doze": 12, "treze": 13, "quatorze": 14, "catorze": 14}
_TEENS |= {"quinze": 15, "dezesseis": 16, "dezessete": 17, "dezoito": 18, "dezenove": 19}
_TENS = {"vinte": 20, "trinta": 30, "quarenta": 40, "cinquenta": 50, "sessenta": 60}
_TENS |= {"setenta": 70, "oitenta": 80, "noventa": 90}
_HUNDREDS = {"cem": 100, "cento": 100, "duzentos": 200, "trezentos": 300, "quatrocentos": 400}
_HUNDREDS |= {"quinhentos": 500, "seiscentos": 600, "setecentos": 700, "oitocentos": 800}
_HUNDREDS |= {"novecentos": 900}
_CARDINALS = _UNITS | _TEENS | _TENS
_FIRST_FIVE = ("primeir", "segund", "terceir", "quart", "quint")
_STEMS = (*_FIRST_FIVE, "sext", "setim", "oitav", "non", "decim")
_ORDINALS = {stem + ending: value for value, stem in enumerate(_STEMS, start=1) for ending in "oa"}
_ORDINALS |= {"vigesimo": 20, "vigesima": 20}
_SPELLED = _CARDINALS | _ORDINALS | {"ultimo": LAST, "ultima": LAST}
_ARTICLES = frozenset({"um", "uma"})
_BOTH = frozenset({"os", "as"})  # "as duas" is not the second

_DIGITS = re.compile(r"0*(\d{1,4})[oa]?")
_FRACTION = re.compile(r"\d[.,]\d")
_MARKED = re.compile(r"\b(?:n|no|nr|num|numero|op|opc|opcao|item) ?(?=\d)")
_MARKERS = wordset("opcao numero item alternativa")
_BEFORE = (WISHES | POLITE | GREETINGS | _MARKERS | _BOTH) - wordset("bom boa dia tarde noite")
_BEHIND = POLITE | _MARKERS | _BOTH | wordset("eu quero e ou a o mesmo entao ai que")


def chosen(text: str) -> tuple[int, ...]:
    """The numbers of options that the whole message names, LAST for the last; else none."""
    if _FRACTION.search(text[:60]) or has_drawn_digits(text):
        return ()
    return _chosen(fold(text).removeprefix("#"))


@lru_cache(maxsize=1024)
def _chosen(folded: str) -> tuple[int, ...]:
    if folded.isdigit() and len(folded) <= 4:
        return (int(folded),)
    if len(folded) > _LONGEST:
        return ()
    words = words_of(without_greeting(_MARKED.sub("", folded)))
    found = tuple(_named(words))
    return () if None in found else tuple(dict.fromkeys(item for item in found if item))


def _named(words: Sequence[str]) -> Iterator[int | None]:
    """Each number among the words; None where a word is neither number nor wish."""
    position, allowed = 0, _BEFORE
    while position < len(words):
        value, length = _number_at(words, position)
        if value is not None:
            yield None if position and words[position - 1] in _BOTH else value
            allowed = _BEHIND
        elif words[position] not in allowed:
            yield None
        position += length


def numbers(words: Sequence[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers among folded words, wherever they stand, and the words around them."""
    found, rest, position = list[int](), list[str](), 0
    while position < len(words):
        value, length = _number_at(words, position)
        if value is None:
            rest.append(words[position])
        else:
            found.append(value)
        position += length
    return tuple(found), tuple(rest)


def _number_at(words: Sequence[str], position: int) -> tuple[int | None, int]:
    """The number that starts here, and how many words it takes."""
    word = words[position]
    digits = _DIGITS.fullmatch(word)
    if digits:
        return int(digits[1]), 1
    if word in _ARTICLES and not _stands_alone(words, position):
        return None, 1
    return _compound(words, position)


def _compound(words: Sequence[str], position: int) -> tuple[int | None, int]:
    word, rest = words[position], words[position + 1 :]
    if word in _TENS and len(rest) > 1 and rest[0] == "e" and rest[1] in _UNITS:
        return _TENS[word] + _UNITS[rest[1]], 3
    if _ORDINALS.get(word) == 10 and rest and rest[0] in _ORDINALS:
        return 10 + _ORDINALS[rest[0]], 2
    return _SPELLED.get(word), 1


def _stands_alone(words: Sequence[str], position: int) -> bool:
    """Whether "um" is a number: by itself or after "opção"; else it is an article."""
    before = words[position - 1] if position else ""
    return len(words) == 1 or before in _MARKERS or before in ("o", "a")


_AMOUNT = re.compile(r"(?<![\w.,])[-+]?\d[\d.,]*")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_GROUPED_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_MOST_DIGITS = 15
_ABOUT = FILLERS | wordset(
    "r rs reais uns umas cerca mais menos aproximadamente quase por volta ate ganho recebo "
    "minimo maximo no num numero"
)
_THOUSANDS = frozenset({"mil", "k"})


def amount(text: str) -> Decimal | None:
    """The one number that the text states, in Brazilian notation or in words; else None.

    A unit may follow ("3 anos"); two numbers, fractions and raised digits are none.
    """
    plain = bare(text)
    if has_drawn_digits(text):
        return None
    runs = list(_AMOUNT.finditer(plain))
    if not runs:
        return None if any(map(str.isdigit, plain)) else _in_words(fold(text))
    before, after = plain[: runs[0].start()], plain[runs[0].end() :]
    if len(runs) > 1 or any(map(str.isdigit, before + after)):
        return None
    return _with_unit(_parsed(runs[0][0]), words_of(fold(before)), after)


def _with_unit(number: Decimal | None, before: Sequence[str], after: str) -> Decimal | None:
    """``number`` if what stands around it may stand there, times a thousand for "mil"."""
    if number is None or not _ABOUT.issuperset(before):
        return None
    if after[:1].isalpha() and not re.match(r"(?:k|mil|[oa]|h|anos?|reais)\b", after):
        return None
    behind = words_of(fold(after))
    if not NEGATIONS.isdisjoint(behind) or len(behind) > 3 or "ou" in behind:
        return None
    return number * 1000 if behind and behind[0] in _THOUSANDS else number


def _parsed(written: str) -> Decimal | None:
    sign = "-" if written.startswith("-") else ""
    digits = written.lstrip("+-").rstrip(".,")
    if sum(map(str.isdigit, digits)) > _MOST_DIGITS:
        return None
    if _GROUPED_ENGLISH.fullmatch(digits):
        return Decimal(sign + digits.replace(",", ""))
    if _GROUPED.fullmatch(digits):
        return Decimal(sign + digits.replace(".", "").replace(",", "."))
    return Decimal(sign + digits.replace(",", ".")) if _PLAIN.fullmatch(digits) else None


def _in_words(folded: str) -> Decimal | None:
    words = words_of(folded)
    start = next((i for i, word in enumerate(words) if _is_part(word)), len(words))
    end = start
    while end < len(words) and (_is_part(words[end]) or words[end] == "e"):
        end += 1
    behind = words[end:]
    if not _ABOUT.issuperset(words[:start]) or len(behind) > 2:
        return None
    if any(_is_part(word) or word in NEGATIONS or word == "ou" for word in behind):
        return None
    return _spelled([word for word in words[start:end] if word != "e"])


def _is_part(word: str) -> bool:
    return word in _CARDINALS or word in _HUNDREDS or word in _THOUSANDS or word == "zero"


def _spelled(words: Sequence[str]) -> Decimal | None:
    """The value of number words in falling order: "dois mil cento e vinte"; else None."""
    if "mil" not in words:
        return _below_thousand(words)
    place = list(words).index("mil")
    thousands = _below_thousand(words[:place]) if place else Decimal(1)
    rest = _below_thousand(words[place + 1 :]) if words[place + 1 :] else Decimal(0)
    return None if thousands is None or rest is None else thousands * 1000 + rest


_PARTS = _CARDINALS | _HUNDREDS


def _below_thousand(words: Sequence[str]) -> Decimal | None:
    if list(words) == ["zero"]:
        return Decimal(0)
    total, room = 0, 1000
    for word in words:
        value = _PARTS.get(word)
        if value is None or value >= room:
            return None
        total += value
        room = 100 if value >= 100 else 10 if value >= 20 else 1
    return Decimal(total) if words else None
