"""Dates as people type them: "25/12", "25 de dezembro de 2026", "amanhã"."""

import re
from datetime import date, timedelta

from .folding import bare, fold, has_drawn_digits
from .likeness import distance
from .speech import FILLERS, core_of, words_of, wordset

_RELATIVE = {
    "hoje": 0,
    "amanha": 1,
    "ontem": -1,
    "depois de amanha": 2,
    "anteontem": -2,
    "antes de ontem": -2,
}
_MONTHS = {
    "janeiro": 1,
    "fevereiro": 2,
    "marco": 3,
    "abril": 4,
    "maio": 5,
    "junho": 6,
    "julho": 7,
    "agosto": 8,
    "setembro": 9,
    "outubro": 10,
    "novembro": 11,
    "dezembro": 12,
}
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2})(?: ?[/.-] ?(?P<y>\d{4}|\d{2}))?(?![\d/])",
        r"(?<!\d)(?P<d>\d{1,2}) (?P<m>\d{1,2}) (?P<y>\d{4}|\d{2})(?!\d)",
        r"(?<!\d)(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2}|primeiro)[oa]?(?: de | ?[/.-] ?| )(?P<m>[a-z]{3,10})\b\.?"
        r"(?:(?: de | do | ?[/,.-] ?| )(?P<y>\d{4}|\d{2}))?(?!\d)",
    )
)
_AROUND = FILLERS | wordset(
    "dia nasci foi sera era desde partir ate data comeco inicio nascimento nascido nascida em"
)
_YEARS = range(1900, 2101)
_LONG_AGO = timedelta(days=180)
_AHEAD = 20  # years; "26" is 2026, "98" is 1998


def read_date(text: str, today: date) -> date | None:
    """The one date in the text; None where there is none, or more, or it does not exist.

    Without a year it is this year's, or the next one's if that is more than 180 days gone.
    """
    if has_drawn_digits(text):
        return None
    relative = _RELATIVE.get(_core(text)) if len(text) < 100 else None
    if relative is not None:
        return _days_from(today, relative)
    plain = " ".join(bare(text).split())
    found = next(filter(None, (form.search(plain) for form in _FORMS)), None)
    if found is None or not _may_surround(plain[: found.start()], plain[found.end() :]):
        return None
    return _dated(found["d"], found["m"], found["y"], today)


def _days_from(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _core(text: str) -> str:
    """The telling word: "é hoje mesmo" -> "hoje"."""
    words = words_of(fold(text))
    return " ".join(core_of(words, FILLERS - wordset("hoje")))


def _may_surround(*parts: str) -> bool:
    return all(_AROUND.issuperset(words_of(fold(part))) for part in parts)


def _dated(day: str, month: str, year: str | None, today: date) -> date | None:
    number = int(month) if month.isdigit() else _month(month)
    first = 1 if day == "primeiro" else int(day)
    if year is not None:
        return _existing(_full_year(year, today), number, first)
    this_year = _existing(today.year, number, first)
    if this_year is None or today - this_year <= _LONG_AGO:
        return this_year
    return _existing(today.year + 1, number, first)


def _full_year(year: str, today: date) -> int:
    if len(year) == 4:
        return int(year)
    century = today.year // 100 * 100
    full = century + int(year)
    return full - 100 if full > today.year + _AHEAD else full


def _month(name: str) -> int:
    """A month's number by its name, its first three letters, or its name mistyped; else 0."""
    for month, number in _MONTHS.items():
        if name in (month, month[:3]):
            return number
        if len(name) >= 5 and distance(name, month, 1) <= 1:
            return number
    return 0


def _existing(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
