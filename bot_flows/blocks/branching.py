"""Where answers are kept, and the conditions that read them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from bot_flows.engine import release as engine
from bot_flows.engine.release import Operator

from .library import FlowChooserBlock, Library, StepBlock, Stored, items, text

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
SLOT_NAME = RegexValidator(
    r"^[a-z][a-z_]{0,29}$", _("Use só letras minúsculas sem acento e “_”, como turno_preferido.")
)


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
    return {}


class ConditionBlock(blocks.StructBlock):
    slot = blocks.ChoiceBlock(choices=SUBJECTS, label=_("Se"))
    custom = blocks.CharBlock(
        label=_("Nome da resposta"),
        required=False,
        validators=[SLOT_NAME],
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

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        errors = slot_errors(value, reserved=frozenset())
        needs_value = value["operator"] not in (Operator.IS_FILLED, Operator.IS_EMPTY)
        if needs_value and not value["value"]:
            errors["value"] = ValidationError(_("Escreva com o que comparar."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


class RuleBlock(blocks.StructBlock):
    conditions = blocks.ListBlock(
        ConditionBlock(), label=_("Condições"), help_text=_("Todas precisam valer.")
    )
    target = FlowChooserBlock(label=_("Então vai para o fluxo"))

    class Meta:
        icon = "arrow-right"
        label = _("Regra")
        label_format = _("então → {target}")


class BranchBlock(StepBlock):
    rules = blocks.ListBlock(
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
        label_format = _("Se… senão → {otherwise}")
        description = _("Escolhe o caminho pelas respostas, pela hora ou pelo dia.")

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.Branch:
        rules = tuple(_rule(item, library) for _id, item in items(raw, "rules"))
        return engine.Branch(step_id, rules, library.flow(raw.get("otherwise")))


def _rule(raw: Stored, library: Library) -> engine.Rule:
    conditions = tuple(
        engine.Condition(slot(item), Operator(item["operator"]), text(item, "value"))
        for _id, item in items(raw, "conditions")
    )
    return engine.Rule(conditions, library.flow(raw.get("target")) or "")
