"""Conversation tests between what is stored and what is played."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot_flows import gate
from bot_flows.engine.events import MediaKind
from bot_flows.models import ConversationTest, Flow, Persona
from bot_flows.scripts import (
    DEFAULT_AT,
    Act,
    Expects,
    ExpectsFlow,
    How,
    Line,
    Opening,
    Says,
    Script,
    Sends,
    Waits,
    World,
)
from tests.factories import a_flow, end

from .factories import a_test, expects, expects_flow, says, silent, waits

pytestmark = pytest.mark.django_db


def keys() -> dict[int, str]:
    return {pk: str(key) for pk, key in Flow.objects.values_list("pk", "key")}


def acts(script: Script) -> list[Act]:
    return [line.act for line in script.lines]


def test_every_kind_of_line_survives_the_way_through_the_database() -> None:
    start, other = a_flow("Início", end()), a_flow("Outro", end())
    lines = [
        Says("oi"),
        Sends(MediaKind.STICKER),
        Waits(timedelta(minutes=90)),
        Waits(timedelta(hours=13)),
        Waits(timedelta(days=2)),
        Expects("Uma\nresposta"),
        Expects("parte", How.CONTAINS),
        Expects("nunca", How.LACKS),
        Expects(""),
        ExpectsFlow(other.reference),
        ExpectsFlow(""),
    ]
    opening = Opening(at=datetime(2026, 5, 1, 22, 0, tzinfo=UTC), flow=start.reference, step="s1")
    script = Script(opening, tuple(Line(act) for act in lines), World.NONE)
    made = ConversationTest.of(script, "Tudo", waits_for=[other.reference])
    made.save()
    stored = ConversationTest.objects.get()
    assert acts(stored.script_for(keys())) == lines
    assert stored.script_for(keys()).opening == opening
    assert stored.script_for(keys()).world == World.NONE
    assert stored.waits_for == [other.reference]
    assert all(line.id for line in stored.script_for(keys()).lines)


def test_the_usual_opening_leaves_the_fields_empty() -> None:
    made = ConversationTest.of(Script(Opening(), (Line(Says("oi")),)), "Oi")
    assert (made.at, made.start, made.persona, made.start_step) == (None, None, None, "")
    assert made.script_for({}).opening == Opening(at=DEFAULT_AT)


def test_somebody_else_becomes_a_persona_once() -> None:
    bia = Opening(name="Bia", slots={"curso_id": "7", "semestre": "3"}, returning=True)
    script = Script(bia, (Line(Says("oi")),))
    first, second = (ConversationTest.of(script, title) for title in ("A", "B"))
    first.save()
    second.save()
    assert first.persona == second.persona == Persona.objects.get()
    assert first.script_for({}).opening == bia
    assert Persona.objects.get().title == "Bia (já conversou)"


def test_a_persona_that_is_given_is_taken() -> None:
    bia = Persona.objects.create(title="Bia", name="Bia")
    assert ConversationTest.of(Script(Opening(), ()), "A", persona=bia).persona == bia


def test_a_flow_that_is_gone_is_left_out() -> None:
    lines = (Line(Says("oi")), Line(ExpectsFlow("foi-embora")))
    made = ConversationTest.of(Script(Opening(flow="foi-embora", step="x"), lines), "A")
    assert (made.start, made.start_step, acts(made.script_for({}))) == (None, "", [Says("oi")])


def test_an_expected_flow_that_was_deleted_is_one_that_no_conversation_is_in() -> None:
    flow = a_flow("Outro", end())
    made = a_test("A", says("oi"), expects_flow(flow))
    assert acts(made.script_for({}))[1] == ExpectsFlow(f"gone-{flow.pk}")


@pytest.mark.parametrize("count", [1, 7])
def test_all_enabled_tests_load_in_two_statements(
    count: int, django_assert_num_queries: Any
) -> None:
    start = a_flow("Início", end())
    bia = Persona.objects.create(title="Bia", name="Bia")
    for number in range(count):
        lines = [says("oi"), expects("Oi"), silent(), waits(2), expects_flow(start)]
        a_test(f"Teste {number}", *lines, persona=bia, start=start)
    with django_assert_num_queries(2):
        tests = gate.counting()
        known = keys()
        assert [len(test.script_for(known).lines) for test in tests] == [5] * count


def test_what_does_not_count_is_left_out() -> None:
    a_test("Desligado", says("oi"), enabled=False)
    a_test("Espera", says("oi"), waits_for=["x"])
    counts = a_test("Vale", says("oi"))
    assert gate.counting() == [counts]
