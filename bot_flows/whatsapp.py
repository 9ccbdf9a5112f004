"""An effect as WhatsApp shows it: *bold*, _italics_, ~strike~ and ```code``` are written so
already; what is left is numbering the options and keeping to the limits.

A text that is too long is cut between paragraphs, else lines, else sentences, else words,
and inside a word only where the word alone is over the limit; never inside a character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .engine.effects import Effect, Offer, Say
from .engine.graphemes import cut, is_boundary
from .engine.limits import CAPTION_LIMIT, TEXT_LIMIT, number_options
from .engine.release import Media
from .engine.state import Asked

# A no-break space is no place to cut at.
_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_SENTENCE_ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message: a text, or a file with the text as its caption. ``asked`` is the question
    with options that it puts, where it holds all of them."""

    text: str
    media: Media | None = None
    asked: Asked | None = None


def render(effect: Effect) -> tuple[Rendered, ...]:
    """The messages of a Say or an Offer, in order; none for an empty text without a file.

    TypeError for an effect that is not said. What does not fit into a caption follows it
    as texts.
    """
    match effect:
        case Say(text=text, media=None):
            return tuple(Rendered(part) for part in split(text))
        case Say(text=text, media=media):
            first, *rest = split(text, CAPTION_LIMIT, TEXT_LIMIT) or ("",)
            return (Rendered(first, media), *(Rendered(part) for part in rest))
        case Offer(text=text, options=options, asked=asked):
            parts = split(number_options(text, options))
            whole = asked if len(parts) == 1 else None
            return tuple(Rendered(part, asked=whole) for part in parts)
        case _:
            raise TypeError(f"{type(effect).__name__} is not something to be said")


def link_text(text: str, media: Media) -> str:
    """What goes out in the place of a file: its caption, what is to be seen, and where it is."""
    link = "\n".join(part for part in (media.alt.strip(), media.url) if part)
    return "\n\n".join(part for part in (text, link) if part)


def length(text: str) -> int:
    """How long a text is for WhatsApp: in code points, so that a flag counts two."""
    return len(text)


def split(text: str, first: int = TEXT_LIMIT, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """The text in parts of at most ``limit`` code points, the first of at most ``first``.

    White space around a cut is left out, and nothing else; lines end as WhatsApp's do.
    """
    return tuple(_parts(text.replace("\r\n", "\n").strip(), first, limit))


def _parts(text: str, first: int, limit: int) -> Iterator[str]:
    most = first
    while length(text) > most:
        at = _place(text, most)
        yield text[:at].rstrip()
        text, most = text[at:].lstrip(), limit
    if text:
        yield text


def _place(text: str, most: int) -> int:
    """Where the first part ends: the last place of the best kind that lies within the limit."""
    spaces = _SPACES.finditer(text, 0, most + 1)
    places = [found for found in spaces if is_boundary(text, found.end())]
    if not places:
        return cut(text, most)
    return max(places, key=lambda found: (_worth(found), found.start())).start()


def _worth(found: re.Match[str]) -> int:
    """How good a place to cut these spaces are: the end of a paragraph, line, sentence, word."""
    if lines := found.group().count("\n"):
        return 4 if lines > 1 else 3
    return 2 if found.string.startswith(_SENTENCE_ENDS, found.start() - 1) else 1
