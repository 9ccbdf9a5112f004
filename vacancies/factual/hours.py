"""Hours a week, read from words.

Of a range, or of several offered in one breath, the most: who can give twenty hours must not
be shown what may ask for thirty. Hours a day are a week's only where the days are said.
"""

import re

from .wording import Wording

_H = r" ?(?:h|hs|hr|hrs|horas?|hours?)\b"
_WORDED = r"(?: ?[(][a-z ]{3,20}[)])?"
_WEEKLY = re.compile(
    rf"\b(\d{{1,2}}){_WORDED}(?:{_H})?(?: ?(?:a|ate|ou|e|-|to|or) ?(\d{{1,2}}){_WORDED})?{_H}"
    r",? ?(?:de trabalho |de estagio )?(?:/|por|a|per|na|de|em) ?(?:cada )?(?:semana|sem\b|week)"
    rf"|\b(\d{{1,2}}){_WORDED}(?:{_H})?(?: ?(?:a|ate|ou|e|-|to|or) ?(\d{{1,2}}){_WORDED})?(?:{_H})?"
    r" (?:semanais|weekly)"
)
_LABELLED = re.compile(
    r"\b(?:carga horaria|jornada)(?: semanal| de trabalho)?(?: (?:de|e de))?[: ]{1,3}"
    rf"(?:de )?(\d{{1,2}}){_WORDED}(?:{_H})?(?: ?(?:a|ate|ou|e|-) ?(\d{{1,2}}))?{_H}"
    r"(?! ?(?:/|por|ao) ?dia| diari)"
)
# Hours that can be neither a time of the day nor a day's work.
_BARE = re.compile(
    r"(?<![\d:/,.-])\b(25|30|36|40|44) ?(?:h|hs|horas)\b"
    r"(?![-\w/:]| de (?:curso|duracao|aula|atraso))"
)
_NOT_WORK = re.compile(
    r"\b(?:curso|treinamento|capacitacao|certificad|resposta|retorno|ate as|em ate)"
)
_DAILY = re.compile(
    rf"\b(\d{{1,2}}){_WORDED}(?:{_H})?(?: ?(?:a|ate|ou|-) ?(\d{{1,2}}))?{_H}"
    r" ?(?:/|por|ao|a) ?(?:dia|day)\b"
    rf"|\b(\d{{1,2}}){_WORDED}(?: ?(?:a|ate|ou|-) ?(\d{{1,2}}))?{_H} diari[ao]s?\b"
)
_CLOCK = re.compile(
    r"(?P<das>\bdas? )?\b(?P<h1>\d{1,2})(?:[:h](?P<m1>\d{2}))?(?P<u1> ?h(?:s|rs|oras)?)? ?"
    r"(?:as|-|ate as) ?(?P<h2>\d{1,2})(?:[:h](?P<m2>\d{2}))?(?P<u2> ?h(?:s|rs|oras)?)?\b"
)
_BREAK = re.compile(r"\b1 ?h(?:ora)?(?: de)? (?:almoco|intervalo|pausa)")
_SPLIT_WEEK = re.compile(r"\b(?:sabados?|domingos?|escala|revezamento|plantao)\b")
LEAST, MOST = 4, 60


def read_hours(wording: Wording) -> int | None:
    """The most hours a week that the text asks for, or None."""
    text = wording.text
    if "hora" not in text and "hour" not in text and not re.search(r"\d ?h|\d:\d", text):
        return None
    said = {most for piece in wording.numbered if (most := _weekly(piece))}
    counted = {most for piece in wording.numbered if (most := _counted(piece))}
    if not said:
        said = {most for piece in wording.numbered if (most := _bare(piece))}
    found = said | counted if not said else said | {c for c in counted if c not in said}
    return found.pop() if len(found) == 1 else None


def _weekly(piece: str) -> int | None:
    numbers = [
        number
        for pattern in (_WEEKLY, _LABELLED)
        for match in pattern.finditer(piece)
        for number in map(int, filter(None, match.groups()))
    ]
    return _usable(max(numbers, default=0))


def _bare(piece: str) -> int | None:
    if _NOT_WORK.search(piece):
        return None
    return _usable(max((int(found[1]) for found in _BARE.finditer(piece)), default=0))


def _counted(piece: str) -> int | None:
    """Hours a day times the days of the week, where both are said in one breath."""
    days = 6 if "segunda a sabado" in piece else 5 if "segunda a sexta" in piece else 0
    if not days or (days == 5 and _SPLIT_WEEK.search(piece)):
        return None
    numbers = [int(n) for found in _DAILY.finditer(piece) for n in found.groups() if n]
    if numbers:
        return _usable(max(numbers) * days) if max(numbers) <= 10 else None
    spans = [minutes for found in _CLOCK.finditer(piece) if (minutes := _span(found))]
    return _from_span(spans[0], days, piece) if len(spans) == 1 else None


def _span(found: re.Match[str]) -> int:
    """Minutes from one time of the day to the other; 0 where these are no times."""
    if not (found["das"] or found["m1"] or found["u1"] or found["u2"]):
        return 0
    start = int(found["h1"]) * 60 + int(found["m1"] or 0)
    end = int(found["h2"]) * 60 + int(found["m2"] or 0)
    return end - start if 0 <= start < end <= 24 * 60 else 0


def _from_span(minutes: int, days: int, piece: str) -> int | None:
    """Up to six hours are worked through; of more, only a break that is said tells the rest."""
    if minutes > 360:
        if not _BREAK.search(piece):
            return None
        minutes -= 60
    total, rest = divmod(minutes * days, 60)
    return _usable(total) if not rest else None


def _usable(hours: int) -> int | None:
    return hours if LEAST <= hours <= MOST else None
