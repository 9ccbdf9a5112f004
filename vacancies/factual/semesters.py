"""The first semester in which somebody may apply, read from words.

A year is two semesters: the second year begins with the third. A date of graduation is left
alone: it depends on the course. Two different answers (one for each course) are none.
"""

import re
from collections.abc import Iterator

from .wording import Wording

_ORDINALS = [
    "primeir",
    "segund",
    "terceir",
    "quart",
    "quint",
    "sext",
    "setim",
    "oitav",
    "non",
    "decim",
]
_NTH = rf"(?P<n>\d{{1,2}}|(?:{'|'.join(_ORDINALS)})[oa])(?:st|nd|rd|th|\.? ?[oa])?"
_LAST = r"(?:\d{1,2}(?:\.? ?[oa])?|ultim[oa]|penultim[oa]|[a-z]{4,8}[oa])"
_UNIT = (
    r"(?P<unit>periodo|semestre|semester|fase|ano|year)\b"
    r"(?! ?(?:de|/|do ano de) ?20\d\d| de (?:experiencia|contrato|empresa|mercado))"
)
_DONE = re.compile(
    r"\b(?:conclui\w+|terminad[oa]|terminar|finalizad[oa]|(?:ter|tenha) cursado|completad[oa]"
    rf"|completed) (?:o |a |the )?{_NTH} {_UNIT}"
)
_SINCE = re.compile(
    r"\b(?:a partir d[oea]|minimo(?: de| o| no)?:?|ao menos(?: o| no)?|from the"
    rf"|at least(?: the| in the)?) {_NTH} {_UNIT}"
)
_ONWARDS = re.compile(
    rf"\b{_NTH} {_UNIT}(?: completo)? (?:em diante|ou (?:superior|acima|mais|posterior)"
    r"|or (?:above|later|higher))"
)
_RANGE = re.compile(
    rf"\b(?:d[oea]|entre [oa]?|between the) ?{_NTH}(?: (?:periodo|semestre|ano))? "
    rf"(?:ao?|e [oa]|ate [oa]|and the) {_LAST} {_UNIT}"
)
_PLAIN = re.compile(
    rf"\b(?:estar|estejam?|cursando|cursar|matriculad[oa]|estudantes?|alunos?|regularmente)"
    rf" (?:n?[oa] |d[oea] |cursando [oa] |matriculad[oa] n[oa] )?{_NTH} {_UNIT}"
)
_UNITS = ("periodo", "semest", "fase", "ano", "year")
MOST = 12


def read_semester(wording: Wording) -> int | None:
    """1 to 12, or None."""
    pieces = [p for p in wording.pieces if any(unit in p for unit in _UNITS)]
    firm = {n for piece in pieces for n in _firm(piece)}
    found = firm or {n for piece in pieces for m in _PLAIN.finditer(piece) for n in _first(m)}
    return found.pop() if len(found) == 1 else None


def _firm(piece: str) -> Iterator[int]:
    for match in _DONE.finditer(piece):
        yield from (n + (2 if _is_year(match) else 1) for n in _first(match))
    for pattern in (_SINCE, _ONWARDS, _RANGE):
        for match in pattern.finditer(piece):
            yield from _first(match)


def _first(found: re.Match[str]) -> Iterator[int]:
    text = found["n"]
    number = int(text) if text.isdigit() else _ORDINALS.index(text[:-1]) + 1
    semester = 2 * number - 1 if _is_year(found) else number
    if 1 <= semester <= MOST:
        yield semester


def _is_year(found: re.Match[str]) -> bool:
    return found["unit"] in {"ano", "year"}
