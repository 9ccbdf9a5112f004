"""When a condition of a Branch holds: the truth table, and what a rule makes of them."""

from datetime import UTC, datetime

import pytest

from bot_flows.engine.conditions import holds
from bot_flows.engine.release import Condition, Operator, Rule
from bot_flows.engine.state import State

MONDAY = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)  # ten in the morning in Curitiba
ANA = {
    "curso": "Engenharia de Software",
    "semestre": "3",
    "cidade": "São José dos Pinhais/PR",
    "nota": "7,5",
    "voltou": "sim",
}


def rule(*conditions: tuple[str, str, str]) -> Rule:
    made = (Condition(slot, Operator(operator), value) for slot, operator, value in conditions)
    return Rule(tuple(made), "alvo")


@pytest.mark.parametrize(
    ("slot", "operator", "value", "expected"),
    [
        ("curso", "is", "engenharia de software", True),
        ("curso", "is", "Engenharia", False),
        ("curso", "is_not", "Enfermagem", True),
        ("curso", "is_not", "ENGENHARIA DE SOFTWARE", False),
        ("curso", "contains", "software", True),
        ("curso", "contains", "civil", False),
        ("curso", "contains", "", False),
        ("cidade", "contains", "sao jose", True),
        ("cidade", "is_filled", "", True),
        ("turno", "is_filled", "", False),
        ("turno", "is_empty", "", True),
        ("cidade", "is_empty", "", False),
        ("turno", "is_not", "noite", True),
        ("semestre", "at_least", "3", True),
        ("semestre", "at_least", "4", False),
        ("semestre", "at_most", "3", True),
        ("semestre", "at_most", "2", False),
        ("nota", "at_least", "7.5", True),
        ("curso", "at_least", "1", False),
        ("turno", "at_most", "9", False),
        ("hora", "is", "10", True),
        ("hora", "at_least", "18", False),
        ("dia_da_semana", "is", "Segunda", True),
        ("dia_da_semana", "is", "domingo", False),
        ("contato_novo", "is", "não", True),
        ("contato_novo", "is", "sim", False),
    ],
)
def test_one_condition(slot: str, operator: str, value: str, *, expected: bool) -> None:
    assert holds(rule((slot, operator, value)), State(slots=ANA), MONDAY) is expected


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ((("semestre", "at_least", "2"), ("curso", "contains", "software")), True),
        ((("semestre", "at_least", "2"), ("curso", "contains", "civil")), False),
        ((("semestre", "is_empty", ""), ("curso", "contains", "software")), False),
        ((), False),
    ],
)
def test_all_conditions_of_a_rule_must_hold(
    conditions: tuple[tuple[str, str, str], ...], *, expected: bool
) -> None:
    assert holds(rule(*conditions), State(slots=ANA), MONDAY) is expected


def test_who_never_wrote_before_is_new() -> None:
    assert holds(rule(("contato_novo", "is", "sim")), State(), MONDAY)


def test_the_hour_is_that_of_the_campus() -> None:
    late = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)  # still Monday there
    assert holds(rule(("hora", "is", "22"), ("dia_da_semana", "is", "segunda")), State(), late)
