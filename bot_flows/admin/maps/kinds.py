"""Short names: of each kind of fault, for the filter; of each kind of step, for its place."""

from django.utils.translation import gettext_lazy as _

from bot_flows.engine.codec import KINDS as ENGINE_KINDS
from bot_flows.engine.codes import Code
from bot_flows.engine.release import Step
from bot_flows.models import Flow

FAULTS = {
    Code.MISSING_TARGET: _("Destino que não existe"),
    Code.UNPUBLISHED_TARGET: _("Destino não publicado"),
    Code.MISSING_START: _("Sem fluxo inicial"),
    Code.EMPTY_FLOW: _("Fluxo vazio"),
    Code.EMPTY_MENU: _("Menu sem opções"),
    Code.EMPTY_TEXT: _("Texto vazio"),
    Code.UNKNOWN_PLACEHOLDER: _("Campo desconhecido"),
    Code.BROKEN_BRACES: _("Chave sem par"),
    Code.TEXT_TOO_LONG: _("Texto longo demais"),
    Code.DUPLICATE_OPTION: _("Opção repetida"),
    Code.MENU_WITHOUT_WAY_OUT: _("Volta sem saída"),
    Code.AUTOMATIC_LOOP: _("Volta sem pergunta"),
    Code.TRIGGER_USED_TWICE: _("Palavra de dois fluxos"),
    Code.TRIGGER_IS_WORD: _("Palavra que vale em toda a conversa"),
    Code.EMPTY_TRIGGER: _("Palavra sem letras"),
    Code.INVALID_SLOT: _("Nome de resposta inválido"),
    Code.NO_COURSES: _("Lista de cursos vazia"),
    Code.MISSING_REPLY: _("Resposta que falta"),
    Code.MISSING_WORD: _("Palavra geral que falta"),
    Code.WORD_USED_TWICE: _("Palavra geral repetida"),
    Code.UNREACHABLE_FLOW: _("Fluxo sem caminho até ele"),
    Code.UNREACHABLE_STEP: _("Passo sem caminho até ele"),
    Code.DEAD_END: _("Fim sem saída"),
    Code.TOO_MANY_CHOICES: _("Opções demais"),
    Code.LONG_LABEL: _("Opção longa"),
    Code.LABEL_IS_OTHER_NUMBER: _("Opção que parece outro número"),
    Code.TRIGGER_IS_ANSWER: _("Palavra que também é resposta"),
    Code.PLACEHOLDER_WITHOUT_VALUE: _("Campo sem valor"),
    Code.UNFILLED_SLOT: _("Resposta que ninguém guarda"),
    Code.RULE_NEVER_HOLDS: _("Regra que nunca vale"),
    Code.FOREIGN_FORMATTING: _("Formatação de outro programa"),
    Code.UNBALANCED_MARK: _("Marca sem par"),
    Code.HIDDEN_CHARACTER: _("Caractere invisível"),
    Code.COURSE_WITHOUT_TERMS: _("Curso sem termos"),
    Code.MISSING_ALT: _("Imagem sem descrição"),
}


def fault(code: Code) -> str:
    """A short name; the code itself for one that has none yet."""
    return str(FAULTS.get(code, code.value))


def step_name(step: Step) -> str:
    """What editors call this kind of step."""
    block = Flow.steps.field.stream_block.child_blocks.get(ENGINE_KINDS[type(step)])  # type: ignore[attr-defined]
    return str(block.label) if block else ENGINE_KINDS[type(step)]
