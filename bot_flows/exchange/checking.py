"""Whether the blocks of a document have the shape that the editor could have given them.

Only the shape: what is missing or empty may be, as in any draft. Whether the bot would work
is asked when it is published.
"""

from collections.abc import Iterator, Mapping, Set
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.field_block import BaseChoiceBlock, ChooserBlock

from bot_flows.models import Flow, ReplyTemplate

from .faults import Fault, not_a

LONGEST = 20_000
MOST_ITEMS = 500
LONGEST_ID = 64
TEXT = (blocks.CharBlock, blocks.TextBlock)

type Known = Mapping[str, Set[str]]  # "flow", "reply", "file" -> the names there are


def check(block: blocks.Block, value: Any, where: str, known: Known) -> Iterator[Fault]:
    """The faults of a value for this block."""
    match block:
        case blocks.StreamBlock():
            yield from _stream(block, value, where, known)
        case blocks.ListBlock():
            yield from _list(block, value, where, known)
        case blocks.StructBlock():
            yield from _struct(block, value, where, known)
        case ChooserBlock():
            yield from _choice(block, value, where, known)
        case _:
            yield from _leaf(block, value, where)


def _stream(block: Any, value: Any, where: str, known: Known) -> Iterator[Fault]:
    for number, item in _items(value, where):
        place = _("%(where)s, passo %(number)s") % {"where": where, "number": number}
        if fault := _no_item(item, place):
            yield fault
        elif item.get("type") not in block.child_blocks:
            what = _("“%(type)s” não é um tipo de passo conhecido.") % {"type": item.get("type")}
            yield Fault(place, what)
        else:
            child = block.child_blocks[item["type"]]
            yield from check(child, item["value"], f"{place} ({child.label})", known)
    yield from _twice(value, where)


def _list(block: Any, value: Any, where: str, known: Known) -> Iterator[Fault]:
    for number, item in _items(value, where):
        place = f"{where} {number}"
        if fault := _no_item(item, place):
            yield fault
        else:
            yield from check(block.child_block, item["value"], place, known)
    yield from _twice(value, where)


def _items(value: Any, where: str) -> Iterator[tuple[int, Any]]:
    if isinstance(value, list) and len(value) <= MOST_ITEMS:
        yield from enumerate(value, start=1)
    else:
        yield 1, None


def _no_item(item: Any, place: str) -> Fault | None:
    if not isinstance(item, dict) or "value" not in item:
        return Fault(place, not_a(_("uma lista de itens com “id” e “value”")))
    found = item.get("id")
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_ID:
        return Fault(place, _("falta o “id”."))
    return None


def _twice(value: Any, where: str) -> Iterator[Fault]:
    """Ids that stand in one list twice: a conversation would not know where it is."""
    ids = [item.get("id") for item in value if isinstance(item, dict)] if _is_list(value) else []
    strings = [item for item in ids if isinstance(item, str)]
    for item in sorted({item for item in strings if strings.count(item) > 1}):
        yield Fault(where, _("o id “%(id)s” aparece duas vezes.") % {"id": item[:LONGEST_ID]})


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_ITEMS


def _struct(block: Any, value: Any, where: str, known: Known) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(where, not_a(_("um objeto com os campos do passo")))
        return
    for key in value.keys() - block.child_blocks.keys():
        yield Fault(where, _("o campo “%(key)s” não existe.") % {"key": str(key)[:40]})
    for key, child in block.child_blocks.items():
        if key in value:
            yield from check(child, value[key], f"{where}, {str(child.label).lower()}", known)


def _choice(block: ChooserBlock, value: Any, where: str, known: Known) -> Iterator[Fault]:
    words = {Flow: "flow", ReplyTemplate: "reply"}
    word = words.get(block.model_class, "file")
    if value is None:
        return
    if not isinstance(value, dict) or list(value) != [word] or not isinstance(value[word], str):
        yield Fault(where, not_a(f"{{“{word}”: …}}"))
    elif value[word] not in known[word]:
        what = _("aponta para “%(name)s”, que não está neste arquivo nem aqui.")
        yield Fault(where, what % {"name": value[word][:80]})


def _leaf(block: blocks.Block, value: Any, where: str) -> Iterator[Fault]:
    match block:
        case BaseChoiceBlock():
            allowed = {str(key) for key, _label in _flat(block.field.choices)}
            if value not in (None, "") and value not in allowed:
                what = _("“%(value)s” não é uma das opções.") % {"value": str(value)[:40]}
                yield Fault(where, what)
        case blocks.IntegerBlock():
            if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
                yield Fault(where, not_a(_("um número inteiro")))
        case blocks.BooleanBlock():
            if not isinstance(value, bool):
                yield Fault(where, not_a(_("“true” ou “false”")))
        case _:
            yield from text_faults(value, where, getattr(block.field, "max_length", None))


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def text_faults(
    value: Any, where: str, longest: int | None = None, *, empty: bool = True
) -> Iterator[Fault]:
    """What keeps a value from being a text of at most so many characters."""
    most = longest or LONGEST
    if value is None and empty:
        return
    if not isinstance(value, str):
        yield Fault(where, not_a(_("um texto")))
    elif "\0" in value:
        yield Fault(where, _("há um caractere nulo no texto."))
    elif len(value) > most:
        what = _("o texto tem %(length)s caracteres; cabem %(most)s.")
        yield Fault(where, what % {"length": len(value), "most": most})
    elif not empty and not value.strip():
        yield Fault(where, _("o texto está vazio."))
