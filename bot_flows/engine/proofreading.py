"""One text read for faults: placeholders, length in the worst case, WhatsApp's formatting."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache

from .clean import hidden
from .codes import Code
from .folding import fold
from .limits import number_options
from .speech import wordset
from .wording import PLACEHOLDERS, Reply, placeholders_in

type Fault = tuple[Code, Mapping[str, str]]

MARKS = "*_~"

# What only some replies give a value to; every other placeholder is a slot, known everywhere.
_CARD = wordset(
    "numero titulo empresa local tipo salario fatos porque fonte publicada confirmada marca link"
)
_MARKED = frozenset({"numero"})
_RESULTS = frozenset({"total", "atualizado"})
_TYPED = frozenset({"resposta", "opcoes"})
_SPECIAL = _CARD | _RESULTS | _TYPED
_HEADINGS = (
    Reply.SEARCHING,
    Reply.NO_MORE,
    Reply.NOTHING_FOUND,
    Reply.NOTHING_FILTERED,
    Reply.BLOCKED,
    Reply.SAVED,
    Reply.NOTHING_SAVED,
)
_MARKS = (
    Reply.MARK_SAVED,
    Reply.MARK_APPLIED,
    Reply.MARK_HIDDEN,
    Reply.MARK_BROKEN,
    Reply.MARK_REMOVED,
    Reply.MARK_UNDONE,
)


def _given(reply: Reply) -> Set[str]:
    """What the engine hands to this reply besides the slots."""
    if reply is Reply.VACANCY_CARD:
        return _CARD
    if reply.startswith("found") or reply in _HEADINGS:
        return _RESULTS
    if reply in _MARKS:
        return _MARKED
    if reply is Reply.NOT_UNDERSTOOD_OFFER:
        return frozenset()
    return _TYPED if reply.startswith(("not_understood", "error_", "which_one")) else frozenset()


def fields_of(reply: Reply | None = None) -> tuple[str, ...]:
    """The names of the placeholders that can have a value in a step, or in this reply."""
    known = _given(reply) if reply else frozenset()
    return tuple(name for name in PLACEHOLDERS if name not in _SPECIAL or name in known)


_FOREIGN = re.compile(
    r"\*\*[^*\n]+\*\*|__[^_\n]+__|~~[^~\n]+~~|\[[^\]\n]+\]\([^)\s]+\)|^#{1,6} \S[^\n]*|<\/?[a-z]+>",
    re.MULTILINE,
)
MASK = "\x1f"  # a blank to every pattern but that of headings, and never in a mended text
SKIPPED = re.compile(r"```.*?```|`[^`\n]*`|(?<!\]\()https?://(?:(?!\]\()\S)+", re.DOTALL)
BULLET = re.compile(r"^[*\-] ")
# Other systems write a field so; here it would go out as "{nome}".
DOUBLE_BRACES = re.compile(r"\{\{\s*([^{}\n]+?)\s*\}\}")
KNOWN = {fold(name): name for name in PLACEHOLDERS}
ACTIVE = {
    mark: re.compile(rf"(?<![^\W_]){re.escape(mark)}(?=\S)|(?<=\S){re.escape(mark)}(?![^\W_])")
    for mark in MARKS
}


def proofread(
    text: str,
    limit: int,
    *,
    slots: Set[str],
    options: Sequence[str] = (),
    reply: Reply | None = None,
) -> Iterator[Fault]:
    """The faults of one text, shown with ``options`` below it; ``limit`` is in characters.

    ``slots`` are those that some Ask fills; ``reply`` is the key of a reply template.
    """
    yield from placeholder_faults(text, reply, slots)
    longest = worst_length(number_options(text, options) if options else text)
    if longest > limit:
        yield Code.TEXT_TOO_LONG, {"length": str(longest), "limit": str(limit)}
    yield from formatting_faults(text)


def placeholder_faults(text: str, reply: Reply | None, slots: Set[str]) -> Iterator[Fault]:
    """Braces that do not pair, names that nobody knows, names that have no value here."""
    if "{" not in text and "}" not in text:
        return
    names = names_in(text)
    if names is None:
        yield Code.BROKEN_BRACES, {}
        return
    yield from _doubled(text)
    known = _given(reply) if reply else frozenset()
    for name in dict.fromkeys(names):
        if name not in PLACEHOLDERS:
            yield Code.UNKNOWN_PLACEHOLDER, {"placeholder": name}
        elif name in _SPECIAL and name not in known and name not in slots:
            yield Code.PLACEHOLDER_WITHOUT_VALUE, {"placeholder": name}


def _doubled(text: str) -> Iterator[Fault]:
    """{{nome}}, which would be said as "{nome}"."""
    for inner in dict.fromkeys(DOUBLE_BRACES.findall(text)):
        if fold(inner) in KNOWN:
            yield Code.UNKNOWN_PLACEHOLDER, {"placeholder": f"{{{inner}}}"}


def label_faults(label: str) -> Iterator[Fault]:
    """The same for a label, which goes out as it is written: no placeholder is filled."""
    names = names_in(label) if "{" in label or "}" in label else ()
    if names is None:
        yield Code.BROKEN_BRACES, {}
    for name in dict.fromkeys(names or ()):
        yield Code.UNKNOWN_PLACEHOLDER, {"placeholder": name}
    yield from formatting_faults(label)


def worst_length(text: str) -> int:
    """The most characters that the text can come to once its placeholders are filled."""
    names = names_in(text) if "{" in text else ()
    if not names:
        return len(text)
    return len(text) + sum(_growth(name) for name in names)


def formatting_faults(text: str) -> Iterator[Fault]:
    """What looks otherwise on WhatsApp than its writer meant."""
    for character in hidden(text):
        yield Code.HIDDEN_CHARACTER, {"character": f"U+{ord(character):04X}"}
    if not any(mark in text for mark in "*_~[#<"):
        return
    plain = SKIPPED.sub(MASK, text)
    foreign = _FOREIGN.findall(plain)
    for found in dict.fromkeys(foreign):
        yield Code.FOREIGN_FORMATTING, {"found": found}
    rest = _FOREIGN.sub(" ", plain) if foreign else plain
    for mark in MARKS:
        if mark in rest and _is_unbalanced(rest, mark):
            yield Code.UNBALANCED_MARK, {"mark": mark}


def _is_unbalanced(text: str, mark: str) -> bool:
    """An odd number of marks in a line: WhatsApp's formatting ends with the line."""
    lines = (BULLET.sub("", line) for line in text.split("\n") if mark in line)
    return any(len(ACTIVE[mark].findall(line)) % 2 for line in lines)


@lru_cache(maxsize=8192)
def names_in(text: str) -> tuple[str, ...] | None:
    """The placeholders' names, or None where braces do not pair. Filling works by the line."""
    try:
        return tuple(name for line in text.split("\n") for name in placeholders_in(line))
    except ValueError:
        return None


def _growth(name: str) -> int:
    known = PLACEHOLDERS.get(name)
    if known is None:
        return 0
    return max(known.longest, len(known.fallback)) - len(name) - len("{}")
