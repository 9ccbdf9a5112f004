"""How blocks behave on the editor's page: help under texts, a line for a folded step.

All of it is an addition: without the scripts every field is a plain field.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

SUMMARIES = "bot_flows/editing/summaries.js"
WRITING_URL = "bot_writing"
WRITING_JS = ["bot_flows/editing/fields.js", "bot_flows/editing/writing.js"]
CSS = {"all": ["bot_flows/editing/editing.css"]}


class SpokenText(forms.Textarea):
    """A box for a text that the bot says; it grows, and help stands below it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {
            "rows": 1,
            "class": "w-field__autosize",
            "data-controller": "w-autosize bot-writing",
            "data-bot-writing-url-value": reverse_lazy(WRITING_URL),
        }
        super().__init__({**own, **(attrs or {})})

    class Media:
        js = WRITING_JS
        css = CSS


class SpokenBlock(blocks.TextBlock):
    """A text that the bot says."""

    @cached_property
    def field(self) -> forms.CharField:
        field: forms.CharField = super().field
        field.widget = SpokenText({"rows": self.rows})
        return field


class FoldedStreamBlock(blocks.StreamBlock):
    """Folds what is there already where it is long; what is new is open."""


class FoldedListBlock(blocks.ListBlock):
    """The same for a list."""


# What is stored is what Wagtail's own blocks store: migrations need to know no more.
DECONSTRUCT_ALIASES = {
    SpokenBlock: "wagtail.blocks.TextBlock",
    FoldedListBlock: "wagtail.blocks.ListBlock",
}


class SummarisedBlock(blocks.StructBlock):
    """Its folded line is written by ``summaries.js`` under ``Meta.summary``."""

    def summary_words(self) -> dict[str, Any]:
        """What the script needs besides the fields."""
        return {}

    class Meta:
        summary = ""
        # Fields that stand there only while another one has one of these values.
        shown_when: Mapping[str, tuple[str, tuple[str, ...]]] = {}


class _Scripted:
    @cached_property
    def media(self) -> forms.Media:
        media: forms.Media = super().media  # type: ignore[misc]
        return media + forms.Media(js=[SUMMARIES])


class SummarisedAdapter(_Scripted, StructBlockAdapter):
    js_constructor = "bot_flows.Summarised"

    def js_args(self, block: SummarisedBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        own = {"summary": block.meta.summary, "shownWhen": block.meta.shown_when}
        return [name, children, {**meta, **own, **block.summary_words()}]


class FoldedStreamAdapter(_Scripted, StreamBlockAdapter):
    js_constructor = "bot_flows.FoldedStream"


class FoldedListAdapter(_Scripted, ListBlockAdapter):
    js_constructor = "bot_flows.FoldedList"


register(SummarisedAdapter(), SummarisedBlock)
register(FoldedStreamAdapter(), FoldedStreamBlock)
register(FoldedListAdapter(), FoldedListBlock)
