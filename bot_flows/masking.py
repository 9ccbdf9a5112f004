"""Taking personal data out of what a student wrote, before it is kept as a test.

What looks like a way to find or to name a person gives way to a sample that reads alike, so that
the bot still understands the sentence: an e-mail stays an e-mail. Better one word too many than
one too few. Numbers of menus ("3"), hours, years and amounts of money stay.
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

NAME, FIRST = "Ana Souza", "Ana"
EMAIL = "ana@exemplo.com.br"
PHONE = "41 99999-0000"
CPF = "000.000.000-00"
RECORD = "a0000000"  # a student's number, as this university writes them
LINK = "https://exemplo.com.br"
NUMBER = "000000"
POSTAL = "80000-000"
BIRTH = "01/01/2000"
HIDDEN, SHOWN_DIGITS = "••••", 4

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_AT_SERVER = re.compile(r"\b\d{5,}@(?:c\.us|lid|s\.whatsapp\.net|g\.us)\b")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@])@[A-Za-z0-9_.]{3,}")
_CPF = re.compile(r"(?<!\d)\d{3}\.?\d{3}\.?\d{3}\s?-?\s?\d{2}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)[1-9]{2}9\d{8}(?!\d)")
_CNPJ = re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}(?!\d)")
_PHONE = re.compile(
    r"(?<![\w/])(?:\+?55[\s.-]?)?(?:\(?0?\d{2}\)?[\s.-]?)?9?\s?\d{4}[\s.-]?\d{4}(?![\w/])"
)
_RECORD = re.compile(r"\b(?:a|ra)[\s:.nº°-]*\d{5,9}\b", re.IGNORECASE)
_POSTAL = re.compile(r"(?<!\d)\d{5}-\d{3}(?!\d)")
_LONG = re.compile(r"(?<![\d.,])\d[\d\s.-]{4,}\d(?![\d,])")
_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)")
_SAID_NAME = re.compile(
    r"(?i:\b(?:meu\s+nome\s+(?:é|e|eh)|me\s+chamo|(?:eu\s+)?sou\s+(?:o|a)|aqui\s+(?:é|e)\s+(?:o|a)"
    r"|nome:))\s+((?:[A-ZÀ-Ý][\wÀ-ÿ'-]+)(?:\s+(?:d[aeo]s?\s+)?[A-ZÀ-Ý][\wÀ-ÿ'-]+)*)"
)
_CALLED = re.compile(
    r"(?i:\b(?:meu\s+nome\s+(?:é|e|eh)|me\s+chamo)\s+)"
    r"([^\W\d_]+(?:\s+(?!(?:e|mas|sou|tenho|estou|faço|estudo|quero|queria|gostaria|procuro)\b)"
    r"[^\W\d_]+){0,3})",
    re.IGNORECASE,
)
_PARTICLES = frozenset({"dos", "das", "del", "von", "van"})
_ACCENTS = {
    "a": "aáàâãä",
    "e": "eéèêë",
    "i": "iíìîï",
    "o": "oóòôõö",
    "u": "uúùûü",
    "c": "cç",
    "n": "nñ",
}


def mask(text: str, names: Iterable[str] = ()) -> str:
    """The text without personal data. ``names`` are what this person is called."""
    for pattern, sample in _PATTERNS:
        text = pattern.sub(sample, text)
    text = _LONG.sub(_long, text)
    for pattern in (_SAID_NAME, _CALLED):
        text = pattern.sub(lambda found: found[0].replace(found[1], NAME), text)
    return _without(text, names)


def hide_address(address: str) -> str:
    """The last digits of a phone number; nothing of an address that is none."""
    digits, _at, place = address.partition("@")
    if place not in ("c.us", "s.whatsapp.net") or not digits.isdecimal():
        return ""
    return f"{HIDDEN} {digits[-SHOWN_DIGITS:]}"


def hide_name(name: str) -> str:
    """``A•••``; nothing of a name that does not begin with a letter."""
    first = name.strip()[:1]
    return f"{first.upper()}•••" if first.isalpha() else HIDDEN if name.strip() else ""


_PATTERNS = (
    (_AT_SERVER, NUMBER),
    (_EMAIL, EMAIL),
    (_LINK, LINK),
    (_HANDLE, "@ana"),
    (_CNPJ, CPF),
    (_MOBILE, PHONE),
    (_CPF, CPF),
    (_DATE, BIRTH),
    (_POSTAL, POSTAL),
    (_RECORD, RECORD),
    (_PHONE, PHONE),
)


def _long(found: re.Match[str]) -> str:
    """Six digits or more are somebody's number, except money and our own samples."""
    digits = sum(character.isdigit() for character in found[0])
    known = found[0] in (PHONE, POSTAL) or not found[0].strip("0 .-")
    start = found.string[max(0, found.start() - 4) : found.start()]
    money = re.search(r"R\$\s?$", start, re.IGNORECASE) is not None
    return found[0] if digits < 6 or known or money else NUMBER


def _without(text: str, names: Iterable[str]) -> str:
    """The person's own name, whole or in parts, gives way to Ana's."""
    for name in names:
        parts = [part for part in re.split(r"[^\w'-]+", name) if part]
        if len(parts) > 1:
            text = _word(r"\s+".join(map(_alike, parts))).sub(NAME, text)
        for part in parts:
            if len(part) > 2 and part.isalpha() and part.lower() not in _PARTICLES:
                text = _word(_alike(part)).sub(FIRST, text)
    return text


def _alike(name: str) -> str:
    """The name with and without its accents."""
    plain = (normalize("NFD", letter)[0].lower() for letter in name)
    return "".join(f"[{_ACCENTS[c]}]" if c in _ACCENTS else re.escape(c) for c in plain)


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
