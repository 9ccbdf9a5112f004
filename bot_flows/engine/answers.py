"""What a typed answer is worth: accepted as a value, several to choose from, or rejected."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from . import dates, enrolment, numerals, places, reading
from .clean import clean
from .folding import LONGEST, fold, has_drawn_digits, visible
from .likeness import squeeze
from .release import AnswerKind, Course
from .speech import FILLERS, words_of, wordset
from .state import Option

MOST_OPTIONS = 8


@dataclass(frozen=True, slots=True)
class Accepted:
    """The value as the slot keeps it, and as a person would write it."""

    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Several fit, or one that is not sure; each option's key is the value it stands for."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """Not an answer of this kind."""


type Answer = Accepted | Choose | Rejected


def read(
    text: str,
    kind: AnswerKind,
    *,
    courses: Sequence[Course],
    cities: Mapping[str, tuple[str, ...]],
    today: date,
) -> Answer:
    """The answer in a text of any length and content. ``cities`` never changes."""
    match kind:
        case AnswerKind.DATE:
            return _date(text, today)
        case AnswerKind.CITY:
            return _city(text, cities)
        case AnswerKind.COURSE:
            return _course(text, tuple(courses))
        case _:
            return _READERS[kind](text)


def _text(text: str) -> Answer:
    value = clean(text, LONGEST)
    return _same(value) if any(map(str.isalnum, value)) else Rejected()


def _same(value: str) -> Accepted:
    return Accepted(value, value)


# Alone they are a yes; beside a "não" they only stress it.
_YES = wordset("claro certeza logico obvio isso quero pode aceito tenho sou faco estou certo")
_PLAIN_YES = wordset(
    """
    sim si sin s ss yes yep aham uhum exato exatamente correto positivo afirmativo ok okay beleza
    bora vamos vamo concordo confirmo perfeito partiu fechado combinado
    """
)
_NO = wordset("nao no nop nope nops negativo nunca jamais nem nenhum nenhuma")
_BESIDE = (FILLERS | wordset("ainda melhor toda enquanto prefiro")) - wordset(
    "favor oi ola como qual quais quem"
)
_YES_PHRASES = frozenset({"sem duvida", "sem problema", "sem problemas"})
_NO_PHRASES = frozenset({"de jeito nenhum", "nem pensar", "deixa para la"})
_YES_SIGNS, _NO_SIGNS = frozenset("👍👌✅✔☑🙌"), frozenset("👎❌🚫🙅✖❎")


def _yes_no(text: str) -> Answer:
    spoken = words_of(fold(text))
    whole = " ".join(spoken)
    words = [_lifted(word) for word in whole.replace("por favor", "").split()]
    if not words or whole in _NO_PHRASES or whole in _YES_PHRASES:
        signs = frozenset(text[:LONGEST])
        yes = whole in _YES_PHRASES or not signs.isdisjoint(_YES_SIGNS)
        no = whole in _NO_PHRASES or not signs.isdisjoint(_NO_SIGNS)
    else:
        known = (_YES | _PLAIN_YES | _NO | _BESIDE).issuperset(words) and "por que" not in whole
        no = known and not _NO.isdisjoint(words)
        yes = known and not (_PLAIN_YES if no else _YES | _PLAIN_YES).isdisjoint(words)
    if yes == no:
        return Rejected()
    return _same("sim" if yes else "não")


def _lifted(word: str) -> str:
    """The word without stress: "siiim" -> "sim"."""
    return word if word in _YES or word in _PLAIN_YES else squeeze(word)


def _number(text: str) -> Answer:
    number = numerals.amount(text)
    if number is None:
        return Rejected()
    value = f"{number.normalize():f}" if number else "0"
    return Accepted(value, value.replace(".", ","))


_EMAIL = re.compile(
    r"(?<![\w.+%-])([a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*)@((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})"
    r"(?![\w@-])"
)
_LOOSE_AT = re.compile(r" ?@ ?")
_LONGEST_EMAIL = 254
_LONGEST_LOCAL = 64


def _email(text: str) -> Answer:
    plain = _LOOSE_AT.sub("@", visible(text).casefold())
    found = _EMAIL.search(plain)
    if found is None or plain.count("@") != 1 or "@." in plain:
        return Rejected()
    if len(found[0]) > _LONGEST_EMAIL or len(found[1]) > _LONGEST_LOCAL:
        return Rejected()
    return _same(found[0])


_PHONE = re.compile(r"\+?\(?\d[\d ().\-/]{6,30}\d")
_AREAS = wordset(
    """
    11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49
    51 53 54 55 61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89
    91 92 93 94 95 96 97 98 99
    """
)


def _phone(text: str) -> Answer:
    plain = visible(text)
    runs = _PHONE.findall(plain)
    if len(runs) != 1 or has_drawn_digits(text):
        return Rejected()
    if any(map(str.isdigit, plain.replace(runs[0], ""))):
        return Rejected()
    digits = _national(runs[0])
    if digits is None:
        return Rejected()
    return Accepted(f"+55{digits}", f"({digits[:2]}) {digits[2:-4]}-{digits[-4:]}")


def _national(written: str) -> str | None:
    """Area code and number, a mobile's with its ninth digit; None where it is not Brazilian."""
    digits = "".join(filter(str.isdigit, written)).lstrip("0")
    if len(digits) in (12, 13) and digits.startswith("55"):
        digits = digits[2:].lstrip("0")
    elif written.startswith("+"):
        return None
    area, number = digits[:2], digits[2:]
    if area not in _AREAS:
        return None
    if len(number) == 8 and number[0] in "6789":
        return f"{area}9{number}"
    landline = len(number) == 8 and number[0] in "2345"
    mobile = len(number) == 9 and number[0] == "9"
    return digits if landline or mobile else None


