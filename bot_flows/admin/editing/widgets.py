"""The box for the words that open a flow."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

from bot_flows.blocks.editing import CSS

LINES = 3


class TriggerWords(forms.Textarea):
    """Below it stands what each word opens; without the scripts it is a plain box."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {
            "rows": LINES,
            "class": "w-field__autosize",
            "data-controller": "w-autosize bot-words",
            "data-bot-words-url-value": reverse_lazy("bot_words"),
        }
        super().__init__({**own, **(attrs or {})})

    class Media:
        js = ("bot_flows/editing/fields.js", "bot_flows/editing/words.js")
        css = CSS
