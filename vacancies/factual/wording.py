"""An advertisement brought to the letters and signs that its facts are read from."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from vacancies.models.vacancy import DESCRIPTION_LIMIT

_SIGNS = str.maketrans(dict.fromkeys("–—−•·●▪◦‣", "-") | {"\r": "\n", "\0": " "})
_PIECE = re.compile(r"[\n;]+|(?<=[.!?])\s+")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"[^\S\n ]+| {2,}")
# Abbreviations whose dot would end a sentence.
_WEEK = re.compile(
    r"\b(?:seg(?:unda)?|2a)\.?(?:[ -]?feira)?\s*(?:a|ate|-)\s*"
    r"(?P<to>sex\b\.?|sab\b\.?|(?:sexta|6a|sabado)\b)(?:[ -]?feira)?"
    r"|\bmonday (?:to|through) friday\b|\bdias uteis\b"
)


@dataclass(frozen=True)
class Wording:
    """``cased`` has no accents; ``text`` is the same in lower case, weeks in one form."""

    cased: str

    @cached_property
    def text(self) -> str:
        return _WEEK.sub(_week, self.cased.lower())

    @cached_property
    def pieces(self) -> list[str]:
        """Lines and sentences: what is said in one breath."""
        return [piece for part in _PIECE.split(self.text) if (piece := part.strip())]

    @cached_property
    def numbered(self) -> list[str]:
        """The pieces that hold a digit."""
        return [piece for piece in self.pieces if _DIGIT.search(piece)]


def wording(title: str, description: str) -> Wording:
    """The first 20,000 characters, folded. Anything that is not a plain letter is a space."""
    text = f"{title}\n\n{description[:DESCRIPTION_LIMIT]}".translate(_SIGNS)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return Wording(_SPACES.sub(" ", text))


def _week(found: re.Match[str]) -> str:
    last = found["to"]
    return "segunda a sabado" if last and last.startswith("sab") else "segunda a sexta"
