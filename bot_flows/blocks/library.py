"""What the stored JSON of a step holds, and what the ids in it stand for."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wagtail.snippets.blocks import SnippetChooserBlock

from bot_flows.engine.release import FlowId, Media, Step

from .editing import SummarisedBlock

type Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Library:
    """What stored ids stand for. An id that is not here is something that is gone."""

    flows: Mapping[int, FlowId] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)
    images: Mapping[int, Media] = field(default_factory=dict)
    documents: Mapping[int, Media] = field(default_factory=dict)

    def flow(self, pk: int | None) -> FlowId | None:
        """The engine's id of a chosen flow; one that leads nowhere where the flow is gone."""
        return None if pk is None else self.flows.get(pk, f"gone-{pk}")

    def media(self, raw: Stored) -> Media | None:
        image, document = raw.get("image"), raw.get("document")
        return self.images.get(image or 0) or self.documents.get(document or 0)


def text(raw: Stored, name: str) -> str:
    """A stored text with plain line ends."""
    return re.sub(r"\r\n?", "\n", str(raw.get(name) or "")).strip()


def words(value: str) -> tuple[str, ...]:
    """Words separated by commas or line ends, as editors write them; each one once."""
    found = (word.strip() for word in re.split(r"[,;\n\r]", value or ""))
    return tuple(dict.fromkeys(word for word in found if word))


def items(raw: Stored, name: str) -> Iterable[tuple[str, Stored]]:
    """Ids and values of a stored ListBlock."""
    return [(item["id"], item["value"]) for item in raw.get(name) or ()]


class FlowChooserBlock(SnippetChooserBlock):
    """Another flow. A jump goes to its beginning."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("target_model", None)
        super().__init__("bot_flows.Flow", icon="arrow-right", **kwargs)


class StepBlock(SummarisedBlock):
    """A kind of step."""

    # How a step looks on the phone is known a layer above this one, which says so here.
    drawn_by: ClassVar[list[Callable[[Step], Sequence[Any]]]] = []

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """The step on the phone, where an editor chooses what to put in a flow."""
        step = self.to_step("", self.get_prep_value(value), Library())
        bubbles = [bubble for draw in self.drawn_by for bubble in draw(step)]
        return {**(parent_context or {}), "heading": self.label, "bubbles": bubbles}

    def to_step(self, step_id: str, raw: Stored, library: Library) -> Step:
        raise NotImplementedError

    class Meta:
        preview_template = "bot_flows/preview.html"
