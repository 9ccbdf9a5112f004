"""Each fault is found at its field, alone, and mending it makes the release whole again."""

import random
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot_flows.engine import graph
from bot_flows.engine.issues import Code, Issue, Severity, inspect
from bot_flows.engine.release import (
    Condition,
    Operator,
    Release,
    Rule,
    SearchSource,
    Step,
)
from bot_flows.engine.step_issues import MAIN_FIELD
from bot_flows.engine.wording import Reply, Word
from tests import builders as b
from tests.strategies import releases

from .faults import Fault, bot, flow_with, named
from .path_faults import PATH_FAULTS
from .text_faults import TEXT_FAULTS

FAULTS = [*PATH_FAULTS, *TEXT_FAULTS]


@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_a_fault_is_found_at_its_field_and_nothing_else_is(fault: Fault) -> None:
    found = inspect(fault.broken)
    assert [(issue.code, issue.flow, issue.step, issue.field, issue.item) for issue in found] == [
        (fault.code, fault.flow, fault.step, fault.field, fault.item)
    ]
    assert dict(fault.params).items() <= found[0].params.items()


@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_a_mended_fault_is_gone(fault: Fault) -> None:
    assert inspect(fault.mended) == ()


def test_a_trigger_of_two_flows_is_found_at_both() -> None:
    broken = bot(
        flow_with(b.end("Fim"), triggers=("Início!",)),
        b.a_flow("Outro", b.end("Fim"), triggers=("x", "inicio")),
    )
    assert inspect(broken) == (
        Issue(
            Code.TRIGGER_USED_TWICE,
            flow="teste",
            field="triggers",
            item="0",
            params={"trigger": "Início!", "other": "Outro"},
        ),
        Issue(
            Code.TRIGGER_USED_TWICE,
            flow="outro",
            field="triggers",
            item="1",
            params={"trigger": "inicio", "other": "Teste"},
        ),
    )


def test_one_flow_may_spell_its_trigger_twice() -> None:
    assert inspect(bot(flow_with(b.end("Fim"), triggers=("estágio", "estagio")))) == ()


def test_a_trigger_may_be_the_choice_that_leads_to_its_flow() -> None:
    leads = b.a_flow("Início", b.menu("Qual?", b.choice("Teste", to="teste")))
    assert inspect(b.a_release(leads, flow_with(b.end("Fim")))) == ()


def test_a_loop_through_two_flows_is_found_in_both() -> None:
    broken = bot(flow_with(b.say("Vai"), b.go_to("volta")), b.a_flow("Volta", b.go_to("teste")))
    places = [(issue.code, issue.flow, issue.params["target"]) for issue in inspect(broken)]
    assert places == [
        (Code.AUTOMATIC_LOOP, "teste", "Volta"),
        (Code.AUTOMATIC_LOOP, "volta", "Teste"),
    ]


def test_two_menus_that_only_lead_to_each_other_are_both_refused() -> None:
    broken = bot(
        flow_with(b.menu("A?", b.choice("B", to="outro"))),
        b.a_flow("Outro", b.menu("B?", b.choice("A", to="teste"), b.choice("B", to="outro"))),
    )
    found = [(issue.code, issue.flow) for issue in inspect(broken)]
    assert found == [
        (Code.MENU_WITHOUT_WAY_OUT, "outro"),
        (Code.MENU_WITHOUT_WAY_OUT, "teste"),
    ]


@pytest.mark.parametrize(
    "way_out",
    [b.vacancies(SearchSource.TYPED), b.handoff("Já vem."), b.end(), b.go_to("inicio")],
    ids=lambda step: type(step).__name__,
)
def test_a_menu_may_lead_out_through_other_flows(way_out: Step) -> None:
    mended = bot(
        flow_with(b.menu("A?", b.choice("B", to="outro"), b.choice("A", to="teste"))),
        b.a_flow("Outro", b.ask("B?"), way_out),
    )
    assert inspect(mended) == ()


def test_every_reply_and_word_is_asked_for() -> None:
    bare = replace(b.a_release(words={}), replies={})
    found = {(issue.code, issue.item) for issue in inspect(bare)}
    assert found == {(Code.MISSING_REPLY, key.value) for key in Reply} | {
        (Code.MISSING_WORD, word.value) for word in Word
    }


