"""A filter of the public list as a sentence that a person could type, and back.

    Vagas: python, em Curitiba/PR, estágio, remotas, até 30 h, 3º semestre, desde 01/11/2026
    Vagas do curso Engenharia de Software: python
    Vagas: todas

The head ends at the first colon and may name a course; after it come clauses with commas
between, in any order, and what is no clause is looked for as words. A value that would be read
as something else stands in quotes, so it cannot break out: it has no quotes of its own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from .models.vacancy import SAID_KINDS
from .municipalities import read_municipality
from .places import state_of
from .search import Criteria
from .words import line

LONGEST_VALUE = 100  # characters of a text or a city
LONGEST_COURSE = 200
LONGEST = 600  # characters of a sentence that is read; those that we say have fewer
_ALL = "todas"
_QUOTES = '"“”„‟«»'
_NO_QUOTES = str.maketrans(dict.fromkeys(_QUOTES, " "))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sentence asks for: ``criteria`` have no course; ``course`` is a name, or empty."""

    criteria: Criteria
    course: str = ""


def say(criteria: Criteria, course: str = "") -> str:
    """The sentence of a filter; ``course`` is the name of the course that it keeps to.

    ``read`` gives back the same filter, its text and city tidied. Fewer than 200 characters,
    unless a text, a city or the course is very long. ``terms`` and the course's number, which
    no visitor sees, are not said.
    """
    wanted = replace(
        criteria,
        terms=(),
        course=None,
        text=tidy(criteria.text),
        city=tidy(criteria.city),
        state=criteria.state.upper(),
    )
    name = _course_name(course)
    head = f"Vagas do curso {name}" if name else "Vagas"
    plain = _sentence(head, wanted, _bare)
    if read(plain) == Asked(wanted, name):
        return plain
    return _sentence(head, wanted, _quoted)


def read(text: str) -> Asked | None:
    """What a sentence asks for; None for a text that is no such sentence.

    Case, accents, blanks and a greeting before it do not matter, and commas may be missing.
    """
    whole = line(unicodedata.normalize("NFC", text[: LONGEST * 2]), LONGEST)
    found = _HEAD.match(_flat(whole))
    if found is None or not (found["colon"] or found["course"]):
        return None
    start, end = found.span("course")
    course = tidy(whole[start:end], LONGEST_COURSE) if found["course"] else ""
    return Asked(_clauses(whole[found.end() :]), course)


def tidy(value: str, longest: int = LONGEST_VALUE) -> str:
    """The value as a sentence carries it: one visible line without quotes."""
    plain = unicodedata.normalize("NFC", value[: longest * 4]).translate(_NO_QUOTES)
    return line(plain, longest)


# Saying.


def _course_name(course: str) -> str:
    """A course's name as the head carries it, which ends at a colon."""
    return tidy(course.replace(":", " "), LONGEST_COURSE)


def _sentence(head: str, wanted: Criteria, carry: Callable[[str], str]) -> str:
    clauses = list(_said(wanted, carry))
    if not clauses and head != "Vagas":
        return head
    return f"{head}: {', '.join(clauses or [_ALL])}"


def _said(wanted: Criteria, carry: Callable[[str], str]) -> Iterator[str]:
    if wanted.text:
        yield carry(wanted.text)
    if wanted.city:
        yield f"em {carry(wanted.city)}"
    if wanted.state:
        yield f"estado {wanted.state.upper()}"
    if wanted.kind:
        yield SAID_KINDS.get(wanted.kind, wanted.kind)
    if wanted.remote is not None:
        yield "remotas" if wanted.remote else "presenciais"
    if wanted.hours is not None:
        yield f"até {wanted.hours} h"
    if wanted.semester is not None:
        yield f"{wanted.semester}º semestre"
    if wanted.posted_since:
        day = wanted.posted_since
        yield f"desde {day.day:02}/{day.month:02}/{day.year:04}"


def _bare(value: str) -> str:
    return value


def _quoted(value: str) -> str:
    return f"“{value}”"


# Reading. Patterns see the text flattened: the same length, so that places in it are places
# in what was typed.

