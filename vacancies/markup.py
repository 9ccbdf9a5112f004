"""A web page taken apart: what people read on it, and the JobPosting that it gives to machines.

Pure, and total: whatever a page holds, it costs a bounded time and raises nothing.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_MARKUP = 2_000_000
MOST_POSTINGS = 50
DEEPEST = 12
_TAG = re.compile(r"<(?:/?([a-zA-Z][^\s/>]*)|!--|[!?])")
_UNREAD = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE)
    for name in ("noscript", "script", "style", "template")
}
_INLINE = frozenset(["b", "em", "font", "i", "mark", "strong", "u", "wbr"])
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "section",
        "article",
    ]
)
_DATA = re.compile(r"\btype\s*=\s*[\"']?\s*application/ld\+json", re.IGNORECASE)

type Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contents:
    """``text`` is one line; ``postings`` are the JobPosting nodes, as JSON gave them."""

    text: str = ""
    postings: tuple[Node, ...] = ()


def take_apart(markup: str) -> Contents:
    """The words and the postings of a page, or of a bare JSON-LD document."""
    markup = markup[:MOST_MARKUP]
    if markup.lstrip()[:1] in {"{", "["}:
        return Contents("", tuple(_postings([markup])))
    shown: list[str] = []
    scripts: list[str] = []
    for kind, piece in _pieces(markup):
        if kind == "data":
            scripts.append(piece)
        elif kind == "text":
            shown.append(piece)
        elif piece not in _INLINE:
            shown.append(" ")
    return Contents(" ".join(_plain("".join(shown)).split()), tuple(_postings(scripts)))


def plain_text(markup: str) -> str:
    """The text of a piece of HTML: blocks on their own lines, list items with a dot."""
    parts: list[str] = []
    for kind, piece in _pieces(markup):
        if kind == "text":
            parts.append(re.sub(r"\s+", " ", _plain(piece)))
        elif kind == "tag" and piece == "li":
            parts.append("\n• ")
        elif kind in {"tag", "end"} and piece in _BLOCKS:
            parts.append("\n")
    return "".join(parts)


def _pieces(markup: str) -> Iterator[tuple[str, str]]:
    """("text", …), ("tag", its name), ("end", its name) and ("data", a JSON-LD script), in order.

    Not by ``html.parser``: on tags and comments that never end its cost grows with the square
    of the page. Here each search that finds nothing is the last one.
    """
    at = 0
    while at >= 0 and (start := markup.find("<", at)) >= 0:
        yield "text", markup[at:start]
        tag = _TAG.match(markup, start)
        if tag is None:
            at = start + 1
            yield "text", "<"
        elif tag[1] is None:
            at = _after(markup, "-->" if tag[0] == "<!--" else ">", tag.end())
        else:
            name, is_end = tag[1].lower(), markup[start + 1] == "/"
            at = _after(markup, ">", tag.end())
            yield "end" if is_end else "tag", name
            if at >= 0 and name in _UNREAD and not is_end:
                begin = at
                closed = _UNREAD[name].search(markup, begin)
                at = closed.start() if closed else -1
                if closed and _DATA.search(markup, start, begin):
                    yield "data", markup[begin:at]
    if at >= 0:
        yield "text", markup[at:]


def _after(markup: str, mark: str, at: int) -> int:
    """Where the text goes on after a mark, or -1."""
    found = markup.find(mark, at)
    return found + len(mark) if found >= 0 else -1


def _plain(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a number of thousands of digits is no character
        return text


def _postings(scripts: list[str]) -> Iterator[Node]:
    found = 0
    for script in scripts:
        for node in _nodes(_parsed(script), DEEPEST):
            if is_a(node, "JobPosting") and found < MOST_POSTINGS:
                found += 1
                yield node


def _parsed(script: str) -> Any:
    """What a script says; sites put raw line breaks into their texts, and comments around."""
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, depth: int) -> Iterator[Node]:
    if depth <= 0:
        return
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        if isinstance(item, dict | list):
            yield from _nodes(item, depth - 1)


def is_a(node: Node, kind: str) -> bool:
    """Whether a node says that it is of this kind, by its short name or its full address."""
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    return any(isinstance(name, str) and name.rsplit("/", 1)[-1] == kind for name in names)
