"""Conditions as sentences: "o semestre é pelo menos 3", "é a primeira conversa".

The same table serves the server and the editor's page, which fills in what is typed.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot_flows.engine.folding import fold
from bot_flows.engine.release import Condition, Operator, Rule

type Sayings = Mapping[str, str]

# What is compared, and how its participles end.
SUBJECTS: Mapping[str, tuple[Promise, str]] = {
    "termo": (gettext_lazy("o termo de busca"), "o"),
    "cidade": (gettext_lazy("a cidade"), "a"),
    "email": (gettext_lazy("o e-mail"), "o"),
    "telefone": (gettext_lazy("o telefone"), "o"),
    "semestre": (gettext_lazy("o semestre"), "o"),
    "curso": (gettext_lazy("o curso"), "o"),
    "ra": (gettext_lazy("o RA"), "o"),
    "periodo": (gettext_lazy("o período"), "o"),
}


def sayings() -> dict[str, dict[str, str]]:
    """By subject and operator, a sentence with {value}; "is:sim" where a value has its own.

    What has no entry of its own is under the empty name, with {slot}.
    """
    return {
        **{name: _compared(str(subject), ending) for name, (subject, ending) in SUBJECTS.items()},
        "": _compared(_("a resposta “{slot}”"), "a"),
        "hora": _hour(),
        "dia_da_semana": _weekday(),
        "contato_novo": _yes_no(
            _("a primeira conversa"), _("é a primeira conversa"), _("não é a primeira conversa")
        ),
        "filtrar": _yes_no(
            _("a resposta “quer filtrar”"), _("quer filtrar"), _("não quer filtrar")
        ),
    }


def said(condition: Condition) -> str:
    """One condition, without "se"."""
    table = sayings()
    entry = table.get(condition.slot, table[""])
    own = entry.get(f"{condition.operator}:{fold(condition.value)}")
    sentence = own or entry[condition.operator]
    return sentence.replace("{slot}", condition.slot).replace("{value}", condition.value or "…")


def rule_said(rule: Rule) -> str:
    """All conditions of a rule: "Se a cidade é Curitiba/PR e são 18h ou depois"."""
    conditions = _(" e ").join(said(item) for item in rule.conditions)
    return _("Se %(conditions)s") % {"conditions": conditions or "…"}


def _compared(subject: str, ending: str) -> dict[str, str]:
    return {
        Operator.IS.value: _("%s é {value}") % subject,
        Operator.IS_NOT.value: _("%s não é {value}") % subject,
        Operator.IS_FILLED.value: f"{subject} {_('foi informad')}{ending}",
        Operator.IS_EMPTY.value: f"{subject} {_('não foi informad')}{ending}",
        Operator.CONTAINS.value: _("%s contém {value}") % subject,
        Operator.AT_LEAST.value: _("%s é pelo menos {value}") % subject,
        Operator.AT_MOST.value: _("%s é no máximo {value}") % subject,
    }


def _hour() -> dict[str, str]:
    return {
        **_compared(_("a hora"), "a"),
        Operator.IS.value: _("são {value}h"),
        Operator.IS_NOT.value: _("não são {value}h"),
        Operator.AT_LEAST.value: _("são {value}h ou depois"),
        Operator.AT_MOST.value: _("são {value}h ou antes"),
    }


def _weekday() -> dict[str, str]:
    return {
        **_compared(_("o dia da semana"), "o"),
        Operator.IS.value: _("hoje é {value}"),
        Operator.IS_NOT.value: _("hoje não é {value}"),
    }


def _yes_no(subject: str, yes: str, no: str) -> dict[str, str]:
    """For a subject that is true or not."""
    return {
        **_compared(subject, "a"),
        f"{Operator.IS}:sim": yes,
        f"{Operator.IS}:nao": no,
        f"{Operator.IS_NOT}:sim": no,
        f"{Operator.IS_NOT}:nao": yes,
    }
