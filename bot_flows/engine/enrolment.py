"""What a student writes about their enrolment: the RA (the university's number of a student)
and the period they are in."""

import re

from . import numerals
from .folding import fold, has_drawn_digits
from .speech import FILLERS, NEGATIONS, words_of, wordset

LAST_PERIOD = 20
_LONGEST = 120  # characters; what is longer is a story
_RA = re.compile(r"(?:ra)?a?(\d{5,10})")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?:\D|$))")
_CHECK_DIGIT = re.compile(r"(?<=\d)-(?=\d(?:\D|$))")
_AROUND_RA = FILLERS | wordset(
    "ra registro academico matricula numero codigo login e o a no universidade utfpr"
)
_PERIOD = wordset("periodo semestre")
_AROUND_PERIOD = (
    FILLERS | _PERIOD | wordset("e o a no atual atualmente curso cursando fazendo")
) - (wordset("ou"))
_SIGNED = re.compile(r"(?:^|[^\w\s])\s*-\s*\d")
_BROKEN = re.compile(r"\d\s*[.,/]\s*\d")


def read_ra(text: str) -> str | None:
    """The digits of the one RA in the text ("RA: a1.234.567"), five to ten; else None."""
    if len(text) > _LONGEST or has_drawn_digits(text):
        return None
    plain = _CHECK_DIGIT.sub("", _THOUSANDS.sub("", text))
    words = words_of(fold(plain))
    found = [match[1] for word in words if (match := _RA.fullmatch(word))]
    rest = [word for word in words if not _RA.fullmatch(word)]
    return found[0] if len(found) == 1 and _AROUND_RA.issuperset(rest) else None


def read_period(text: str) -> int | None:
    """The period or semester that the text names ("3º", "terceiro período"), 1 to 20; else None."""
    if (
        len(text) > _LONGEST
        or has_drawn_digits(text)
        or _SIGNED.search(text)
        or _BROKEN.search(text)
    ):
        return None
    words = words_of(fold(text))
    found, rest = numerals.numbers(words)
    if len(found) != 1 or not 1 <= found[0] <= LAST_PERIOD or not NEGATIONS.isdisjoint(words):
        return None
    plain = _AROUND_PERIOD.issuperset(rest)
    told = not _PERIOD.isdisjoint(rest) and "ou" not in rest
    return found[0] if plain or told else None
