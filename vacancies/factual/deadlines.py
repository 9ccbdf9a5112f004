"""The last day to apply, read from words, and only where it is a day that makes sense."""

import re
from collections.abc import Iterator
from datetime import date

from .wording import Wording

_MONTHS = [
    "janeiro",
    "fevereiro",
    "marco",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
]
_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAY = (
    r"(?:(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})(?:[/.-](?P<y>\d{4}|\d{2})(?!\d))?(?![/\d])"
    rf"|(?P<dd>\d{{1,2}})o? de (?P<mm>{'|'.join(_MONTHS)})(?: de (?P<yy>\d{{4}}))?"
    rf"|(?P<em>{'|'.join(_ENGLISH)}) (?P<ed>\d{{1,2}}),? (?P<ey>\d{{4}}))"
)
_FIRST_DAY = re.sub(r"[?]P<\w+>", "?:", _DAY)
_CUE = re.compile(
    r"\b(?:inscri\w+|inscrev\w+|candidat\w+|curriculos?|cv|prazo|data limite|deadline|apply"
    r"|applications?|vaga fecha|encerra\w*|envi\w+)\b"
)
_UNTIL = re.compile(
    r"\b(?:ate|limite|prazo(?: final)?(?: (?:para|de) inscric\w+)?|by|deadline|fecha"
    r"|encerram?(?:-se)?)(?: (?:o dia|dia|as \d\d?h\d* (?:de|do dia)|em|no dia))?[: ]{1,3}"
    rf"{_DAY}"
)
_RANGE = re.compile(rf"\b{_FIRST_DAY} (?:a|ate|ate o dia) {_DAY}")
FURTHEST = 365  # days
FURTHEST_WITHOUT_YEAR = 200


def read_deadline(wording: Wording, on: date | None) -> date | None:
    """The last day to apply; ``on`` is the day of the posting. Two different days are none."""
    pieces = [piece for piece in wording.numbered if _CUE.search(piece)]
    found = {day for piece in pieces for day in _days(piece, on)}
    return found.pop() if len(found) == 1 else None


def _days(piece: str, on: date | None) -> Iterator[date]:
    for pattern in (_UNTIL, _RANGE):
        for match in pattern.finditer(piece):
            if day := _day(match.groupdict(), on):
                yield day


def _day(groups: dict[str, str | None], on: date | None) -> date | None:
    day, month, year = _parts(groups)
    if year:
        found = _date(year + 2000 if year < 100 else year, month, day)
        sane = found and (on is None or 0 <= (found - on).days <= FURTHEST)
        return found if sane else None
    if on is None:
        return None
    for guess in (on.year, on.year + 1):
        found = _date(guess, month, day)
        if found and 0 <= (found - on).days <= FURTHEST_WITHOUT_YEAR:
            return found
    return None


def _parts(groups: dict[str, str | None]) -> tuple[int, int, int]:
    """Day, month and year (0 where it is not said)."""
    if groups["d"]:
        return int(groups["d"]), int(groups["m"] or 0), int(groups["y"] or 0)
    if groups["dd"]:
        month = _MONTHS.index(groups["mm"] or "") + 1
        return int(groups["dd"]), month, int(groups["yy"] or 0)
    month = _ENGLISH.index(groups["em"] or "") + 1
    return int(groups["ed"] or 0), month, int(groups["ey"] or 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
