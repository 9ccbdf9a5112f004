"""What helps while a text is written: how long it may become once its fields are filled, where
WhatsApp would cut it, and the text with its formatting put right.

Pure: the same limits, the same splitting and the same proofreading as where it is sent.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from .engine.clean import hidden
from .engine.folding import fold
from .engine.limits import CAPTION_LIMIT, TEXT_LIMIT, number_options
from .engine.proofreading import (
    ACTIVE,
    BULLET,
    DOUBLE_BRACES,
    KNOWN,
    MARKS,
    MASK,
    SKIPPED,
    Fault,
    fields_of,
    formatting_faults,
    proofread,
)
from .engine.wording import PLACEHOLDERS, Placeholder, Reply, fill
from .whatsapp import length, split

__all__ = ["Advice", "Place", "advise", "fields", "mended", "parts", "worst_case"]

# What stands for a value of which only the length is known.
FILLER = "…"
SAMPLES = {name: item.sample for name, item in PLACEHOLDERS.items()}
LONGEST = {
    name: item.sample.ljust(max(item.longest, len(item.fallback)), FILLER)
    for name, item in PLACEHOLDERS.items()
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is said: with these options below it, as a caption, as a reply.

    ``slots`` are those that some question of the bot fills.
    """

    options: tuple[str, ...] = ()
    caption: bool = False
    reply: Reply | None = None
    slots: Set[str] = frozenset()

    @property
    def limit(self) -> int:
        return CAPTION_LIMIT if self.caption else TEXT_LIMIT


@dataclass(frozen=True, slots=True)
class Advice:
    """``length`` is the worst case, in code points; ``parts`` are the messages it becomes."""

    length: int
    limit: int
    parts: tuple[str, ...]
    faults: tuple[Fault, ...]
    mended: str
    sample: str


def advise(text: str, place: Place) -> Advice:
    """All that there is to say about a text in its place."""
    plain = _plain(text)
    slots, options = place.slots, place.options
    found = proofread(plain.strip(), place.limit, slots=slots, options=options, reply=place.reply)
    return Advice(
        length=length(worst_case(plain, options)),
        limit=place.limit,
        parts=parts(plain, caption=place.caption, options=options),
        faults=tuple(found),
        mended=mended(plain),
        sample=_numbered(fill(plain, SAMPLES), options),
    )


def worst_case(text: str, options: Sequence[str] = ()) -> str:
    """The text as it goes out when each of its fields has the longest value that it may have."""
    return _numbered(fill(text, LONGEST), options).strip()


def parts(text: str, *, caption: bool = False, options: Sequence[str] = ()) -> tuple[str, ...]:
    """The messages that the text becomes in the worst case, in order."""
    return split(worst_case(text, options), CAPTION_LIMIT if caption else TEXT_LIMIT)


def _numbered(text: str, options: Sequence[str]) -> str:
    return number_options(text, options) if options else text


def fields(reply: Reply | None = None) -> tuple[Placeholder, ...]:
    """The fields that can have a value in a step, or in this reply."""
    return tuple(PLACEHOLDERS[name] for name in fields_of(reply))


# Mending.


_MOST_ROUNDS = 50
_PAIRED_TAGS = {"b": "*", "strong": "*", "i": "_", "em": "_", "s": "~", "del": "~", "strike": "~"}
_FOREIGN = (
    (re.compile(r"\*\*([^*\n]+)\*\*"), lambda found: _marked("*", found[1])),
    (re.compile(r"__([^_\n]+)__"), lambda found: _marked("_", found[1])),
    (re.compile(r"~~([^~\n]+)~~"), lambda found: _marked("~", found[1])),
    (re.compile(r"^#{1,6} (\S[^\n]*)", re.MULTILINE), lambda found: _marked("*", found[1])),
    (re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)"), lambda found: _link(found[1], found[2])),
    (
        re.compile(rf"<({'|'.join(_PAIRED_TAGS)})>([^<\n]*)</\1>"),
        lambda found: _marked(_PAIRED_TAGS[found[1]], found[2]),
    ),
    (re.compile(r"</?([a-z]+)>"), lambda found: "\n" if found[1] == "br" else ""),
)
_FIELD = re.compile(r"\{\s*([^{}\n]+?)\s*\}")
_JOINERS = re.compile("[\u200c\u200d]+")
_TWICE = re.compile(r"(https?://\S+): \1(?!\S)")  # what becomes of [address](address)
_BLANKS = " \t\u00a0"


