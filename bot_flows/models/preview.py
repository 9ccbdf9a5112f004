"""How a flow looks on the phone: its steps as bubbles, with samples for the placeholders."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot_flows import menu_forms, whatsapp
from bot_flows.engine import effects, release
from bot_flows.engine.limits import number_options
from bot_flows.engine.release import AnswerKind, FlowId, Media, MenuForm, Step
from bot_flows.engine.wording import PLACEHOLDERS, fill
from bot_flows.mapping import words
from bot_flows.whatsapp import Rendered

CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)
MARKS = (
    (re.compile(r"(?<!\w)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)"), "strong"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), "em"),
    (re.compile(r"(?<!\w)~(?=\S)([^~\n]+?)(?<=\S)~(?!\w)"), "s"),
)
SAMPLES = {name: item.sample for name, item in PLACEHOLDERS.items()}
# What somebody might answer, where the slot itself has no sample.
ANSWERS = {
    AnswerKind.YES_NO: "1",
    AnswerKind.NUMBER: "3",
    AnswerKind.EMAIL: "ana@exemplo.com.br",
    AnswerKind.PHONE: "(41) 99999-0000",
    AnswerKind.DATE: "15/03/2027",
    AnswerKind.CITY: "Curitiba",
    AnswerKind.COURSE: SAMPLES["curso"],
    AnswerKind.RA: "2345678",
    AnswerKind.PERIOD: "5º",
    AnswerKind.OPTION: "1",
}
YES_NO = (gettext_lazy("Sim"), gettext_lazy("Não"))
BEGINS = 10 * 60  # the minute of the day at which the conversation of a preview begins


@dataclass(frozen=True, slots=True)
class Form:
    """A question in another form than the numbered text; ``fits`` says whether it can be."""

    kind: MenuForm
    question: str
    options: tuple[str, ...]
    fits: bool

    @property
    def formatted(self) -> SafeString:
        return _formatted(self.question)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing in the preview: ``who`` is bot, person or note.

    ``time`` is when it was sent, as the phone shows it; ``forms`` are the other forms of a
    menu; ``own`` marks the text that is being edited, where others stand around it.
    """

    who: str
    text: str
    media: Media | None = None
    time: str = ""
    forms: tuple[Form, ...] = ()
    own: bool = False

    @property
    def formatted(self) -> SafeString:
        """The text as HTML, with WhatsApp's bold, italics, strike and fixed width."""
        return _formatted(self.text)


def _formatted(text: str) -> SafeString:
    html, at = "", 0
    for code in CODE.finditer(text):
        html += _marked(text[at : code.start()])
        html += f"<code>{conditional_escape(code.group(1) or code.group(2))}</code>"
        at = code.end()
    return mark_safe(html + _marked(text[at:]))  # noqa: S308 - escaped; the marks are ours


def _marked(text: str) -> str:
    html = str(conditional_escape(text))
    for pattern, tag in MARKS:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    return html


def timed(bubbles: Iterable[Bubble]) -> list[Bubble]:
    """The same bubbles with their times: a minute passes whenever somebody answers."""
    minute, found = BEGINS, []
    for bubble in bubbles:
        minute += bubble.who == "person"
        shown = "" if bubble.who == "note" else f"{minute // 60 % 24:02}:{minute % 60:02}"
        found.append(replace(bubble, time=shown))
    return found


def speak(text: str, media: Media | None = None) -> list[Bubble]:
    """A text as the bot would send it."""
    return _bubbles(whatsapp.render(effects.Say(fill(text, SAMPLES), media)))


def ask(prompt: str, options: Sequence[str], *, forms: bool = False) -> list[Bubble]:
    """A question with numbered options; with ``forms`` the first bubble carries the others."""
    question, shown = fill(prompt, SAMPLES), tuple(options)
    found = _bubbles(whatsapp.render(effects.Offer(question, shown)))
    if forms and found and shown:
        others = tuple(_form(kind, question, shown) for kind in (MenuForm.POLL, MenuForm.LIST))
        found[-1] = replace(found[-1], forms=others)
    return found


def _form(kind: MenuForm, question: str, options: tuple[str, ...]) -> Form:
    able = {"engine": "GOWS", "tier": menu_forms.PLUS, "version": "2026.6.1"}
    fits = menu_forms.form(kind, **able, options=options, question=question) is kind
    plain = tuple(" ".join(option.split()) for option in options)
    return Form(kind, menu_forms.poll_name(question), plain, fits)


def _bubbles(parts: Sequence[Rendered]) -> list[Bubble]:
    bubbles = [Bubble("bot", part.text, part.media) for part in parts]
    if len(bubbles) > 1:
        said = _("O texto é longo: o WhatsApp o mostra em %(count)s mensagens, cortadas aqui.")
        bubbles.insert(1, note(said % {"count": len(parts)}))
    return bubbles


def note(text: str) -> Bubble:
    """What is not said, but happens."""
    return Bubble("note", text)


def person(text: str) -> Bubble:
    return Bubble("person", text)


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
    return speak(step.text, step.media) or [note(_("(Falar: ainda sem texto)"))]


@show.register
def _menu(step: release.Menu, names: Mapping[FlowId, str]) -> list[Bubble]:
    labels = [item.label.strip() or _("(opção sem nome)") for item in step.choices]
    ways = [
        note(f"{number}. {label} → {_to(item.target, names)}")
        for number, (label, item) in enumerate(zip(labels, step.choices, strict=True), start=1)
    ]
    return [*(ask(step.prompt, labels, forms=True) or [note(_("(Menu: ainda vazio)"))]), *ways]


@show.register
def _ask(step: release.Ask, names: Mapping[FlowId, str]) -> list[Bubble]:
    options = {AnswerKind.YES_NO: tuple(map(str, YES_NO)), AnswerKind.OPTION: step.options}
    offered = options.get(step.kind, ())
    answer = ANSWERS.get(step.kind) or SAMPLES.get(step.slot, "…")
    asked = ask(step.prompt, offered, forms=True) if offered else speak(step.prompt)
    return [*(asked or [note(_("(Perguntar: ainda sem pergunta)"))]), person(answer)]


@show.register
def _branch(step: release.Branch, names: Mapping[FlowId, str]) -> list[Bubble]:
    rules = [note(f"{words.rule(rule)} → {_to(rule.target, names)}") for rule in step.rules]
    return [*rules, note(_("senão → %s") % _to(step.otherwise, names))]


@show.register
def _courses(step: release.Courses, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [*ask(step.prompt, (SAMPLES["curso"], "…")), person("1")]


@show.register
def _vacancies(step: release.Vacancies, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [note(_("Aqui o bot procura vagas e as mostra em páginas."))]


@show.register
def _handoff(step: release.Handoff, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [*speak(step.text), note(_("O bot se cala; uma pessoa atende."))]


@show.register
def _go_to(step: release.GoTo, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [note(_("Continua em → %s") % _to(step.target, names))]


@show.register
def _end(step: release.End, names: Mapping[FlowId, str]) -> list[Bubble]:
    return [*speak(step.text), note(_("Fim da conversa."))]


def conversation(
    steps: Iterable[Step], names: Mapping[FlowId, str], trigger: str = ""
) -> Iterator[Bubble]:
    """A whole flow, from the word that opens it to its last step."""
    if trigger:
        yield person(trigger)
    for step in steps:
        yield from show(step, names)


def numbered(question: str, *options: str) -> Bubble:
    """A question as the phone shows it, to stand around what is being edited."""
    return Bubble("bot", number_options(question, options))
