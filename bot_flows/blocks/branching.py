"""Where answers are kept, and the conditions that read them."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from bot_flows.engine import release as engine
from bot_flows.engine.folding import fold
from bot_flows.engine.release import Operator
from bot_flows.engine.step_issues import is_impossible

from .editing import FoldedListBlock, SummarisedBlock
from .library import FlowChooserBlock, Library, StepBlock, Stored, items, text
from .sayings import sayings

OTHER = "outro"
ENGINE_SLOTS = frozenset(
    {"nome", "curso", "curso_id", "curso_fatos", "voltou", "hora", "dia_da_semana", "contato_novo"}
)
ASKABLE = (
    ("termo", _("Termo de busca")),
    ("cidade", _("Cidade")),
    ("filtrar", _("Quer filtrar")),
    ("email", _("E-mail")),
    ("telefone", _("Telefone")),
    ("semestre", _("Semestre")),
    (OTHER, _("Outro nome…")),
)
SUBJECTS = (
    (_("Respostas"), (*ASKABLE[:-1], ("curso", _("Curso escolhido")), ASKABLE[-1])),
    (
        _("Situação"),
        (
            ("contato_novo", _("É a primeira conversa (sim ou não)")),
            ("hora", _("Hora do dia (0 a 23)")),
            ("dia_da_semana", _("Dia da semana (segunda, terça…)")),
        ),
    ),
)
OPERATORS = (
    (Operator.IS.value, _("é")),
    (Operator.IS_NOT.value, _("não é")),
    (Operator.IS_FILLED.value, _("está preenchido")),
    (Operator.IS_EMPTY.value, _("está vazio")),
    (Operator.CONTAINS.value, _("contém")),
    (Operator.AT_LEAST.value, _("é pelo menos")),
    (Operator.AT_MOST.value, _("é no máximo")),
)
SLOT_NAME = re.compile(r"[a-z][a-z_]{0,29}")
COMPARING = tuple(
    item.value for item in Operator if item not in (Operator.IS_FILLED, Operator.IS_EMPTY)
)
BAD_NAME = _("Use só letras minúsculas sem acento e “_”, como turno_preferido.")


def slot(raw: Stored) -> str:
    """The slot that was chosen, or the name given instead."""
    chosen = raw.get("slot") or ""
    return text(raw, "custom") if chosen == OTHER else chosen


def slot_errors(value: Stored, *, reserved: frozenset[str]) -> dict[str, ValidationError]:
    """What is wrong with a slot's own name."""
    if value.get("slot") != OTHER:
        return {}
    name = value.get("custom") or ""
    if not name:
        return {"custom": ValidationError(_("Dê um nome a esta resposta."))}
    if name in reserved:
        return {"custom": ValidationError(_("Este nome é do próprio bot; escolha outro."))}
    if not SLOT_NAME.fullmatch(name):
        return {"custom": ValidationError(BAD_NAME)}
    return {}


def value_errors(value: Stored) -> dict[str, ValidationError]:
    """What a condition compares with, where it could never hold."""
    operator, wanted = value["operator"], fold(value["value"])
    if operator in (Operator.IS_FILLED, Operator.IS_EMPTY):
        return {}
    if not wanted:
        return {"value": ValidationError(_("Escreva com o que comparar."))}
    if is_impossible(engine.Condition(value["slot"], Operator(operator), value["value"])):
        return {"value": ValidationError(IMPOSSIBLE.get(value["slot"], NO_NUMBER))}
    return {}


NO_NUMBER = _("Aqui só um número se compara, como 3.")
IMPOSSIBLE = {
    "hora": _("Escreva uma hora cheia, de 0 a 23."),
    "dia_da_semana": _("Escreva segunda, terça, quarta, quinta, sexta, sábado ou domingo."),
    "contato_novo": _("Escreva sim ou não."),
}


class ConditionBlock(SummarisedBlock):
    slot = blocks.ChoiceBlock(choices=SUBJECTS, label=_("Se"))
    custom = blocks.CharBlock(
        label=_("Nome da resposta"),
        required=False,
        help_text=_("Só para “Outro nome…”."),
    )
    operator = blocks.ChoiceBlock(
        choices=OPERATORS, default=Operator.IS.value, label=_("Comparação")
    )
    value = blocks.CharBlock(
        label=_("Valor"),
        required=False,
        help_text=_("Fica vazio em “está preenchido” e “está vazio”."),
    )

    class Meta:
        icon = "help"
        label = _("Condição")
        label_format = "{slot} {operator} {value}"
        summary = "condition"
        shown_when = {"custom": ("slot", (OTHER,)), "value": ("operator", COMPARING)}

    def summary_words(self) -> dict[str, Any]:
        return {"sayings": sayings()}

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if errors := slot_errors(value, reserved=frozenset()) | value_errors(value):
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


class RuleBlock(SummarisedBlock):
    conditions = blocks.ListBlock(
        ConditionBlock(), label=_("Condições"), help_text=_("Todas precisam valer.")
    )
    target = FlowChooserBlock(label=_("Então vai para o fluxo"))

    class Meta:
        icon = "arrow-right"
        label = _("Regra")
        label_format = _("Se {conditions} → {target}")
        summary = "rule"


class BranchBlock(StepBlock):
    rules = FoldedListBlock(
        RuleBlock(), label=_("Regras"), help_text=_("A primeira regra que vale decide o caminho.")
    )
    otherwise = FlowChooserBlock(
        label=_("Senão, vai para o fluxo"),
        required=False,
        help_text=_("Vazio: continua no passo abaixo."),
    )

    class Meta:
        icon = "redirect"
        label = _("Se…")
        group = _("Caminho")
        label_format = _("{rules}; senão → {otherwise}")
        summary = "branch"
        description = _("Escolhe o caminho pelas respostas, pela hora ou pelo dia.")
        preview_value = {
            "rules": [
                {"conditions": [{"slot": "semestre", "operator": "at_least", "value": "3"}]},
                {"conditions": [{"slot": "hora", "operator": "at_least", "value": "18"}]},
            ]
        }

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.Branch:
        rules = tuple(_rule(item, library) for _id, item in items(raw, "rules"))
        return engine.Branch(step_id, rules, library.flow(raw.get("otherwise")))


def _rule(raw: Stored, library: Library) -> engine.Rule:
    conditions = tuple(
        engine.Condition(
            slot(item), Operator(item.get("operator") or Operator.IS), text(item, "value")
        )
        for _id, item in items(raw, "conditions")
    )
    return engine.Rule(conditions, library.flow(raw.get("target")) or "")