def test_every_code_has_a_fault_here() -> None:
    shown = {fault.code for fault in FAULTS}
    assert shown | {Code.TRIGGER_USED_TWICE} == set(Code)


def test_errors_refuse_and_warnings_do_not() -> None:
    severities = {code: Issue(code).severity for code in Code}
    assert severities[Code.COURSE_WITHOUT_TERMS] is Severity.WARNING
    assert severities[Code.UNREACHABLE_FLOW] is Severity.WARNING
    assert severities[Code.WORD_USED_TWICE] is Severity.ERROR
    assert severities[Code.MENU_WITHOUT_WAY_OUT] is Severity.ERROR
    assert list(severities.values()).count(Severity.ERROR) == 21


def test_the_little_bot_has_no_issue() -> None:
    assert inspect(b.a_release()) == ()


@settings(max_examples=10, deadline=None)
@given(releases())
def test_any_release_can_be_inspected(release: Release) -> None:
    for issue in inspect(release):
        assert issue.field
        assert not issue.flow or issue.flow in release.flows
        assert not issue.step or release.flows[issue.flow].step(issue.step)
    automatic = graph.edges(release, graph.is_automatic)
    looping = {node for node in automatic if _comes_back(node, automatic)}
    assert looping == {node for group in graph.loops(release) for node in group}


def _comes_back(start: graph.Node, edges: graph.Edges) -> bool:
    waiting = list(edges[start])
    for node in waiting:
        waiting += [item for item in edges.get(node, ()) if item not in waiting]
    return start in waiting


def a_large_bot(count: int) -> Release:
    """Flows of ten steps each, every kind among them, linked at random."""
    dice = random.Random(7)
    ids = [f"fluxo-{number}" for number in range(count)]

    def any_flow() -> str:
        return dice.choice(ids)

    makers: list[Callable[[int], Step]] = [
        lambda at: b.say(f"Olá, {{nome}}! *Passo* {at} de {{curso}}: " + "palavra " * 20),
        lambda at: b.menu(
            f"Pergunta {at}?",
            *(b.choice(f"Opção {at} {n}", f"a{n}", to=any_flow()) for n in range(5)),
            b.choice("Seguir"),
        ),
        lambda at: b.ask(f"Qual, {{nome}}? {at}", f"slot_{at}"),
        lambda at: b.branch(b.when(f"slot_{at - 1}", to=any_flow())),
        lambda at: b.courses(f"Curso? {at}"),
    ]
    return b.a_release(
        *(
            b.a_flow(
                f"Fluxo {number}",
                *(makers[at % 5](at) for at in range(9)),
                b.go_to(any_flow()) if number % 9 else b.end(),
                triggers=(f"gatilho {number}",),
            )
            for number in range(count)
        )
    )


@pytest.mark.parametrize(
    ("flows", "seconds"), [(150, 0.6), pytest.param(1_000, 4.0, marks=pytest.mark.drill)]
)
def test_a_large_bot_is_inspected_in_time(flows: int, seconds: float) -> None:
    release = a_large_bot(flows)
    began = time.process_time()
    assert not any(issue.severity is Severity.ERROR for issue in inspect(release))
    assert time.process_time() - began < seconds


def test_every_step_has_a_main_field() -> None:
    for kind, field in MAIN_FIELD.items():
        assert field in kind.__dataclass_fields__


def test_two_conditions_are_both_read() -> None:
    impossible = Condition("hora", Operator.AT_LEAST, "oito")
    broken = Rule((Condition("curso", Operator.IS_FILLED), impossible), "fim")
    found = inspect(bot(flow_with(b.branch(broken), b.end())))
    assert [issue.code for issue in found] == [Code.RULE_NEVER_HOLDS]


def test_coming_home_is_a_way_out() -> None:
    """Every answer of a small bot may lead back to its start: people leave from there."""
    home = b.a_release(
        b.a_flow("Início", b.menu("O que quer saber?", b.choice("Horário", to="horario"))),
        b.a_flow("Horário", b.say("Das 8h às 18h."), b.go_to("inicio")),
    )
    assert Code.MENU_WITHOUT_WAY_OUT not in {issue.code for issue in inspect(home)}
