"""The sentence that an editor reads for each fault that was found in a release."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from bot_flows.engine.codes import Code, Issue

SENTENCES = {
    Code.MISSING_TARGET: _("O fluxo de destino não foi escolhido, ou já não existe."),
    Code.UNPUBLISHED_TARGET: _("Leva ao fluxo “%(target)s”, que não está publicado."),
    Code.MISSING_START: _("O fluxo inicial não foi escolhido ou não está publicado."),
    Code.EMPTY_FLOW: _("Este fluxo não tem nenhum passo."),
    Code.EMPTY_MENU: _("Este menu não tem nenhuma opção."),
    Code.EMPTY_TEXT: _("Este texto está vazio."),
    Code.MISSING_ALT: _("Falta dizer o que a imagem mostra, para quem não a vê."),
    Code.UNKNOWN_PLACEHOLDER: _("O campo {%(placeholder)s} não existe ou não vale aqui."),
    Code.BROKEN_BRACES: _("Há uma chave { ou } sem par neste texto."),
    Code.TEXT_TOO_LONG: _(
        "O texto pode chegar a %(length)s caracteres, com os campos preenchidos; "
        "o WhatsApp aceita %(limit)s."
    ),
    Code.DUPLICATE_OPTION: _(
        "“%(option)s” também vale para a opção “%(label)s”: o bot não saberia qual escolher."
    ),
    Code.MENU_WITHOUT_WAY_OUT: _(
        "Nenhuma opção leva para fora deste menu: a pessoa ficaria presa. "
        "Inclua uma opção que volte ao menu inicial, encerre ou chame uma pessoa."
    ),
    Code.AUTOMATIC_LOOP: _(
        "O caminho por “%(target)s” dá voltas sem fazer nenhuma pergunta: o bot não pararia."
    ),
    Code.TRIGGER_USED_TWICE: _("“%(trigger)s” já abre o fluxo “%(other)s”."),
    Code.TRIGGER_IS_WORD: _(
        "“%(trigger)s” é uma palavra que vale em toda a conversa (%(word)s); "
        "ela nunca abriria este fluxo."
    ),
    Code.EMPTY_TRIGGER: _("“%(trigger)s” não tem nenhuma letra nem número."),
    Code.INVALID_SLOT: _("“%(slot)s” não serve como nome de resposta."),
    Code.NO_COURSES: _("Não há nenhum curso publicado para mostrar."),
    Code.MISSING_REPLY: _("Falta a resposta “%(reply)s”: o bot não teria o que dizer."),
    Code.MISSING_WORD: _("Falta ao menos uma palavra para “%(word)s”."),
    Code.WORD_USED_TWICE: _("“%(spelling)s” já vale para “%(other)s”."),
    Code.UNREACHABLE_FLOW: _("Nada leva a este fluxo, e ele não tem palavras que o abram."),
    Code.UNREACHABLE_STEP: _("A conversa nunca chega a este passo."),
    Code.DEAD_END: _("A conversa para aqui sem despedida nem menu."),
    Code.TOO_MANY_CHOICES: _("São %(count)s opções; mais de %(most)s cansam quem lê."),
    Code.LONG_LABEL: _("A opção tem %(length)s caracteres; até %(most)s se lê melhor."),
    Code.LABEL_IS_OTHER_NUMBER: _(
        "“%(label)s” é também o número %(number)s, da opção “%(other)s”."
    ),
    Code.TRIGGER_IS_ANSWER: _("“%(trigger)s” também é uma resposta esperada em “%(other)s”."),
    Code.PLACEHOLDER_WITHOUT_VALUE: _("O campo {%(placeholder)s} nunca tem valor aqui."),
    Code.UNFILLED_SLOT: _("Nenhum passo guarda a resposta “%(slot)s”."),
    Code.RULE_NEVER_HOLDS: _("Esta regra nunca vale."),
    Code.FOREIGN_FORMATTING: _(
        "“%(found)s” não é formatação do WhatsApp; use *negrito* ou _itálico_."
    ),
    Code.UNBALANCED_MARK: _("Há um “%(mark)s” sem par neste texto."),
    Code.HIDDEN_CHARACTER: _("Há um caractere invisível (%(character)s) neste texto."),
    Code.COURSE_WITHOUT_TERMS: _("O curso “%(course)s” não tem termos de busca ativos."),
}
WORDS = {
    "menu": _("menu"),
    "back": _("voltar"),
    "help": _("ajuda"),
    "quit": _("sair"),
    "stop": _("parar"),
}
_GONE = _("(apagado ou não escolhido)")


def sentence(issue: Issue, names: Mapping[str, str] | None = None) -> str:
    """What is wrong, in Portuguese. ``names`` gives titles for the ids and keys in it."""
    return str(SENTENCES[issue.code]) % {
        key: _shown(key, value, names or {}) for key, value in issue.params.items()
    }


def _shown(key: str, value: str, names: Mapping[str, str]) -> str:
    if key in ("target", "start"):
        return names.get(value) or (str(_GONE) if _is_id(value) else value)
    if key == "word" or (key == "other" and value in WORDS):
        return str(WORDS.get(value, value))
    return names.get(value, value) if key == "reply" else value


def _is_id(value: str) -> bool:
    """Whether this is an id that no title was found for, rather than a title."""
    return not value or value.startswith("gone-") or (len(value) == 36 and value.count("-") == 4)
