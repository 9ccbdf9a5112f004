"""How a flow looks on the phone: its steps as bubbles, with samples for the placeholders."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import singledispatch

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bot_flows import whatsapp
from bot_flows.engine import effects, release
from bot_flows.engine.release import FlowId, Media, Step
from bot_flows.engine.wording import PLACEHOLDERS, fill
from bot_flows.whatsapp import Rendered

MARKS = (
    (re.compile(r"(?<!\w)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)"), "strong"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), "em"),
    (re.compile(r"(?<!\w)~(?=\S)([^~\n]+?)(?<=\S)~(?!\w)"), "s"),
)
SAMPLES = {name: item.sample for name, item in PLACEHOLDERS.items()}


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing in the preview: ``who`` is bot, person or note; links name where choices lead."""

    who: str
    text: str
    media: Media | None = None

    @property
    def formatted(self) -> SafeString:
        """The text as HTML, with WhatsApp's bold, italics and strike."""
        html = str(conditional_escape(self.text))
        for pattern, tag in MARKS:
            html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
        return mark_safe(html)  # noqa: S308 - escaped above; the marks are ours


def speak(text: str, media: Media | None = None) -> list[Bubble]:
    """A text as the bot would send it."""
    return _bubbles(whatsapp.render(effects.Say(fill(text, SAMPLES), media)))


def _bubbles(parts: Iterable[Rendered]) -> list[Bubble]:
    return [Bubble("bot", part.text, part.media) for part in parts]


def _note(text: str) -> Bubble:
    return Bubble("note", text)


def _to(target: FlowId | None, names: Mapping[FlowId, str]) -> str:
    if target is None:
        return _("continua abaixo")
    return names.get(target) or _("(fluxo que não existe)")


@singledispatch
def show(step: Step, names: Mapping[FlowId, str]) -> list[Bubble]:
    """A step as bubbles; ``names`` gives the titles of flows."""
    raise TypeError(step)


@show.register
def _say(step: release.Say, names: Mapping[FlowId, str]) -> list[Bubble]:
    return speak(step.text, step.media)


@show.register
def _menu(step: release.Menu, names: Mapping[FlowId, str]) -> list[Bubble]:
    offer = effects.Offer(fill(step.prompt, SAMPLES), tuple(item.label for item in step.choices))
    ways = [
        _note(f"{number} → {_to(item.target, names)}")
        for number, item in enumerate(step.choices, start=1)
    ]
    return [*_bubbles(whatsapp.render(offer)), *ways]


@show.register
def _ask(step: release.Ask, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [*speak(step.prompt), Bubble("person", SAMPLES.get(step.slot, "…"))]


@show.register
def _branch(step: release.Branch, names: Mapping[FlowId, str]) -> list[Bubble]:
    rules = [_note(_("Se… → %s") % _to(rule.target, names)) for rule in step.rules]
    return [*rules, _note(_("Senão → %s") % _to(step.otherwise, names))]


@show.register
def _courses(step: release.Courses, names: Mapping[FlowId, str]) -> list[Bubble]:
    offer = effects.Offer(fill(step.prompt, SAMPLES), (SAMPLES["curso"], "…"))
    return [*_bubbles(whatsapp.render(offer)), Bubble("person", "1")]


@show.register
def _vacancies(step: release.Vacancies, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [_note(_("Aqui o bot procura vagas e as mostra em páginas."))]


@show.register
def _handoff(step: release.Handoff, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [*speak(step.text), _note(_("O bot se cala; uma pessoa atende."))]


@show.register
def _go_to(step: release.GoTo, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [_note(_("Continua em → %s") % _to(step.target, names))]


@show.register
def _end(step: release.End, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [*speak(step.text), _note(_("Fim da conversa."))]
