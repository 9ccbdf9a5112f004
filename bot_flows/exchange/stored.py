"""Stored blocks with names in the place of database ids, and back.

A flow is ``{"flow": key}``, a shared text ``{"reply": key}``, a file ``{"file": sha1}``. The walk
follows the blocks themselves, so that a new kind of step needs nothing here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail import blocks
from wagtail.blocks.field_block import ChooserBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from bot_flows.models import Flow, ReplyTemplate

type Name = dict[str, str]
type Block = blocks.Block


@dataclass(frozen=True, slots=True)
class Names:
    """What database ids are called in a document, by the model they belong to."""

    flows: Mapping[int, str] = field(default_factory=dict)
    replies: Mapping[int, str] = field(default_factory=dict)
    images: Mapping[int, str] = field(default_factory=dict)
    documents: Mapping[int, str] = field(default_factory=dict)

    def of(self, model: type) -> tuple[str, Mapping[int, str]]:
        """The word for a model's things, and their names."""
        known: dict[type, tuple[str, Mapping[int, str]]] = {
            Flow: ("flow", self.flows),
            ReplyTemplate: ("reply", self.replies),
            get_image_model(): ("file", self.images),
            get_document_model(): ("file", self.documents),
        }
        return known[model]


def name(model: type, pk: int | None, names: Names) -> Name | None:
    """A stored id by its name; None where there is none, or where what it named is gone."""
    word, known = names.of(model)
    return {word: known[pk]} if pk is not None and pk in known else None


def outward(block: Block, value: Any, names: Names) -> Any:
    """A stored value with names in it."""
    return walk(block, value, lambda chooser, pk: name(chooser.model_class, pk, names))


def inward(block: Block, value: Any, names: Names) -> Any:
    """A value of a document with database ids in it. KeyError for a name that is not known."""

    def find(chooser: ChooserBlock, found: Name | None) -> int | None:
        if found is None:
            return None
        word, known = names.of(chooser.model_class)
        ids = {called: pk for pk, called in known.items()}
        return ids[found[word]]

    return walk(block, value, find)


def walk(block: Block, value: Any, choose: Callable[[ChooserBlock, Any], Any]) -> Any:
    """The value with every choice of a chooser replaced."""
    match block:
        case blocks.StreamBlock():
            return [
                {**item, "value": walk(block.child_blocks[item["type"]], item["value"], choose)}
                for item in value or ()
                if item["type"] in block.child_blocks
            ]
        case blocks.ListBlock():
            return [
                {**item, "value": walk(block.child_block, item["value"], choose)}
                for item in value or ()
            ]
        case blocks.StructBlock():
            return {
                key: walk(child, value[key], choose)
                for key, child in block.child_blocks.items()
                if key in value
            }
        case ChooserBlock():
            return choose(block, value)
        case _:
            return value


def chosen(block: Block, value: Any) -> Iterator[tuple[type, Any]]:
    """Every choice in a value, with the model it is of."""
    found: list[tuple[type, Any]] = []

    def note(chooser: ChooserBlock, choice: Any) -> Any:
        if choice is not None:
            found.append((chooser.model_class, choice))
        return choice

    walk(block, value, note)
    yield from found
