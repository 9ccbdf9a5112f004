"""A reply in the moment when it is said: what came before it, and what comes after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from bot_flows.engine.wording import PLACEHOLDERS, Reply

from .preview import SAMPLES, Bubble, ask, note, numbered, person, speak

type Before = Sequence[Bubble]
type Around = tuple[Before, Before]


def in_its_moment(reply: Reply | None, text: str) -> list[Bubble]:
    """The text that is being edited, marked, with the bubbles around it."""
    if reply is None:
        return _own(speak(text))
    if reply.startswith("option_"):
        return _as_option(reply, text)
    before, after = _around(reply)
    shown = ask(text, _options(reply)) if _options(reply) else speak(text)
    return [*before, *_own(shown), *after]


def _own(bubbles: Sequence[Bubble]) -> list[Bubble]:
    found = [replace(bubble, own=bubble.who == "bot") for bubble in bubbles]
    return found or [note(_("(ainda sem texto)"))]


def _around(reply: Reply) -> Around:
    made = MOMENTS.get(reply)
    if made:
        return made()
    for beginning, moment in FAMILIES.items():
        if reply.startswith(beginning):
            return moment(reply)
    return (), ()


def _options(reply: Reply) -> Sequence[str]:
    """What the engine shows below this reply."""
    match reply:
        case Reply.CHOOSE_COURSE:
            return (SAMPLES["curso"], "…")
        case Reply.CHOOSE_TERM:
            return (SAMPLES["termo"], "…")
        case Reply.NOT_UNDERSTOOD_OFFER:
            return (_("Voltar ao menu"), _("Falar com uma pessoa"), _("Continuar"))
        case Reply.RESUME:
            return (_("Continuar"), _("Voltar ao menu"))
        case Reply.WHICH_ONE:
            return (_("Vagas"), _("Vagas do meu curso"))
        case Reply.VACANCIES_NEXT:
            return (_("Mais vagas"), _("Outra busca"), _("Voltar ao menu"))
        case _:
            return ()


def _as_option(reply: Reply, text: str) -> list[Bubble]:
    """A reply that is the label of an option: it is seen below a question."""
    label = text.strip() or _("(ainda sem texto)")
    if reply in (Reply.OPTION_YES, Reply.OPTION_NO):
        both = (label, _("Não")) if reply is Reply.OPTION_YES else (_("Sim"), label)
        return [replace(numbered(_("Quer escolher uma cidade?"), *both), own=True)]
    others = [_("Mais vagas"), _("Voltar ao menu"), _("Falar com uma pessoa")]
    return [replace(numbered(_("E agora?"), label, *others[1:]), own=True)]


def _menu() -> Bubble:
    return numbered(_("Como posso ajudar?"), _("Vagas"), _("Cursos"))


def _missed(said: str) -> Around:
    return (_menu(), person(said)), (_menu(),)


def _missed_again() -> Around:
    return (_menu(), person("…"), note(_("Ainda não entendeu.")), person(SAMPLES["resposta"])), ()


def _said(*texts: str) -> Callable[[], Around]:
    return lambda: (tuple(person(text) for text in texts), ())


def _searched() -> Around:
    return (
        numbered(_("Que tipo de vaga?"), SAMPLES["termo"], "…"),
        person("1"),
    ), ()


QUESTIONS: Mapping[str, tuple[str, str]] = {
    "yes_no": ("Quer escolher uma cidade?", "talvez"),
    "number": ("Em que semestre você está?", "muitos"),
    "email": ("Qual é o seu e-mail?", "ana arroba exemplo"),
    "phone": ("Qual é o seu telefone?", "1234"),
    "date": ("Em que dia você se forma?", "31/02"),
    "city": ("Em que cidade?", "Atlântida"),
    "course": ("Qual é o seu curso?", "magia"),
    "ra": ("Qual é o seu RA?", "não sei"),
    "period": ("Em que período você está?", "vespertino"),
}
MEDIA = {
    "audio": "🎤 0:12",
    "image": "📷",
    "video": "🎬 0:30",
    "sticker": "🦫",
    "document": "📄 curriculo.pdf",
    "location": "📍",
    "contact": "👤",
    "call": "📞",
}


def _refused(reply: Reply) -> Around:
    question, answer = QUESTIONS.get(reply.removeprefix("error_"), ("E então?", "…"))
    return (Bubble("bot", question), person(answer)), ()


def _came(reply: Reply) -> Around:
    return (person(MEDIA.get(reply.removeprefix("media_"), "…")),), (_menu(),)


MOMENTS: Mapping[Reply, Callable[[], Around]] = {
    Reply.FIRST_CONTACT: _said("oi"),
    Reply.NOT_UNDERSTOOD: lambda: _missed(SAMPLES["resposta"]),
    Reply.NOT_UNDERSTOOD_SUGGEST: lambda: (_missed_again()[0], (_menu(),)),
    Reply.NOT_UNDERSTOOD_OFFER: _missed_again,
    Reply.WHICH_ONE: lambda: ((_menu(), person(_("vagas"))), ()),
    Reply.VOTE_LOST: lambda: ((note(_("Alguém toca numa opção da enquete.")),), (_menu(),)),
    Reply.RESUME: lambda: ((note(_("Muitas horas depois")), person("oi")), ()),
    Reply.STEP_GONE: lambda: ((note(_("O passo foi apagado.")), person("2")), (_menu(),)),
    Reply.HELP: lambda: ((_menu(), person(_("ajuda"))), (_menu(),)),
    Reply.NOTHING_BEFORE: lambda: ((person(_("voltar")),), (_menu(),)),
    Reply.COURTESY: _said("valeu!"),
    Reply.GOODBYE: _said("sair"),
    Reply.STOPPED: _said("parar"),
    Reply.HANDOFF_OVER: lambda: ((note(_("O atendimento terminou.")),), (_menu(),)),
    Reply.CHOOSE_COURSE: lambda: ((person(_("vagas")),), (person("1"),)),
    Reply.CHOOSE_TERM: lambda: ((person(SAMPLES["curso"]),), (person("1"),)),
    Reply.NO_COURSES: lambda: ((person(_("cursos")),), ()),
    Reply.FOUND_MORE: _said("mais"),
    Reply.NO_MORE: _said("mais"),
    Reply.FOUND_NEW: lambda: ((note(_("Um pouco depois da busca")),), ()),
}
FAMILIES: Mapping[str, Callable[[Reply], Around]] = {
    "error_": _refused,
    "media_": _came,
    "": lambda _reply: _searched(),
}
assert set(SAMPLES) == set(PLACEHOLDERS)