def mended(text: str) -> str:
    """The text as WhatsApp would show it right: its own marks, in pairs, nothing unseen.

    A mended text has no fault of formatting; what has none is left as it is. Fields that are
    only misspelt, {{nome}} or {Nome}, are put right too.
    """
    text = _plain(text)
    for _ in range(_MOST_ROUNDS):
        better = _round(text)
        if better == text:
            return text
        text = better
    return "".join(item for item in _visible(text) if item not in f"{MARKS}`[#<")


def _round(text: str) -> str:
    text = _with_known_fields(text)
    if not any(formatting_faults(text)):
        return text
    text = _visible(text)
    kept = [found.group() for found in SKIPPED.finditer(text)]
    masked = _native(SKIPPED.sub(MASK, text))
    if masked.count(MASK) != len(kept):
        return text
    pieces = _in_pairs(masked).split(MASK)
    whole = "".join(piece for pair in zip(pieces, [*kept, ""], strict=True) for piece in pair)
    return _TWICE.sub(r"\1", whole)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _with_known_fields(text: str) -> str:
    """{{nome}}, { Nome } and {curso fatos} as {nome}, {nome} and {curso_fatos}."""
    text = DOUBLE_BRACES.sub(lambda found: _field(found, found[1]), text)
    return _FIELD.sub(lambda found: _field(found, found[1]), text)


def _field(found: re.Match[str], name: str) -> str:
    known = KNOWN.get(fold(name))
    return f"{{{known}}}" if known else found.group()


def _visible(text: str) -> str:
    unseen = set(hidden(text)) - set("\u200c\u200d")
    return _JOINERS.sub(_joiner, "".join(item for item in text if item not in unseen))


def _joiner(found: re.Match[str]) -> str:
    """What joins two characters stays; what stands beside a blank is only unseen."""
    around = found.string[max(0, found.start() - 1) : found.end() + 1]
    return "" if hidden(around) else found.group()


def _native(text: str) -> str:
    for pattern, native in _FOREIGN:
        text = pattern.sub(native, text)
    return text


def _marked(mark: str, inner: str) -> str:
    words = inner.replace(mark, "").strip(_BLANKS)
    return f"{mark}{words}{mark}" if words else ""


def _link(label: str, address: str) -> str:
    return f"{label.strip(_BLANKS)}: {address}"


def _in_pairs(text: str) -> str:
    """Each line without the mark that has no partner."""
    for mark in MARKS:
        text = "\n".join(_line_in_pairs(line, mark) for line in text.split("\n"))
    return text


def _line_in_pairs(line: str, mark: str) -> str:
    start = len(line) - len(BULLET.sub("", line))
    marks = [found.start() for found in ACTIVE[mark].finditer(line[start:])]
    if len(marks) % 2 == 0:
        return line
    lonely = min(range(len(marks)), key=lambda index: _span(marks, index, line[start:]))
    at = start + marks[lonely]
    return line[:at] + line[at + 1 :]


def _span(marks: Sequence[int], left_out: int, line: str) -> tuple[bool, int, int]:
    """How well the other marks pair: as opening and closing ones, and around the fewest words."""
    rest = [at for index, at in enumerate(marks) if index != left_out]
    pairs = list(zip(rest[::2], rest[1::2], strict=True))
    sound = all(_opens(line, start) and _closes(line, end) for start, end in pairs)
    return not sound, sum(end - start for start, end in pairs), -left_out


def _opens(line: str, at: int) -> bool:
    return at + 1 < len(line) and not line[at + 1].isspace()


def _closes(line: str, at: int) -> bool:
    return at > 0 and not line[at - 1].isspace()