def _date(text: str, today: date) -> Answer:
    found = dates.read_date(text, today)
    if found is None:
        return Rejected()
    return Accepted(found.isoformat(), f"{found:%d/%m/%Y}")


def _ra(text: str) -> Answer:
    digits = enrolment.read_ra(text)
    return Rejected() if digits is None else _same(digits)


def _period(text: str) -> Answer:
    number = enrolment.read_period(text)
    return Rejected() if number is None else Accepted(str(number), f"{number}º")


def _option(text: str) -> Answer:
    """Options are picked like those of a menu, before the text is read as an answer."""
    return Rejected()


def _city(text: str, cities: Mapping[str, tuple[str, ...]]) -> Answer:
    found = places.find_city(text, cities)
    if len(found.spellings) == 1 and found.sure:
        return _same(found.spellings[0])
    return _choose([Option(spelling, spelling) for spelling in found.spellings])


def _course(text: str, courses: tuple[Course, ...]) -> Answer:
    options = _course_options(courses)
    keys = reading.named(text, options)
    fitting = [option for option in options if option.key in keys]
    if len(fitting) == 1:
        return Accepted(fitting[0].key, fitting[0].label)
    return _choose(fitting)


@lru_cache(maxsize=64)
def _course_options(courses: tuple[Course, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(course.id, course.name, (course.code,) if course.code else ()) for course in courses
    )


def _choose(options: list[Option]) -> Answer:
    return Choose(tuple(options)) if 1 <= len(options) <= MOST_OPTIONS else Rejected()


_READERS: Mapping[AnswerKind, Callable[[str], Answer]] = {
    AnswerKind.TEXT: _text,
    AnswerKind.YES_NO: _yes_no,
    AnswerKind.NUMBER: _number,
    AnswerKind.EMAIL: _email,
    AnswerKind.PHONE: _phone,
    AnswerKind.RA: _ra,
    AnswerKind.PERIOD: _period,
    AnswerKind.OPTION: _option,
}
