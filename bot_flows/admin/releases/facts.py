"""What a step is besides what its bubbles show: as lines, so that no difference stays unseen."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext as _

from bot_flows.drawing import LABELS
from bot_flows.engine.release import Choice, Media, Step

# What the bubbles of a step show themselves.
SHOWN = frozenset({"id", "text", "prompt", "rules", "target", "otherwise"})


def facts(step: Step) -> list[str]:
    """A line for each thing that the bubbles of this step do not show."""
    values = ((item.name, getattr(step, item.name)) for item in fields(step))
    return [line for name, value in values if name not in SHOWN for line in _say(name, value)]


def _say(name: str, value: Any) -> Iterator[str]:
    if name == "choices":
        yield from _synonyms(value)
    elif isinstance(value, Media):
        yield from _file(value)
    elif value and name in SENTENCES:
        shown = ", ".join(value) if isinstance(value, tuple) else LABELS.get(value, value)
        yield str(SENTENCES[name]()) % shown
    elif value:
        yield f"{name}: {value}"


SENTENCES = {
    "slot": lambda: _("Guarda a resposta em “%s”."),
    "kind": lambda: _("Aceita: %s."),
    "error": lambda: _("Se a resposta não servir, diz: “%s”"),
    "options": lambda: _("Opções: %s."),
    "tries": lambda: _("Tentativas: %s."),
    "source": lambda: _("Busca por: %s."),
}


def _synonyms(choices: tuple[Choice, ...]) -> Iterator[str]:
    for choice in choices:
        if choice.synonyms:
            words = {"label": choice.label, "words": ", ".join(choice.synonyms)}
            yield _("“%(label)s” também vale como: %(words)s.") % words


def _file(media: Media) -> Iterator[str]:
    yield _("Arquivo: %s.") % media.file
    if media.alt:
        yield _("Descrição da imagem: %s") % media.alt
