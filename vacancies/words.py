"""Text as it is compared: without accents, case or punctuation; and text as it is kept: clean.

The same folding is done when a vacancy is stored and when it is looked for, in Python, so
that both databases see plain ASCII words and neither needs an extension for accents.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

from .markup import plain_text

_WORDS_ONLY = "".join(chr(c) if chr(c).isalnum() and c < 128 else " " for c in range(128))
_SIGNS = (("c++", " cpp "), ("c#", " csharp "), (".net", " dotnet "))
_STOP_WORDS = frozenset(
    [
        "a",
        "ao",
        "aos",
        "as",
        "com",
        "como",
        "da",
        "das",
        "de",
        "do",
        "dos",
        "e",
        "em",
        "entre",
        "na",
        "nas",
        "no",
        "nos",
        "o",
        "os",
        "ou",
        "para",
        "pela",
        "pelas",
        "pelo",
        "pelos",
        "por",
        "que",
        "se",
        "sem",
        "um",
        "uma",
        "vaga",
        "vagas",
    ]
)
_SUFFIX = re.compile(
    r"(?:oras|ores|ora|or|eiras|eiros|eira|eiro|icas|icos|ica|ico|ais|al|as|os|es|s|a|o|e)$"
)
_OES = re.compile(r"oes\b")
_AIS = re.compile(r"(?<=\w{2})ais\b")
_LONGEST_INDEX = 21_000
_REPEATS = 200
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")


def fold(text: str) -> str:
    """ASCII words with one space between: ``"Estágio em C++"`` is ``"estagio em cpp"``."""
    return _fold_again(text) if len(text) <= _REPEATS else _fold(text)


@lru_cache(maxsize=8192)
def _fold_again(text: str) -> str:
    """What is short is folded often: titles, cities, terms."""
    return _fold(text)


def _fold(text: str) -> str:
    lowered = text.lower()
    for sign, word in _SIGNS:
        if sign in lowered:
            lowered = lowered.replace(sign, word)
    if not lowered.isascii():
        lowered = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    return " ".join(lowered.translate(_WORDS_ONLY).split())


def index(text: str) -> str:
    """What a search looks in: folded, a space at both ends, "ações" written as "ação".

    So are the plurals in "ais": without accents, no stemmer of Portuguese knows them.
    """
    folded = fold(text)
    if "oes" in folded:
        folded = _OES.sub("ao", folded)
    if "ais" in folded:
        folded = _AIS.sub("al", folded)
    return f" {folded} "


def sections(description: str, about: str, title: str) -> str:
    """The text that searches look in, a line each, the longest cut; ``title`` is an index.

    PostgreSQL weighs a line by its place (migration 0004), the title by a column of its own.
    """
    text = index(description)[:_LONGEST_INDEX].rstrip() + " "
    return f"{text}\n{index(about)}\n{title}"


def significant(text: str) -> tuple[str, ...]:
    """The words of a search that say something, as ``index`` writes them; never twice."""
    return tuple(dict.fromkeys(w for w in index(text).split() if w not in _STOP_WORDS))


def stem(word: str) -> str:
    """The part that the forms of a Portuguese word share; short words stay whole."""
    if len(word) <= 3:
        return word
    cut = _SUFFIX.sub("", word)
    return cut if len(cut) >= 3 else word


def clean(text: str, limit: int) -> str:
    """Without control and direction characters, line breaks kept, at most ``limit`` characters."""
    kept = text.replace("\r\n", "\n") if "\r" in text else text
    if not kept.isprintable():
        lines = kept.split("\n")
        kept = "\n".join(t if t.isprintable() else t.translate(_VISIBLE) for t in lines)
        kept = _BLANK_LINES.sub("\n\n", kept)
    return kept.strip()[:limit].rstrip()


def line(text: str, limit: int) -> str:
    """Clean text on a single line."""
    if text.isprintable() and len(text) <= limit:
        return " ".join(text.split())
    return " ".join(clean(text.replace("\t", " "), limit * 4).split())[:limit].rstrip()


def digest(*parts: str) -> str:
    """A key of 32 characters for any number of parts."""
    return blake2b("\x00".join(parts).encode(), digest_size=16).hexdigest()


def plain(markup: str) -> str:
    """The text of an HTML description: blocks on their own lines, list items with a dot."""
    return plain_text(markup) if "<" in markup else markup


def _is_visible(char: str) -> bool:
    return char == "\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


class _Visible(dict[int, int | None]):
    """A table for ``str.translate`` that learns each character when it first meets it."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = code if _is_visible(chr(code)) else None
        return kept


_VISIBLE = _Visible()
