"""Bots in the editor's language, for tests.

    a_release(
        a_flow("Início", say("Oi"), menu("O que procura?", choice("Vagas", to="vagas"))),
        a_flow("Vagas", vacancies()),
    )

Ids are readable: a flow's is its title ("Sobre o bot" is "sobre-o-bot"), a step's its kind and
its place in the flow from 1 ("menu-2"), a choice's its label. Without flows a release is a
complete little bot that has no issue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot_flows.engine.codec import KINDS
from bot_flows.engine.reading import fold
from bot_flows.engine.release import (
    AnswerKind,
    Ask,
    Branch,
    Choice,
    Condition,
    Course,
    Courses,
    End,
    Flow,
    GoTo,
    Handoff,
    Media,
    Menu,
    Operator,
    Release,
    Rule,
    Say,
    SearchSource,
    Settings,
    Step,
    Vacancies,
)
from bot_flows.engine.wording import Reply, Word

WORDS: Mapping[Word, tuple[str, ...]] = {
    Word.MENU: ("menu",),
    Word.BACK: ("voltar",),
    Word.HELP: ("ajuda",),
    Word.QUIT: ("sair", "tchau"),
    Word.STOP: ("parar", "pare"),
}

REPLIES: Mapping[Reply, str] = {
    Reply.FIRST_CONTACT: "Olá, {nome}! Sou o assistente de testes.",
    Reply.NOT_UNDERSTOOD: "Não entendi “{resposta}”. Escolha uma das opções.",
    Reply.NOT_UNDERSTOOD_SUGGEST: "Ainda não entendi. Você quis dizer {opcoes}?",
    Reply.NOT_UNDERSTOOD_OFFER: "Não estou conseguindo entender. Como prefere seguir?",
    Reply.WHICH_ONE: "Qual delas? {opcoes}",
    Reply.VOTE_LOST: "O seu voto não chegou.",
    Reply.RESUME: "Que bom que voltou! Continuamos de onde paramos?",
    Reply.STEP_GONE: "Esta parte da conversa mudou.",
    Reply.HELP: "Responda com o número de uma opção.",
    Reply.NOTHING_BEFORE: "Não há para onde voltar.",
    Reply.COURTESY: "Disponha, {nome}!",
    Reply.GOODBYE: "Até logo, {nome}!",
    Reply.STOPPED: "Não escreverei mais. Mande uma mensagem para recomeçar.",
    Reply.HANDOFF_OVER: "O assistente está de volta.",
    Reply.CHOOSE_COURSE: "Qual é o seu curso?",
    Reply.CHOOSE_TERM: "Qual área de {curso}?",
    Reply.NO_COURSES: "Ainda não há cursos.",
    Reply.SEARCHING: "Procurando {termo}…",
    Reply.FOUND: "{total} vagas de {termo}:",
    Reply.FOUND_REFRESHING: "{total} vagas de {termo}, de {atualizado}. Procurando mais…",
    Reply.FOUND_MORE: "Mais vagas de {termo}:",
    Reply.FOUND_NEW: "Chegaram vagas novas de {termo}:",
    Reply.NO_MORE: "Não há mais vagas de {termo}.",
    Reply.NOTHING_FOUND: "Nenhuma vaga de {termo}.",
    Reply.BLOCKED: "Os sites de vagas não responderam.",
    Reply.FOUND_FILTERED: "{total} vagas, {termo}:",
    Reply.NOTHING_FILTERED: "Nada com {termo}.",
    Reply.VACANCY_CARD: "*{titulo}*\n{empresa}\n{local}\n{salario}\n{link}",
    Reply.VACANCIES_NEXT: "E agora?",
    Reply.SAVED: "As suas vagas, {total}:",
    Reply.NOTHING_SAVED: "Você não guardou nenhuma.",
    Reply.MARK_SAVED: "Guardei a {numero}.",
    Reply.MARK_APPLIED: "Boa sorte com a {numero}.",
    Reply.MARK_HIDDEN: "Escondi a {numero}.",
    Reply.MARK_BROKEN: "Vou ver o link da {numero}.",
    Reply.MARK_REMOVED: "Tirei a {numero}.",
    Reply.MARK_UNDONE: "Desfeito.",
    Reply.MARK_NOTHING: "Nada para desfazer.",
    Reply.MARK_WHICH: "Não há esse número.",
    Reply.MARK_HELP: "Escreva salvar e o número.",
    Reply.OPTION_MORE: "Mais vagas",
    Reply.OPTION_OTHER_TERM: "Outra área",
    Reply.OPTION_MENU: "Voltar ao menu",
    Reply.OPTION_MARK: "Salvar ou esconder",
    Reply.OPTION_PERSON: "Falar com uma pessoa",
    Reply.OPTION_CONTINUE: "Continuar",
    Reply.OPTION_ALL_TERMS: "Todas as áreas",
    Reply.OPTION_YES: "Sim",
    Reply.OPTION_NO: "Não",
    Reply.ERROR_TEXT: "Escreva sua resposta.",
    Reply.ERROR_YES_NO: "Responda sim ou não.",
    Reply.ERROR_NUMBER: "“{resposta}” não é um número.",
    Reply.ERROR_EMAIL: "“{resposta}” não é um e-mail.",
    Reply.ERROR_PHONE: "“{resposta}” não é um telefone.",
    Reply.ERROR_DATE: "“{resposta}” não é uma data.",
    Reply.ERROR_CITY: "Não conheço a cidade “{resposta}”.",
    Reply.ERROR_COURSE: "Não conheço o curso “{resposta}”.",
    Reply.ERROR_RA: "“{resposta}” não é um RA.",
    Reply.ERROR_PERIOD: "“{resposta}” não é um período.",
    Reply.ERROR_OPTION: "“{resposta}” não é uma das opções.",
    Reply.MEDIA_AUDIO: "Ainda não ouço áudios.",
    Reply.MEDIA_IMAGE: "Ainda não vejo imagens.",
    Reply.MEDIA_VIDEO: "Ainda não vejo vídeos.",
    Reply.MEDIA_STICKER: "Bonita figurinha!",
    Reply.MEDIA_DOCUMENT: "Ainda não leio documentos.",
    Reply.MEDIA_LOCATION: "Escreva o nome da cidade.",
    Reply.MEDIA_CONTACT: "Ainda não guardo contatos.",
    Reply.MEDIA_CALL: "Não atendo ligações.",
    Reply.MEDIA_OTHER: "Só entendo texto.",
}


def slug(text: str) -> str:
    return fold(text).replace(" ", "-")


def a_course(name: str, *terms: str, facts: str = "", code: str = "") -> Course:
    return Course(slug(name), name, terms, facts, code)


SOFTWARE = a_course(
    "Engenharia de Software",
    "desenvolvimento web",
    "dados",
    facts="Bacharelado · noite · 8 semestres",
    code="ES",
)
NURSING = a_course("Enfermagem", "enfermagem", facts="Bacharelado · manhã", code="EN")
COURSES = (SOFTWARE, NURSING)
CITIES: Mapping[str, tuple[str, ...]] = {
    "curitiba": ("Curitiba/PR",),
    "londrina": ("Londrina/PR",),
    "bom jesus": ("Bom Jesus/PB", "Bom Jesus/PI", "Bom Jesus/RN", "Bom Jesus/RS", "Bom Jesus/SC"),
}


def a_release(
    *flows: Flow,
    replies: Mapping[Reply, str] | None = None,
    courses: Sequence[Course] = COURSES,
    words: Mapping[Word, tuple[str, ...]] = WORDS,
    cities: Mapping[str, tuple[str, ...]] = CITIES,
    number: int = 1,
    **settings: Any,
) -> Release:
    """A release of these flows. ``replies`` replace some; ``settings`` are fields of Settings.

    The start is the flow "inicio", else the first; "ajuda" and "pessoa" are the flows of
    help and of a person where there are such flows.
    """
    known = {flow.id: flow for flow in flows or little_bot()}
    start = "inicio" if "inicio" in known else next(iter(known))
    found = {"help": known.get("ajuda"), "person": known.get("pessoa")}
    named = {role: flow.id for role, flow in found.items() if flow}
    return Release(
        number=number,
        settings=Settings(**{"start": start, "words": words, **named, **settings}),
        flows=known,
        replies={**REPLIES, **(replies or {})},
        courses=tuple(courses),
        cities=cities,
    )


def little_bot() -> tuple[Flow, ...]:
    """The flows of a complete little bot: courses, vacancies two ways, help, a person, an end."""
    return (
        a_flow(
            "Início",
            menu(
                "O que você procura?",
                choice("Vagas do meu curso", "curso", to="cursos"),
                choice("Procurar vagas", "vagas", to="vagas"),
                choice("Falar com alguém", to="pessoa"),
                choice("Encerrar", to="fim"),
            ),
            triggers=("oi", "bom dia"),
        ),
        a_flow("Cursos", courses("Qual é o seu curso?"), say("{curso_fatos}"), vacancies()),
        a_flow(
            "Vagas",
            ask("Que tipo de vaga?", "termo"),
            ask("Em que cidade?", "cidade", AnswerKind.CITY),
            vacancies(SearchSource.TYPED),
            triggers=("quero trabalhar",),
        ),
        a_flow("Ajuda", say("Responda com o número de uma opção.")),
        a_flow("Pessoa", handoff("Uma pessoa vai responder.")),
        a_flow("Fim", end("Até logo, {nome}!")),
    )


def a_flow(title: str, *steps: Step, triggers: Sequence[str] = (), id: str = "") -> Flow:
    numbered = (_numbered(step, at) for at, step in enumerate(steps, start=1))
    return Flow(id or slug(title), title, tuple(numbered), tuple(triggers))


def say(text: str, media: Media | None = None, *, id: str = "") -> Say:
    return Say(id, text, media)


def menu(prompt: str, *choices: Choice, id: str = "") -> Menu:
    return Menu(id, prompt, choices)


def choice(label: str, *synonyms: str, to: str | None = None, id: str = "") -> Choice:
    return Choice(id or slug(label), label, to, synonyms)


def ask(
    prompt: str,
    slot: str = "semestre",
    kind: AnswerKind = AnswerKind.TEXT,
    *,
    error: str = "",
    options: Sequence[str] = (),
    tries: int = 3,
    id: str = "",
) -> Ask:
    return Ask(id, prompt, slot, kind, error, tuple(options), tries)


def branch(*rules: Rule, otherwise: str | None = None, id: str = "") -> Branch:
    return Branch(id, rules, otherwise)


def when(slot: str, operator: Operator = Operator.IS_FILLED, value: str = "", *, to: str) -> Rule:
    """A rule of one condition."""
    return Rule((Condition(slot, operator, value),), to)


def courses(prompt: str, *, id: str = "") -> Courses:
    return Courses(id, prompt)


def vacancies(source: SearchSource = SearchSource.COURSE, *, id: str = "") -> Vacancies:
    return Vacancies(id, source)


def handoff(text: str, *, id: str = "") -> Handoff:
    return Handoff(id, text)


def go_to(target: str, *, id: str = "") -> GoTo:
    return GoTo(id, target)


def end(text: str = "", *, id: str = "") -> End:
    return End(id, text)


def an_image(file: str = "bot/mapa.png") -> Media:
    name = file.rsplit("/", 1)[-1]
    link = f"https://exemplo.com.br/{name}"
    return Media("image", file, name, "image/png", link, "Mapa do câmpus")


def _numbered(step: Step, at: int) -> Step:
    return step if step.id else replace(step, id=f"{KINDS[type(step)]}-{at}")
