"""The words of the demonstration bot, in the shape in which Wagtail stores them.

Ids are made from names, so that loading twice makes the same content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from bot_flows.engine.wording import Reply

NAMES = UUID("5a0f3c5e-9f1b-4f0e-8a3d-6b1f0c0a9b11")

type Stored = dict[str, Any]


@dataclass(frozen=True, slots=True)
class To:
    """A flow, by its name here, until it has a row."""

    name: str


@dataclass(frozen=True, slots=True)
class DemoFlow:
    title: str
    steps: tuple[Stored, ...]
    triggers: tuple[str, ...] = ()


def name_id(name: str) -> str:
    return str(uuid5(NAMES, name))


def _step(kind: str, name: str, /, **value: Any) -> Stored:
    return {"type": kind, "id": name_id(name), "value": value}


def say(name: str, text: str) -> Stored:
    return _step("say", name, text=text, template=None, image=None, document=None)


def choice(label: str, target: str = "", synonyms: str = "") -> Stored:
    return {"label": label, "target": To(target) if target else None, "synonyms": synonyms}


def menu(name: str, prompt: str, *choices: Stored) -> Stored:
    return _step("menu", name, prompt=prompt, choices=_list(name, choices))


def ask(name: str, prompt: str, slot: str, kind: str = "text") -> Stored:
    return _step("ask", name, prompt=prompt, kind=kind, slot=slot, custom="", error="")


def go_when(name: str, slot: str, value: str, target: str) -> Stored:
    """One rule: this answer goes to the flow, all others go on below."""
    condition = {"slot": slot, "custom": "", "operator": "is", "value": value}
    rule = {"conditions": _list(f"{name}/rule", [condition]), "target": To(target)}
    return _step("branch", name, rules=_list(name, [rule]), otherwise=None)


def _list(name: str, values: Any) -> list[Stored]:
    return [
        {"type": "item", "id": name_id(f"{name}/{index}"), "value": value}
        for index, value in enumerate(values)
    ]


BACK_TO_MENU = choice("Voltar ao menu", "menu")
ANOTHER_COURSE = choice("Outro curso", "courses", "outro, trocar de curso")

FLOWS: Mapping[str, DemoFlow] = {
    "start": DemoFlow(
        "Início",
        (
            say(
                "start/hello",
                "Que bom ter você por aqui! 🦫\n"
                "Vamos achar um estágio ou um emprego que combine com o seu curso?",
            ),
            _step("go_to", "start/menu", target=To("menu")),
        ),
        ("oi", "olá", "oie", "bom dia", "boa tarde", "boa noite", "começar", "start"),
    ),
    "menu": DemoFlow(
        "Menu",
        (
            menu(
                "menu/main",
                "*Como posso ajudar?*\nResponda com o número ou com as palavras.",
                choice("Cursos", "courses", "curso, conhecer os cursos"),
                choice("Buscar vaga por palavra", "search", "buscar, procurar, pesquisar"),
                choice(
                    "Vagas do meu curso", "vacancies", "vagas, vaga, estágio, estágios, emprego"
                ),
                choice("Sobre o CapyVagas", "about", "sobre, quem é você, privacidade"),
                choice("Falar com uma pessoa", "person", "pessoa, atendente, humano"),
            ),
        ),
    ),
    "courses": DemoFlow(
        "Cursos",
        (
            _step("courses", "courses/which", prompt="Qual curso você quer conhecer?"),
            say("courses/facts", "🎓 *{curso}*\n{curso_fatos}"),
            menu(
                "courses/next",
                "E agora?",
                choice("Ver vagas deste curso", "", "ver vagas, sim"),
                ANOTHER_COURSE,
                BACK_TO_MENU,
            ),
            _step("vacancies", "courses/vacancies", source="course"),
        ),
        ("cursos", "curso", "conhecer os cursos"),
    ),
    "vacancies": DemoFlow(
        "Vagas do meu curso",
        (
            _step("courses", "vacancies/which", prompt="Qual é o seu curso?"),
            _step("vacancies", "vacancies/list", source="course"),
        ),
        ("vagas", "vaga", "vagas do meu curso", "estágio", "estágios", "emprego"),
    ),
    "search": DemoFlow(
        "Buscar vaga por palavra",
        (
            ask(
                "search/term",
                "Que vaga você procura?\nEscreva em poucas palavras, "
                "como _desenvolvimento web_ ou _análise de dados_.",
                "termo",
            ),
            ask(
                "search/filter",
                "Quer filtrar por cidade? Se sim, pode já escrever qual.",
                "filtrar",
                "yes_no",
            ),
            go_when("search/where", "filtrar", "sim", "city"),
            _step("vacancies", "search/list", source="typed"),
        ),
        ("buscar", "procurar", "pesquisar", "buscar vaga"),
    ),
    "city": DemoFlow(
        "Buscar vaga por cidade",
        (
            ask("city/which", "Em qual cidade? Por exemplo, _Curitiba_.", "cidade", "city"),
            _step("vacancies", "city/list", source="typed"),
        ),
    ),
    "about": DemoFlow(
        "Sobre o CapyVagas",
        (
            say(
                "about/what",
                "🦫 Eu sou a *Capy*, uma capivara robô que procura vagas para estudantes.\n"
                "Leio sites de emprego, junto o que combina com cada curso e mostro aqui. "
                "Quem contrata é a empresa: confira sempre o anúncio.",
            ),
            say(
                "about/privacy",
                "🔒 Guardo o seu número, o nome do seu WhatsApp e as suas respostas, "
                "só para conversar com você. *Nunca peço senha, documento nem dinheiro.*\n"
                "Escreva *PARAR* quando quiser que eu não escreva mais.",
            ),
            menu(
                "about/next",
                "E agora?",
                choice("Vagas do meu curso", "vacancies", "vagas"),
                choice("Falar com uma pessoa", "person", "pessoa, atendente, humano"),
                BACK_TO_MENU,
            ),
        ),
        ("sobre", "quem é você", "robô", "privacidade"),
    ),
    "help": DemoFlow(
        "Ajuda",
        (
            _step(
                "end",
                "help/words",
                text=(
                    "🛟 *Como conversar comigo*\n"
                    "Responda com o número da opção ou com as palavras dela.\n\n"
                    "*menu* mostra as opções\n"
                    "*voltar* volta um passo\n"
                    "*minhas vagas* mostra as que você guardou\n"
                    "*sair* encerra a conversa\n"
                    "*PARAR* e eu não escrevo mais"
                ),
            ),
        ),
    ),
    "person": DemoFlow(
        "Falar com uma pessoa",
        (
            _step(
                "handoff",
                "person/handoff",
                text=(
                    "Combinado! 🙋 Uma pessoa da equipe vai responder por aqui, em dias úteis, "
                    "das 9h às 18h. Já pode contar o que precisa.\n"
                    "Enquanto isso eu fico quietinha. 🦫"
                ),
            ),
        ),
        ("atendente", "pessoa", "humano", "falar com uma pessoa"),
    ),
}

REPLIES: Mapping[Reply, str] = {
    Reply.FIRST_CONTACT: (
        "Oi, {nome}! Eu sou a *Capy*, a assistente virtual do *CapyVagas*.\n"
        "Guardo o seu número, o nome do seu WhatsApp e as suas respostas, só para conversar "
        "com você. Nunca peço senha.\n"
        "Escreva *PARAR* quando quiser que eu não escreva mais."
    ),
    Reply.HELP: "Responda com o número da opção. *menu* mostra as opções; *voltar* volta um passo.",
    Reply.NOTHING_BEFORE: "Não há nada antes disto. 🦫",
    Reply.COURTESY: "Estou sempre por aqui, {nome}! 🦫 Escreva *menu* quando quiser.",
    Reply.GOODBYE: "Até logo, {nome}! Quando quiser vagas, é só mandar um *oi*. 🦫",
    Reply.STOPPED: "Combinado: não escrevo mais. Se mudar de ideia, é só mandar um *oi*.",
    Reply.RESUME: "Que bom que você voltou! Continuamos de onde paramos?",
    Reply.STEP_GONE: "Opa, esta parte da conversa mudou agora há pouco. Vamos daqui:",
    Reply.HANDOFF_OVER: (
        "Voltei! 🦫 Escreva *menu* para ver as opções, ou *atendente* para falar com uma pessoa."
    ),
    Reply.NOT_UNDERSTOOD: "Hmm, não entendi “{resposta}”. Escolha um número ou escreva uma opção:",
    Reply.NOT_UNDERSTOOD_SUGGEST: "Ainda não entendi. Que tal {opcoes}?",
    Reply.NOT_UNDERSTOOD_OFFER: "Acho que estou com água nos ouvidos. 🦫 O que prefere?",
    Reply.WHICH_ONE: "Fiquei em dúvida. É alguma destas?\n{opcoes}",
    Reply.VOTE_LOST: "O WhatsApp não me contou o que você tocou. 🙈 Responda com o *número*:",
    Reply.CHOOSE_COURSE: "Qual é o seu curso?",
    Reply.CHOOSE_TERM: "Que tipo de vaga em *{curso}*?",
    Reply.NO_COURSES: "Ainda não tenho cursos para mostrar. Tente *buscar* por uma palavra.",
    Reply.SEARCHING: (
        "🔎 Estou procurando *{termo}* nos sites de vagas. Pode levar alguns minutos: "
        "fique por aqui que eu mostro o que aparecer."
    ),
    Reply.FOUND: "Vagas de *{termo}* em {cidade}: {total}\n_Atualizado {atualizado}._",
    Reply.FOUND_REFRESHING: (
        "Vagas de *{termo}* em {cidade}: {total}\n"
        "_Atualizado {atualizado}; estou procurando mais novas._"
    ),
    Reply.FOUND_MORE: "Mais vagas de *{termo}*:",
    Reply.FOUND_NEW: "🆕 Novidades na busca de *{termo}* ({total} ao todo):",
    Reply.NO_MORE: "Estas foram todas as vagas de *{termo}* por enquanto. 🦫",
    Reply.NOTHING_FOUND: (
        "Não encontrei vagas de *{termo}* agora (busquei em {cidade}).\n"
        "Tente outra palavra, ou volte daqui a alguns dias."
    ),
    Reply.BLOCKED: (
        "Os sites de vagas não me responderam agora, então não sei dizer se há vagas de *{termo}*. "
        "Tente de novo mais tarde."
    ),
    Reply.FOUND_FILTERED: "🔎 *{termo}*: {total}\n_Atualizado {atualizado}._",
    Reply.NOTHING_FILTERED: (
        "Nenhuma vaga guardada combina com *{termo}*.\n"
        "Tente com menos filtros, ou volte daqui a alguns dias."
    ),
    Reply.VACANCY_CARD: (
        "*Vaga {numero} · {titulo}*\n🏢 {empresa}\n📍 {local} · {tipo}\n💰 {salario}\n"
        "🕑 {fatos}\n🎯 {porque}\n🗓️ {publicada}\n✅ {confirmada}\n📌 {marca}\n"
        "Fonte: {fonte}\n{link}"
    ),
    Reply.VACANCIES_NEXT: "E agora?",
    Reply.SAVED: "⭐ *Suas vagas guardadas*: {total}",
    Reply.NOTHING_SAVED: (
        "Você ainda não guardou vagas. Numa lista, escreva *salvar* e o número da vaga."
    ),
    Reply.MARK_SAVED: (
        "⭐ Guardei: vaga {numero}. Escreva *minhas vagas* para ver todas, ou *desfazer*."
    ),
    Reply.MARK_APPLIED: (
        "🍀 Anotei que você se candidatou: vaga {numero}. Boa sorte! Engano? Escreva *desfazer*."
    ),
    Reply.MARK_HIDDEN: (
        "🙈 Escondi: vaga {numero}. Não mostro mais. Foi sem querer? Escreva *desfazer*."
    ),
    Reply.MARK_BROKEN: "🔧 Obrigada por avisar! Vou conferir o link: vaga {numero}.",
    Reply.MARK_REMOVED: "Tirei da sua lista: vaga {numero}. Foi sem querer? Escreva *desfazer*.",
    Reply.MARK_UNDONE: "Desfeito! 🦫",
    Reply.MARK_NOTHING: "Não há nada para desfazer. 🦫",
    Reply.MARK_WHICH: (
        "Não achei esse número na lista. Escreva com o número da vaga, como *salvar 2*."
    ),
    Reply.MARK_HELP: (
        "Escreva o que fazer e o número da vaga:\n"
        "*salvar 2* guarda a vaga\n"
        "*candidatei 2* anota que você se candidatou\n"
        "*esconder 2* não mostra mais\n"
        "*link quebrado 2* avisa a equipe\n"
        "*minhas vagas* mostra as guardadas; *tirar 2* tira da lista"
    ),
    Reply.OPTION_MORE: "Mais vagas",
    Reply.OPTION_OTHER_TERM: "Outra busca",
    Reply.OPTION_MENU: "Menu",
    Reply.OPTION_MARK: "Salvar ou esconder",
    Reply.OPTION_PERSON: "Falar com uma pessoa",
    Reply.OPTION_CONTINUE: "Continuar",
    Reply.OPTION_ALL_TERMS: "Todos os tipos",
    Reply.OPTION_YES: "Sim",
    Reply.OPTION_NO: "Não",
    Reply.ERROR_TEXT: "Pode escrever de novo, com poucas palavras?",
    Reply.ERROR_YES_NO: "Responda *sim* ou *não*, por favor.",
    Reply.ERROR_NUMBER: "Preciso de um número, como *3*.",
    Reply.ERROR_EMAIL: "Este e-mail não parece certo. Escreva como *ana@exemplo.com.br*.",
    Reply.ERROR_PHONE: "Este telefone não parece certo. Escreva com o DDD, como *41 99999-0000*.",
    Reply.ERROR_DATE: "Não entendi a data. Escreva como *25/12/2026*.",
    Reply.ERROR_CITY: (
        "Não conheço a cidade “{resposta}”. Escreva o nome, como *Curitiba*, ou *voltar*."
    ),
    Reply.ERROR_COURSE: "Não achei o curso “{resposta}”. Escreva o nome dele ou o número.",
    Reply.ERROR_RA: "Não reconheci esse RA. São só os números, como *2345678*.",
    Reply.ERROR_PERIOD: "Não entendi o período. Responda com o número dele, como *3* ou *3º*.",
    Reply.ERROR_OPTION: "“{resposta}” não é uma das opções. Responda com o *número* de uma delas:",
    Reply.MEDIA_AUDIO: "Ainda não sei ouvir áudios. 🦫 Pode escrever?",
    Reply.MEDIA_IMAGE: "Bonita imagem! Mas eu só entendo texto. Pode escrever?",
    Reply.MEDIA_VIDEO: "Ainda não sei ver vídeos. Pode escrever?",
    Reply.MEDIA_STICKER: "Adorei a figurinha! 😄 Agora escreva como posso ajudar.",
    Reply.MEDIA_DOCUMENT: "Não leio documentos, e não preciso do seu currículo. Pode escrever?",
    Reply.MEDIA_LOCATION: (
        "Não uso a sua localização. Quando eu perguntar a cidade, escreva o nome dela."
    ),
    Reply.MEDIA_CONTACT: "Não guardo contatos de outras pessoas. Pode escrever?",
    Reply.MEDIA_CALL: "Não atendo ligações, só mensagens. Escreva *oi* e eu ajudo!",
    Reply.MEDIA_OTHER: "Só entendo mensagens de texto. Pode escrever?",
}
