"""Values from outside made fit to stand inside a text: names, vacancies, what was typed."""

import re
import unicodedata

from .graphemes import cut

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_JOINERS = "\u200c\u200d"
# A joiner joins two emoji or two letters; beside a space or a Latin letter it is only unseen.
_LONELY_JOINER = re.compile(r"(?<![^\s\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\s\x00-\x7f])")
_TOO_MANY_MARKS = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")
_BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
_LONELY_UNDERSCORE = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_LINE_MARK = re.compile(r"^(?:>\s*|[-•·]\s+)+")
_MARKS = str.maketrans({"*": " ", "`": " ", "~": "-"})


def clean(value: str, longest: int) -> str:
    """One visible line of at most ``longest`` code points, with no formatting of its own.

    Control, bidi and other unseen characters go; the marks of bold, italics, strike and
    code lose their meaning; what is too long ends in an ellipsis, never inside a character.
    Huge input is cut before it is looked at, so that it costs no time.
    """
    visible = _visible(value[: longest * 4 + 100])
    plain = _LONELY_UNDERSCORE.sub(" ", visible.translate(_MARKS))
    return shorten(_LINE_MARK.sub("", " ".join(plain.split())), longest)


def shorten(text: str, longest: int) -> str:
    """The text, cut between two characters and with an ellipsis where it is too long."""
    if len(text) <= longest:
        return text
    return text[: cut(text, longest - 1)].rstrip() + "…" if longest > 0 else ""


def hidden(text: str) -> tuple[str, ...]:
    """The unseen characters that came along with a paste; tabs and line breaks are none."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return ()
    found = [item for item in text if _is_hidden(item) and item not in "\t\n\r"]
    lonely = [item for match in _LONELY_JOINER.findall(text) for item in match]
    return tuple(dict.fromkeys(found + lonely))


def _visible(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value
    spaced = _BLANK.sub(" ", "".join(" " if item.isspace() else item for item in value))
    shown = "".join(item for item in spaced if not _is_hidden(item))
    return _TOO_MANY_MARKS.sub(r"\1", _LONELY_JOINER.sub("", shown))


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN and character not in _JOINERS
