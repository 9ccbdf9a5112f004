"""Whether a Branch's rule holds."""

from datetime import datetime
from zoneinfo import ZoneInfo

from .reading import fold
from .release import Condition, Operator, Rule
from .state import State

# What a condition may ask besides a slot. Hours and weekdays are those of the university.
SUBJECTS = ("hora", "dia_da_semana", "contato_novo")
CAMPUS_TIME = ZoneInfo("America/Sao_Paulo")
WEEKDAYS = ("segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo")


def holds(rule: Rule, state: State, now: datetime) -> bool:
    """All conditions of the rule hold. A rule without conditions never does."""
    return bool(rule.conditions) and all(_holds(item, state, now) for item in rule.conditions)


def _holds(condition: Condition, state: State, now: datetime) -> bool:
    subject = _subject(condition.slot, state, now)
    actual, wanted = fold(subject), fold(condition.value)
    match condition.operator:
        case Operator.IS:
            return actual == wanted
        case Operator.IS_NOT:
            return actual != wanted
        case Operator.IS_FILLED:
            return bool(actual)
        case Operator.IS_EMPTY:
            return not actual
        case Operator.CONTAINS:
            return bool(wanted) and wanted in actual
        case Operator.AT_LEAST:
            return _compare(subject, condition.value, at_least=True)
        case Operator.AT_MOST:
            return _compare(subject, condition.value, at_least=False)


def _subject(name: str, state: State, now: datetime) -> str:
    if name == "hora":
        return str(now.astimezone(CAMPUS_TIME).hour)
    if name == "dia_da_semana":
        return WEEKDAYS[now.astimezone(CAMPUS_TIME).weekday()]
    if name == "contato_novo":
        return "sim" if not state.slots.get("voltou") else "não"
    return state.slots.get(name, "")


def _compare(actual: str, wanted: str, *, at_least: bool) -> bool:
    """Numbers only; what is not a number compares as False."""
    try:
        left, right = float(actual.replace(",", ".")), float(wanted.replace(",", "."))
    except ValueError:
        return False
    return left >= right if at_least else left <= right
