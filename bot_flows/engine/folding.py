"""Text brought to its bare words, so that hurried typing can be compared with labels."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 300  # code points looked at; nobody answers a menu with more

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "No"})
_INFORMATION = "ℹ"  # an emoji, though Unicode calls it a letter
_WORDS = re.compile(r"[^\W_]+")
# The two languages whose whole name would otherwise be lost with the punctuation.
_LANGUAGE = re.compile(r"\bc(?:(#)|\+\+)(?!\w)")


def fold(text: str) -> str:
    """Lower-case words and digits, single spaces, no accents, marks or punctuation.

    A leading ``#`` stays when a word follows it. Digits that are only drawn as such ("²",
    "①", "½") are no digits. At most LONGEST characters are read.
    """
    return _fold(text[:LONGEST])


def bare(text: str) -> str:
    """Lower case without accents and unseen characters; punctuation stays."""
    return _bare(text[:LONGEST])


def visible(text: str) -> str:
    """At most LONGEST characters, without the unseen ones; every blank is a space."""
    return "".join(_seen(character) for character in text[:LONGEST])


def has_drawn_digits(text: str) -> bool:
    """Whether "²", "①", "½" or the like stand in the text."""
    return not text.isascii() and any(
        item.isnumeric() and not item.isdecimal() and not item.isalpha() for item in text[:LONGEST]
    )


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    plain = _bare(text)
    if "c#" in plain or "c++" in plain:
        plain = _LANGUAGE.sub(lambda found: "csharp" if found[1] else "cpp", plain)
    words = " ".join(_WORDS.findall(plain))[:LONGEST].rstrip()
    return f"#{words}" if plain.lstrip().startswith("#") and words else words


def _bare(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.casefold()
    lowered = unicodedata.normalize("NFKD", visible(text)).casefold()
    return "".join(item for item in lowered if unicodedata.category(item) not in _UNSEEN)


def _seen(character: str) -> str:
    """The character, a space for what stands between words, nothing for what is unseen."""
    if character.isascii() and character.isprintable():
        return character
    if character.isspace() or character == _INFORMATION:
        return " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    if category == "So":  # emoji and signs: some, such as Ⓜ, would decompose to letters
        return " "
    return "" if category in _UNSEEN else character