_GREETING = r"(?:oi+e?|ola|opa|bom dia|boa tarde|boa noite|tudo bem|quero|queria|ver|as)\b"
_HEAD = re.compile(
    rf"\W*(?:{_GREETING}\W*)*vagas?\b(?: d[oe] curso\b ?(?P<course>[^:]+)?)? ?(?P<colon>:)?"
)
_PIECE = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)(?:[{_QUOTES}]|$)|[^,;{_QUOTES}]+")
_PATTERNS: dict[str, str] = {
    "hours": r"ate (\d{1,3}) ?(?:horas?|hs?|hrs?)(?: ?(?:por semana|semanais|/ ?semana))?",
    "semester": r"(\d{1,3}) ?[oa°]? ?(?:semestre|periodo)",
    "posted_since": r"desde (\d{1,2}/\d{1,2}/\d{4})",
    "state": r"(?:n[oa] )?(?:estado|uf)(?: d[eoa])?:? ([a-z]+(?: [a-z]+){0,3}?)",
    "remote": r"(?:(?:so )?(?:vagas )?(remot[oa]s?|home ?office|presencial|presenciais))",
    "kind": r"((?:jovem |menor )?aprendiz|estagios?|empregos?|trainees?|jovens aprendizes)",
}
_WHOLE = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
_WITHIN = {
    name: re.compile(rf"(?<![\w/]){pattern}(?![\w/])")
    for name, pattern in _PATTERNS.items()
    if name != "state"
}


def _number(text: str) -> int | None:
    return int(text) or None


def _day(text: str) -> date | None:
    day, month, year = map(int, text.split("/"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


_VALUES: dict[str, Callable[[str], Any]] = {
    "hours": _number,
    "semester": _number,
    "posted_since": _day,
    "state": lambda text: state_of(text) or None,
    "remote": lambda text: not text.startswith("presencia"),
    "kind": lambda text: next(kind for kind in SAID_KINDS if kind[:6] in text),
}
_CITY = re.compile(r"em (.+)")
_CITY_WITHIN = re.compile(r"(?<!\w)(?:em|de|na|no) ((?:\w[\w'./-]* ?){1,7})$")
_ENDS_IN_EM = re.compile(r"(?:^|.* )em ?$")
_LOOSE = re.compile(r"^(?:(?:em|de|da|do|para|com|e) )+|(?: (?:em|de|da|do|para|com|e))+$")


def _flat(text: str) -> str:
    """Lower case without accents, character for character."""
    return text.lower() if text.isascii() else "".join(map(_flatten, text))


@cache
def _flatten(character: str) -> str:
    return unicodedata.normalize("NFKD", character).casefold()[:1] or character


def _clauses(rest: str) -> Criteria:
    """Clauses first said win; the words of what is no clause are looked for together."""
    fields: dict[str, Any] = {}
    words: list[str] = []
    city_follows = False
    for found in _PIECE.finditer(rest):
        bare, quoted = found[0].strip(), found[1]
        if quoted is not None and city_follows:
            fields.setdefault("city", tidy(quoted))
        elif quoted is not None:
            words.append(tidy(quoted))
        elif bare:
            city_follows = bool(_ENDS_IN_EM.match(_flat(bare))) and _is_quoted(rest, found.end())
            words.append(_bare_words(bare[:-2].rstrip() if city_follows else bare, fields))
            continue
        city_follows = False
    return Criteria(text=tidy(" ".join(filter(None, words))), **fields)


def _is_quoted(text: str, place: int) -> bool:
    return text[place : place + 1] != "" and text[place] in _QUOTES


def _bare_words(piece: str, fields: dict[str, Any]) -> str:
    """What is left of a piece without quotes once its clauses are taken into ``fields``."""
    flat = _flat(piece)
    if flat in ("", _ALL):
        return ""
    for name, pattern in _WHOLE.items():
        found = pattern.fullmatch(flat)
        if found and (value := _VALUES[name](found[1])) is not None:
            fields.setdefault(name, value)
            return ""
    if _CITY.fullmatch(flat):
        fields.setdefault("city", tidy(piece[3:]))
        return ""
    return _peel(piece, fields)


def _peel(piece: str, fields: dict[str, Any]) -> str:
    """Clauses without commas between them: those that can be nothing else."""
    left = piece
    for name, pattern in _WITHIN.items():
        found = pattern.search(_flat(left))
        if found and (value := _VALUES[name](found[1])) is not None:
            fields.setdefault(name, value)
            left = f"{left[: found.start()]} {left[found.end() :]}".strip()
    left = " ".join(left.split())
    found = _CITY_WITHIN.search(_flat(left))
    if found and (city := read_municipality(left[found.start(1) :])):
        fields.setdefault("city", city)
        left = left[: found.start()].rstrip()
    if left == piece:
        return piece
    cut = [match.span() for match in _LOOSE.finditer(_flat(left))]
    for start, end in reversed(cut):
        left = left[:start] + left[end:]
    return left.strip()
