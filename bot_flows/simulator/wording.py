"""What is read beside a talk: why a message was read as it was, and where the talk is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot_flows.engine.clean import shorten
from bot_flows.engine.events import MediaKind
from bot_flows.engine.heard import Heard, How
from bot_flows.engine.release import (
    Ask,
    Branch,
    Courses,
    End,
    GoTo,
    Handoff,
    Menu,
    Release,
    Say,
    Step,
    Vacancies,
)
from bot_flows.engine.state import Phase, State
from bot_flows.sentences import WORDS

from .agenda import Change, Coming

PHASES = {
    Phase.ANSWER: gettext_lazy("espera a resposta"),
    Phase.TERM: gettext_lazy("espera o tipo de vaga"),
    Phase.SEARCH: gettext_lazy("procura vagas"),
    Phase.LIST: gettext_lazy("mostrou vagas e espera"),
    Phase.NEWS: gettext_lazy("procura vagas novas"),
    Phase.RESCUE: gettext_lazy("ofereceu uma saída, depois de não entender"),
    Phase.RESUME: gettext_lazy("perguntou se continua de onde parou"),
}
KINDS = {
    Say: gettext_lazy("Falar"),
    Menu: gettext_lazy("Menu"),
    Ask: gettext_lazy("Perguntar"),
    Branch: gettext_lazy("Se"),
    Courses: gettext_lazy("Cursos"),
    Vacancies: gettext_lazy("Vagas"),
    Handoff: gettext_lazy("Atendente"),
    GoTo: gettext_lazy("Ir para"),
    End: gettext_lazy("Encerrar"),
}
MEDIA = {
    MediaKind.AUDIO: gettext_lazy("áudio"),
    MediaKind.IMAGE: gettext_lazy("foto"),
    MediaKind.VIDEO: gettext_lazy("vídeo"),
    MediaKind.STICKER: gettext_lazy("figurinha"),
    MediaKind.DOCUMENT: gettext_lazy("documento"),
    MediaKind.LOCATION: gettext_lazy("localização"),
    MediaKind.CONTACT: gettext_lazy("contato"),
    MediaKind.CALL: gettext_lazy("ligação"),
    MediaKind.OTHER: gettext_lazy("outra mídia"),
}
_PICKED = {
    How.NUMBER: gettext_lazy("Leu como a opção %(option)s: pelo número."),
    How.LABEL: gettext_lazy("Leu como a opção %(option)s: pelo nome."),
    How.SYNONYM: gettext_lazy("Leu como a opção %(option)s: por um sinônimo."),
    How.WORDS: gettext_lazy("Leu como a opção %(option)s: pelas palavras."),
    How.TYPO: gettext_lazy("Leu como a opção %(option)s: é parecido."),
    How.YES_NO: gettext_lazy("Leu como a opção %(option)s: por um sim ou não."),
}
_FIXED = {
    How.MORE: gettext_lazy("Leu como um pedido de mais vagas."),
    How.COURTESY: gettext_lazy("Leu como uma gentileza: a pergunta continua aberta."),
    How.FILTER: gettext_lazy("Leu como um filtro do site, escrito numa frase."),
    How.SAVED: gettext_lazy("Leu como um pedido das vagas guardadas."),
    How.MARK: gettext_lazy("Leu como algo a fazer com uma vaga da lista."),
    How.START: gettext_lazy("Não havia pergunta aberta: começou pelo fluxo inicial."),
    How.LATE: gettext_lazy("Voltou depois de muito tempo: antes de tudo, pergunta se continua."),
    How.SILENCE: gettext_lazy("Uma pessoa da equipe está com a conversa: o bot fica calado."),
}


def why(heard: Heard, release: Release) -> str:
    """Why a message was read as it was, as a sentence."""
    if heard.how in _PICKED:
        return str(_PICKED[heard.how]) % {"option": _options(heard)}
    if heard.how in _FIXED:
        return str(_FIXED[heard.how])
    what = heard.what[0] if heard.what else ""
    match heard.how:
        case How.WORD:
            text = _("Palavra que vale em toda a conversa: %s.")
            return text % WORDS.get(what, what)
        case How.TRIGGER:
            return _("Palavra que abre o fluxo “%s”.") % _title(release, what)
        case How.ANSWER:
            return _("Leu como a resposta à pergunta: “%s”.") % what
        case How.MEDIA:
            return _("Não é texto: respondeu com a mensagem para %s.") % _media(what)
        case How.UNSURE:
            return _("Ficou em dúvida entre %s.") % _options(heard)
    if heard.what:
        return _("Não entendeu. O mais parecido: %s.") % _options(heard)
    return _("Não entendeu: nada parecido.")


def _options(heard: Heard) -> str:
    """Options as the person saw them, "2, Vagas", or by their names alone."""
    pairs = zip(heard.numbers, heard.what, strict=False)
    numbered = [f"{number}, {label}" for number, label in pairs]
    return _(" ou ").join(numbered or [f"“{label}”" for label in heard.what])


def _media(kind: str) -> str:
    return str(MEDIA[MediaKind(kind)]) if kind in set(MediaKind) else kind


def _title(release: Release, flow: str) -> str:
    found = release.flows.get(flow)
    return found.title if found else _("(fluxo que não existe)")


@dataclass(frozen=True, slots=True)
class Where:
    """Where a talk is, in words, and the ids of the step; empty where it is at none."""

    text: str
    flow: str = ""
    step: str = ""


def where(state: State, release: Release) -> Where:
    """Where the talk is now, in words."""
    if state.silent_until:
        return Where(_("Com uma pessoa da equipe: o bot está calado."))
    at = state.at
    if at is None:
        return Where(_("Em repouso: a próxima mensagem começa de novo."))
    phase = PHASES[at.phase]
    return Where(f"{spot(release, at.flow, at.step)}: {phase}.", at.flow, at.step)


def spot(release: Release, flow_id: str, step_id: str) -> str:
    """A step as an editor would name it: "Menu, passo 1 (Menu)"."""
    flow = release.flows.get(flow_id)
    if flow is None:
        return _("(fluxo que não existe)")
    for number, step in enumerate(flow.steps, start=1):
        if step.id == step_id:
            words = {"flow": flow.title, "number": number, "kind": KINDS[type(step)]}
            return _("“%(flow)s”, passo %(number)s (%(kind)s)") % words
    return _("“%s”") % flow.title


def beginning(step: Step) -> str:
    """The beginning of what a step says, for a list of steps: ": Qual é o seu curso?"."""
    said = getattr(step, "prompt", "") or getattr(step, "text", "")
    return f": {shorten(' '.join(said.split()), SHORT)}" if said else ""


SHORT = 50  # characters
SLOTS = {
    "nome": gettext_lazy("nome"),
    "curso": gettext_lazy("curso"),
    "curso_fatos": gettext_lazy("dados do curso"),
    "termo": gettext_lazy("termo de busca"),
    "cidade": gettext_lazy("cidade"),
    "voltou": gettext_lazy("já conversou antes"),
}
COMING = {
    Coming.PUBLISHED: gettext_lazy("“%s” entra no ar"),
    Coming.RETURNED: gettext_lazy("“%s” volta ao que era"),
    Coming.WITHDRAWN: gettext_lazy("“%s” sai do ar"),
    Coming.RELEASE: gettext_lazy("a %s vai ao ar"),
    Coming.BACK: gettext_lazy("a %s sai, e a anterior volta"),
    Coming.REFUSED: gettext_lazy("“%s” não vai mudar: quebraria o bot"),
}
HIDDEN = frozenset({"curso_id"})


def coming(change: Change) -> str:
    """Something that is planned, as a sentence without its time."""
    return str(COMING[change.what]) % change.name


def known(state: State) -> list[tuple[str, str, str]]:
    """What the bot remembers: name for people, name in texts, value."""
    return [
        (str(SLOTS.get(name, name)), name, value)
        for name, value in state.slots.items()
        if name not in HIDDEN and value
    ]
