"""Conversation tests as values: how they are played, recorded and judged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot_flows.engine.events import MediaKind
from bot_flows.engine.release import Operator, Release
from bot_flows.engine.wording import Reply
from bot_flows.rehearsal import Failure, Fault, World, begin, record, rehearse
from bot_flows.samples import search
from bot_flows.scripts import (
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
)
from tests.builders import (
    a_flow,
    a_release,
    an_image,
    ask,
    branch,
    choice,
    end,
    menu,
    say,
    vacancies,
    when,
)

HELLO = a_release(a_flow("Início", say("Oi!"), say("Tudo bem?"), end("Tchau")))
GREETING = "Olá, Ana! Sou o assistente de testes."


def a_script(*acts: Act, world: World = World.SOME, **opening: Any) -> Script:
    lines = tuple(Line(act, f"l{number}") for number, act in enumerate(acts, start=1))
    return Script(Opening(**opening), lines, world)


def faults(release: Release, *acts: Act, **opening: Any) -> list[tuple[str, str]]:
    """Line and fault of each failure."""
    result = rehearse(release, a_script(*acts, **opening))
    return [(item.line, item.fault.value) for item in result.failures]


def whole(*texts: str) -> list[Act]:
    return [Expects(text) for text in texts]


def contains(text: str) -> Expects:
    return Expects(text, How.CONTAINS)


def lacks(text: str) -> Expects:
    return Expects(text, How.LACKS)


def test_whole_expectations_are_the_bubbles_in_their_order() -> None:
    assert faults(HELLO, Says("oi"), *whole(GREETING, "Oi!", "Tudo bem?", "Tchau")) == []


def test_white_space_is_made_even() -> None:
    expected = whole("Olá,  Ana!\nSou o assistente de testes. ", "Oi!", "Tudo bem?", "Tchau")
    assert faults(HELLO, Says("oi"), *expected) == []


def test_another_text_is_shown_beside_the_expected_one() -> None:
    [failure] = rehearse(
        HELLO, a_script(Says("oi"), *whole(GREETING, "Ei!", "Tudo bem?", "Tchau"))
    ).failures
    assert failure == Failure("l3", Fault.DIFFERENT, "Ei!", ("Oi!",))


def test_a_changed_bubble_and_one_too_many_are_told_apart() -> None:
    acts = [Says("oi"), *whole(GREETING, "Tudo bem??", "Tchau")]
    assert faults(HELLO, *acts) == [("l3", "different"), ("l1", "extra")]


def test_a_changed_bubble_and_a_missing_one_are_told_apart() -> None:
    acts = [Says("oi"), *whole(GREETING, "Faltou", "Oi!!", "Tudo bem??", "Tchau")]
    assert faults(HELLO, *acts) == [("l3", "silent"), ("l4", "different"), ("l5", "different")]


def test_beside_contains_the_bubble_most_like_the_expected_one_is_shown() -> None:
    script = a_script(Says("oi"), Expects("Tudo bom?"), contains("oi"))
    assert rehearse(HELLO, script).failures[0].got == ("Tudo bem?",)


def test_a_bubble_that_is_missing_is_one_failure_and_moves_no_other() -> None:
    expected = whole(GREETING, "Oi!", "Faltou", "Tudo bem?", "Tchau")
    assert faults(HELLO, Says("oi"), *expected) == [("l4", "silent")]


def test_a_bubble_too_many_is_a_failure_of_what_the_person_did() -> None:
    [failure] = rehearse(HELLO, a_script(Says("oi"), *whole(GREETING, "Oi!", "Tchau"))).failures
    assert failure == Failure("l1", Fault.EXTRA, "", ("Tudo bem?",))


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([contains("tudo BEM")], []),
        ([contains("tudo mal")], [("l2", "absent")]),
        ([lacks("tudo mal")], []),
        ([lacks("tudo  bem")], [("l2", "present")]),
        ([contains("tudo bem"), Expects("Tchau")], []),
        ([Expects("Oi!"), contains("tchau"), Expects("Tchau")], []),
        ([Expects("Tchau"), contains("tchau"), Expects("Oi!")], [("l4", "silent")]),
        ([Expects("Outra"), contains("tchau"), Expects("Oi!")], [("l2", "different")]),
    ],
)
def test_contains_and_lacks_look_at_the_whole_answer(
    acts: list[Act], expected: list[tuple[str, str]]
) -> None:
    assert faults(HELLO, Says("oi"), *acts) == expected


def test_an_answer_about_which_nothing_is_written_may_be_anything() -> None:
    assert faults(HELLO, Says("oi"), Says("oi")) == []


SILENT = a_release(
    a_flow("Início", menu("E aí?", choice("Pessoa", to="pessoa"), choice("Fim", to="fim"))),
    *(flow for flow in a_release().flows.values() if flow.id in ("pessoa", "fim")),
)


def test_silence_is_an_expectation_too() -> None:
    acts: list[Act] = [
        Says("oi"),
        Says("1"),
        contains("Uma pessoa vai responder."),
        Says("olá?"),
        Expects(""),
    ]
    assert faults(SILENT, *acts) == []
    assert faults(SILENT, Says("oi"), Expects("")) == [("l2", "different")]


def test_where_the_conversation_is() -> None:
    release = a_release()
    assert faults(release, Says("oi"), ExpectsFlow("inicio")) == []
    assert faults(release, Says("oi"), ExpectsFlow("vagas")) == [("l2", "elsewhere")]
    assert faults(HELLO, Says("oi"), ExpectsFlow("")) == []


def test_time_passes() -> None:
    acts: list[Act] = [Says("oi"), Says("2"), Waits(timedelta(hours=13)), Says("dados")]
    assert faults(a_release(), *acts, contains("Continuamos de onde paramos?")) == []
    short: list[Act] = [Says("oi"), Says("2"), Waits(timedelta(hours=1)), Says("dados")]
    assert faults(a_release(), *short, contains("Em que cidade?")) == []


def test_the_bot_says_nothing_by_itself_while_time_passes() -> None:
    acts: list[Act] = [Says("oi"), Waits(timedelta(hours=1)), Expects("Oi!")]
    assert faults(HELLO, *acts) == [("l3", "silent")]


def test_what_is_not_text() -> None:
    assert faults(a_release(), Sends(MediaKind.AUDIO), contains("não ouço áudios")) == []


def test_a_file_is_named_before_its_caption() -> None:
    release = a_release(a_flow("Início", say("O mapa", an_image()), end("Fim")))
    assert faults(release, Says("oi"), *whole(GREETING, "[mapa.png] O mapa", "Fim")) == []


def test_a_chat_may_begin_in_a_flow_and_in_a_step() -> None:
    release = a_release(a_flow("Início", say("Oi"), end()), a_flow("Meio", say("A"), end("B")))
    assert faults(release, *whole("A", "B"), flow="meio") == []
    step = release.flows["meio"].steps[1].id
    assert faults(release, *whole("B"), flow="meio", step=step) == []
    assert faults(release, *whole("A", "B"), flow="meio", step="foi-embora") == []


def test_a_chat_that_begins_in_a_search_shows_what_it_found() -> None:
    release = a_release(a_flow("Vagas", vacancies()))
    acts: list[Act] = [
        contains("12 vagas de enfermagem"),
        Says("mais"),
        contains("Mais vagas de enfermagem"),
    ]
    assert faults(release, *acts, flow="vagas", slots={"curso_id": "enfermagem"}) == []


def test_the_name_is_the_persons() -> None:
    release = a_release(a_flow("Início", end("Oi, {nome}!")))
    assert faults(release, *whole("Oi, Bruno!"), flow="inicio", name="Bruno Lima") == []
    assert faults(release, Says("oi"), contains("Oi, Bruno!"), name="Bruno Lima") == []
    known = {"nome": "Bia"}
    assert faults(release, *whole("Oi, Bia!"), flow="inicio", name="Ana", slots=known) == []


def test_somebody_who_returns_is_not_greeted_as_new() -> None:
    new = a_flow(
        "Início",
        branch(when("contato_novo", Operator.IS, "sim", to="novo")),
        end("De novo"),
        triggers=("oi",),
    )
    release = a_release(new, a_flow("Novo", end("Novo")))
    assert faults(release, Says("oi"), *whole(GREETING, "Novo")) == []
    assert faults(release, Says("oi"), *whole("De novo"), returning=True) == []
    assert faults(release, *whole("De novo"), returning=True, flow="inicio") == []


def test_hours_are_those_of_the_opening() -> None:
    flow = a_flow("Início", branch(when("hora", Operator.AT_LEAST, "18", to="noite")), end("Dia"))
    release = a_release(flow, a_flow("Noite", end("Noite")))
    assert faults(release, *whole("Dia"), flow="inicio") == []
    night = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    assert faults(release, *whole("Noite"), flow="inicio", at=night) == []


@pytest.mark.parametrize(
    ("world", "text"),
    [
        (World.SOME, "12 vagas de dados"),
        (World.NONE, "Nenhuma vaga de dados"),
        (World.BLOCKED, "Os sites de vagas não responderam."),
    ],
)
def test_the_world_is_fixed(world: World, text: str) -> None:
    flow = a_flow("Vagas", vacancies())
    slots = {"curso_id": "dados"}
    release = a_release(
        flow, courses=(replace(a_release().courses[0], id="dados", terms=("dados",)),)
    )
    script = a_script(contains(text), world=world, flow="vagas", slots=slots)
    assert rehearse(release, script).passed


TALK: tuple[Act, ...] = (
    Says("oi"),
    Says("2"),
    Says("dados"),
    Says("curitiba"),
    Says("mais"),
    Waits(timedelta(hours=13)),
    Sends(MediaKind.AUDIO),
    Says("xyz"),
    Says("menu"),
)


@pytest.mark.parametrize("world", World)
def test_what_is_recorded_passes(world: World) -> None:
    release = a_release()
    recorded = record(release, a_script(*TALK, world=world))
    result = rehearse(release, recorded)
    assert result.passed
    assert [item for item in recorded.lines if not isinstance(item.act, Expects | ExpectsFlow)] == [
        Line(act, f"l{number}") for number, act in enumerate(TALK, start=1)
    ]
    assert recorded.lines[-1].act == ExpectsFlow("inicio")


def test_recording_again_leaves_the_old_expectations_out() -> None:
    recorded = record(HELLO, a_script(Says("oi"), Expects("velho"), ExpectsFlow("x")))
    assert recorded == record(HELLO, a_script(Says("oi")))
    assert record(HELLO, recorded) == recorded


def test_a_recorded_silence_fails_when_the_bot_speaks() -> None:
    recorded = record(SILENT, a_script(Says("oi"), Says("pessoa"), Says("alô?")))
    assert recorded.lines[-1].act == Expects("")
    assert rehearse(SILENT, recorded).passed
    spoken = a_release(
        *(
            replace(f, steps=a_flow("x", end("Ninguém")).steps) if f.id == "pessoa" else f
            for f in SILENT.flows.values()
        )
    )
    assert not rehearse(spoken, recorded).passed


def test_a_recorded_test_fails_when_the_reply_changes() -> None:
    recorded = record(HELLO, a_script(Says("oi")))
    changed = a_release(a_flow("Início", say("Olá!"), say("Tudo bem?"), end("Tchau")))
    [failure] = rehearse(changed, recorded).failures
    assert (failure.expected, failure.got) == ("Oi!", ("Olá!",))


def test_a_changed_greeting_of_the_engine_fails_too() -> None:
    recorded = record(HELLO, a_script(Says("oi")))
    changed = a_release(*HELLO.flows.values(), replies={Reply.FIRST_CONTACT: "Oi, {nome}."})
    assert [item.expected for item in rehearse(changed, recorded).failures] == [GREETING]


def test_the_dialogue_is_kept_for_showing() -> None:
    result = rehearse(HELLO, a_script(Says("oi"), Expects("Nada"), Says("e aí?")))
    assert [item.act and item.act.act for item in result.exchanges] == [Says("oi"), Says("e aí?")]
    assert [part.text for part in result.exchanges[0].said] == [
        GREETING,
        "Oi!",
        "Tudo bem?",
        "Tchau",
    ]


def test_a_script_without_lines_passes_and_says_nothing() -> None:
    assert rehearse(HELLO, a_script()).exchanges == ()


def test_the_same_line_twice_is_judged_twice() -> None:
    line = Line(Expects("Oi!"), "same")
    script = Script(Opening(), (Line(Says("oi"), "l1"), line, line))
    assert not rehearse(HELLO, script).passed


def test_an_opening_in_a_flow_that_is_gone_lands_softly() -> None:
    turn = begin(a_release(), Opening(flow="foi-embora"), search(World.SOME))
    assert turn.state.at is not None


def test_an_ask_keeps_the_answer() -> None:
    release = a_release(a_flow("Início", ask("Que termo?", "termo"), end("Ok, {termo}")))
    assert (
        faults(release, *whole("Que termo?"), Says("redes"), *whole("Ok, redes"), flow="inicio")
        == []
    )
