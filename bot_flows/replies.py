"""The names that editors see for what the engine itself says, and when each is said."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bot_flows.engine.wording import Reply


@dataclass(frozen=True, slots=True)
class ReplyNote:
    """A reply's name, the moment when it is said, and the group it is listed in."""

    name: Promise
    moment: Promise
    group: Promise


TALK, LOST, VACANCIES = _("Conversa"), _("Não entendi"), _("Vagas")
OPTIONS, ERRORS, MEDIA = _("Opções"), _("Resposta inválida"), _("Mensagens sem texto")


def _option(name: Promise, moment: Promise) -> ReplyNote:
    return ReplyNote(name, moment, OPTIONS)


def _error(name: Promise, moment: Promise) -> ReplyNote:
    return ReplyNote(name, moment, ERRORS)


def _media(name: Promise) -> ReplyNote:
    return ReplyNote(name, _("Quando a pessoa manda isto em vez de texto."), MEDIA)


def _vacancy(name: Promise, moment: Promise) -> ReplyNote:
    return ReplyNote(name, moment, VACANCIES)


REPLIES: Mapping[Reply, ReplyNote] = {
    Reply.FIRST_CONTACT: ReplyNote(
        _("Primeiro contato"),
        _("Uma única vez, antes de tudo: quem somos, o que guardamos e como parar."),
        TALK,
    ),
    Reply.HELP: ReplyNote(
        _("Ajuda"), _("Quando pedem ajuda e não há fluxo de ajuda escolhido."), TALK
    ),
    Reply.NOTHING_BEFORE: ReplyNote(
        _("Não há para onde voltar"), _("Quando pedem para voltar e não há passo antes."), TALK
    ),
    Reply.COURTESY: ReplyNote(
        _("Gentileza"), _("Quando agradecem, riem ou só dizem “ok”, sem pedir nada."), TALK
    ),
    Reply.GOODBYE: ReplyNote(_("Despedida"), _("Quando a pessoa diz que quer sair."), TALK),
    Reply.STOPPED: ReplyNote(
        _("Pediu para parar"), _("Quando a pessoa escreve PARAR; o bot não escreve mais."), TALK
    ),
    Reply.RESUME: ReplyNote(
        _("Voltou depois de um tempo"), _("Pergunta se a pessoa quer continuar."), TALK
    ),
    Reply.STEP_GONE: ReplyNote(
        _("O passo mudou"), _("Quando o passo em que a pessoa estava não existe mais."), TALK
    ),
    Reply.HANDOFF_OVER: ReplyNote(
        _("O bot voltou"), _("Quando o atendimento por uma pessoa terminou."), TALK
    ),
    Reply.NOT_UNDERSTOOD: ReplyNote(
        _("Não entendi, 1ª vez"), _("Antes de repetir a pergunta. {resposta}, {opcoes}."), LOST
    ),
    Reply.NOT_UNDERSTOOD_SUGGEST: ReplyNote(
        _("Não entendi, 2ª vez"), _("Sugere as opções mais próximas. {resposta}, {opcoes}."), LOST
    ),
    Reply.NOT_UNDERSTOOD_OFFER: ReplyNote(
        _("Não entendi, 3ª vez"), _("Oferece o menu, uma pessoa ou tentar de novo."), LOST
    ),
    Reply.WHICH_ONE: ReplyNote(
        _("Qual delas?"), _("Quando duas opções servem igualmente. {opcoes}."), LOST
    ),
    Reply.VOTE_LOST: ReplyNote(
        _("O voto não chegou"),
        _("Quando alguém toca numa enquete e o WhatsApp não conta qual opção; o menu vem abaixo."),
        LOST,
    ),
    Reply.CHOOSE_COURSE: _vacancy(
        _("Escolha o curso"), _("Quando falta o curso para procurar vagas.")
    ),
    Reply.CHOOSE_TERM: _vacancy(
        _("Escolha o tipo de vaga"), _("Acima dos termos de busca do curso. {curso}.")
    ),
    Reply.NO_COURSES: _vacancy(_("Sem cursos"), _("Quando não há nenhum curso publicado.")),
    Reply.SEARCHING: _vacancy(
        _("Procurando"), _("Nada guardado ainda; uma busca começou. {termo}, {cidade}.")
    ),
    Reply.FOUND: _vacancy(
        _("Encontrei vagas"), _("Acima da lista. {total}, {termo}, {cidade}, {atualizado}.")
    ),
    Reply.FOUND_REFRESHING: _vacancy(
        _("Encontrei, e estou atualizando"),
        _("Acima da lista, com uma busca nova em andamento. {total}, {termo}, {atualizado}."),
    ),
    Reply.FOUND_MORE: _vacancy(_("Mais vagas"), _("Acima da página seguinte. {total}, {termo}.")),
    Reply.FOUND_NEW: _vacancy(
        _("Chegaram vagas novas"), _("Quando a busca em andamento terminou. {total}, {termo}.")
    ),
    Reply.NO_MORE: _vacancy(_("Acabaram as vagas"), _("Quando pedem mais e não há. {termo}.")),
    Reply.NOTHING_FOUND: _vacancy(
        _("Nenhuma vaga"), _("Quando a busca não achou nada. {termo}, {cidade}.")
    ),
    Reply.BLOCKED: _vacancy(
        _("Os sites não responderam"),
        _("Quando todos os sites recusaram a busca; nunca diga que não há vagas. {termo}."),
    ),
    Reply.FOUND_FILTERED: _vacancy(
        _("Encontrei com o filtro"),
        _("Acima da lista, quando a busca é um filtro do site. {total}, {termo}, {atualizado}."),
    ),
    Reply.NOTHING_FILTERED: _vacancy(
        _("Nada com o filtro"), _("Quando o filtro do site não achou nada. {termo}.")
    ),
    Reply.VACANCY_CARD: _vacancy(
        _("Cartão da vaga"),
        _(
            "Uma vez por vaga. {numero}, {titulo}, {empresa}, {local}, {tipo}, {salario}, "
            "{fatos}, {porque}, {fonte}, {publicada}, {confirmada}, {marca}, {link}; a linha "
            "sem valor some."
        ),
    ),
    Reply.VACANCIES_NEXT: _vacancy(_("E agora?"), _("Abaixo da lista, acima das opções.")),
    Reply.SAVED: _vacancy(
        _("Minhas vagas"), _("Acima das vagas guardadas, quando pedem “minhas vagas”. {total}.")
    ),
    Reply.NOTHING_SAVED: _vacancy(
        _("Nenhuma vaga guardada"), _("Quando pedem “minhas vagas” e não há nenhuma.")
    ),
    Reply.MARK_SAVED: _vacancy(
        _("Guardei a vaga"), _("Depois de “salvar 2”, numa lista de vagas. {numero}.")
    ),
    Reply.MARK_APPLIED: _vacancy(
        _("Anotei a candidatura"), _("Depois de “já me candidatei na 2”. {numero}.")
    ),
    Reply.MARK_HIDDEN: _vacancy(
        _("Escondi a vaga"), _("Depois de “esconder 2”: ela não volta em nenhuma busca. {numero}.")
    ),
    Reply.MARK_BROKEN: _vacancy(
        _("Link quebrado"), _("Depois de “a 2 não abre”: o link será conferido. {numero}.")
    ),
    Reply.MARK_REMOVED: _vacancy(
        _("Tirei das guardadas"), _("Depois de “tirar 2”, em “minhas vagas”. {numero}.")
    ),
    Reply.MARK_UNDONE: _vacancy(_("Desfeito"), _("Depois de “desfazer”. {numero}.")),
    Reply.MARK_NOTHING: _vacancy(
        _("Nada para desfazer"), _("Quando escrevem “desfazer” e não há o quê.")
    ),
    Reply.MARK_WHICH: _vacancy(
        _("Não há esse número"), _("Quando o número da vaga não está na lista.")
    ),
    Reply.MARK_HELP: _vacancy(
        _("O que fazer com uma vaga"),
        _("Explica “salvar 2” e as outras palavras; também quando falta o número."),
    ),
    Reply.OPTION_MORE: _option(_("Opção: mais vagas"), _("Abaixo de uma lista de vagas.")),
    Reply.OPTION_OTHER_TERM: _option(_("Opção: outra busca"), _("Abaixo de uma lista de vagas.")),
    Reply.OPTION_MENU: _option(_("Opção: menu"), _("Nas saídas que o bot oferece.")),
    Reply.OPTION_MARK: _option(
        _("Opção: salvar ou esconder"), _("Abaixo de uma lista; explica as palavras.")
    ),
    Reply.OPTION_PERSON: _option(_("Opção: pessoa"), _("Na terceira vez que não entende.")),
    Reply.OPTION_CONTINUE: _option(_("Opção: continuar"), _("Ao voltar depois de um tempo.")),
    Reply.OPTION_ALL_TERMS: _option(
        _("Opção: todos os tipos"), _("Abaixo dos termos de busca do curso.")
    ),
    Reply.OPTION_YES: _option(_("Opção: sim"), _("Nas perguntas de sim ou não.")),
    Reply.OPTION_NO: _option(_("Opção: não"), _("Nas perguntas de sim ou não.")),
    Reply.ERROR_TEXT: _error(_("Resposta inválida: texto"), _("Quando um texto livre não serve.")),
    Reply.ERROR_YES_NO: _error(
        _("Resposta inválida: sim ou não"), _("Nas perguntas de sim ou não.")
    ),
    Reply.ERROR_NUMBER: _error(_("Resposta inválida: número"), _("Quando esperava um número.")),
    Reply.ERROR_EMAIL: _error(_("Resposta inválida: e-mail"), _("Quando esperava um e-mail.")),
    Reply.ERROR_PHONE: _error(_("Resposta inválida: telefone"), _("Quando esperava um telefone.")),
    Reply.ERROR_DATE: _error(_("Resposta inválida: data"), _("Quando esperava uma data.")),
    Reply.ERROR_CITY: _error(_("Resposta inválida: cidade"), _("Quando esperava uma cidade.")),
    Reply.ERROR_COURSE: _error(_("Resposta inválida: curso"), _("Quando esperava um curso.")),
    Reply.ERROR_RA: _error(_("Resposta inválida: RA"), _("Quando esperava o RA do estudante.")),
    Reply.ERROR_PERIOD: _error(
        _("Resposta inválida: período"), _("Quando esperava o período ou semestre.")
    ),
    Reply.ERROR_OPTION: _error(
        _("Resposta inválida: opção"), _("Quando a pergunta só aceita as opções dela.")
    ),
    Reply.MEDIA_AUDIO: _media(_("Chegou um áudio")),
    Reply.MEDIA_IMAGE: _media(_("Chegou uma imagem")),
    Reply.MEDIA_VIDEO: _media(_("Chegou um vídeo")),
    Reply.MEDIA_STICKER: _media(_("Chegou uma figurinha")),
    Reply.MEDIA_DOCUMENT: _media(_("Chegou um documento")),
    Reply.MEDIA_LOCATION: _media(_("Chegou uma localização")),
    Reply.MEDIA_CONTACT: _media(_("Chegou um contato")),
    Reply.MEDIA_CALL: _media(_("Chegou uma ligação")),
    Reply.MEDIA_OTHER: _media(_("Chegou outro tipo de mensagem")),
}
