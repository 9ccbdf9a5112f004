"""Every text that the bot says, one by one, with an address of its own in a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from bot_flows.models import Flow

from .document import Json

# Fields of steps that hold names and values rather than words.
NOT_WORDS = frozenset({"custom", "value"})
TITLE, TRIGGERS, TEXT = "title", "triggers", "text"


@dataclass(frozen=True, slots=True)
class Text:
    """A text: ``id`` is its address, ``place`` and ``what`` say where it is in words.

    ``longest`` is how many characters the editor takes there, if that is limited; a ``needed``
    one cannot be empty even in a draft.
    """

    id: str
    place: str
    what: str
    text: str
    longest: int | None = None
    needed: bool = False


def texts(document: Json) -> Iterator[Text]:
    """All texts of a document, flow by flow, then the replies."""
    for flow in document["flows"]:
        yield from _flow(flow)
    for reply in document["replies"]:
        place = _("Resposta “%(title)s”") % {"title": reply["title"] or reply["key"]}
        yield Text(f"reply/{reply['key']}/{TEXT}", place, _("Texto"), reply["text"], needed=True)


def _flow(flow: Json) -> Iterator[Text]:
    place = _("Fluxo “%(title)s”") % {"title": flow["title"]}
    root = f"flow/{flow['key']}"
    yield Text(f"{root}/{TITLE}", place, _("Título"), flow["title"], 80, needed=True)
    yield Text(f"{root}/{TRIGGERS}", place, _("Palavras que abrem este fluxo"), flow["triggers"])
    for number, item in enumerate(flow["steps"], start=1):
        block = Flow.steps.field.stream_block.child_blocks[item["type"]]
        where = _("%(place)s, passo %(number)s") % {"place": place, "number": number}
        label = f"{where} ({block.label})"
        yield from _inside(block, item["value"], f"{root}/{item['id']}", label)


def _inside(block: blocks.Block, value: Any, address: str, place: str) -> Iterator[Text]:
    match block:
        case blocks.StructBlock():
            for name, child in block.child_blocks.items():
                if name in value and name not in NOT_WORDS:
                    yield from _field(child, value[name], f"{address}/{name}", place)
        case blocks.ListBlock():
            for item in value:
                yield from _inside(
                    block.child_block, item["value"], f"{address}/{item['id']}", place
                )


def _field(block: blocks.Block, value: Any, address: str, place: str) -> Iterator[Text]:
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield Text(address, place, str(block.label), value or "", block.field.max_length)
    elif isinstance(block, blocks.ListBlock | blocks.StructBlock):
        yield from _inside(block, value, address, place)


def put(document: Json, address: str, text: str) -> None:
    """Replace one text of a document, in place. KeyError where nothing has this address."""
    part, key, *way = address.split("/")
    if part not in ("flow", "reply") or not way:
        raise KeyError(address)
    items = document["flows" if part == "flow" else "replies"]
    holder = next((item for item in items if item["key"] == key), None)
    if holder is None:
        raise KeyError(address)
    *inner, name = way
    if inner:
        holder = _find(holder["steps"], inner)
    if name not in holder:
        raise KeyError(address)
    holder[name] = text


def _find(items: Any, way: list[str]) -> Any:
    """The value that a path of ids and names leads to."""
    found = items
    for part in way:
        if isinstance(found, list):
            found = next((item["value"] for item in found if item["id"] == part), None)
        else:
            found = found.get(part) if isinstance(found, dict) else None
        if found is None:
            raise KeyError("/".join(way))
    return found
