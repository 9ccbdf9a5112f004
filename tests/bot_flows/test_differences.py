"""A difference names exactly what was changed: nothing else, and nothing less."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot_flows.differences import Difference, FlowChange, StepChange, between, summary
from bot_flows.engine.release import AnswerKind, Flow, Menu, Release, Step
from bot_flows.engine.wording import Reply, Word
from tests.builders import (
    NURSING,
    WORDS,
    a_course,
    a_flow,
    a_release,
    an_image,
    ask,
    choice,
    end,
    go_to,
    little_bot,
    menu,
    say,
)
from tests.examples import examples
from tests.strategies import releases

OTHER = a_flow("Outro", say("Oi"))


def with_steps(*steps: Step) -> Release:
    return a_release(a_flow("Início", *steps), OTHER)


def only(found: Difference) -> FlowChange:
    [flow] = found.flows
    assert found == Difference(flows=found.flows)
    return flow


def changes(old: Release, new: Release) -> list[StepChange]:
    return [step for step in only(between(old, new)).steps if step]


@settings(max_examples=examples(20), deadline=None)
@given(releases())
def test_a_release_is_not_different_from_itself(bot: Release) -> None:
    assert not between(bot, bot)
    assert not between(bot, replace(bot, number=bot.number + 1))


def visible(bot: Release) -> object:
    """All that somebody could tell apart, written another way than the code under test."""

    def step(item: Step) -> object:
        if not isinstance(item, Menu):
            return replace(item, id="")
        choices = [(one.label, one.target, one.synonyms) for one in item.choices]
        return ("menu", item.prompt, choices)

    flows = {
        flow.id: (flow.title, set(flow.triggers), [step(item) for item in flow.steps])
        for flow in bot.flows.values()
    }
    words = {word: set(items) for word, items in bot.settings.words.items()}
    courses = {course.id: course for course in bot.courses}
    return flows, dict(bot.replies), replace(bot.settings, words={}), words, courses


@settings(max_examples=examples(40), deadline=None)
@given(releases(), releases())
def test_there_is_a_difference_exactly_where_somebody_could_tell(a: Release, b: Release) -> None:
    assert bool(between(a, b)) is (visible(a) != visible(b))


@settings(max_examples=examples(40), deadline=None)
@given(releases(), releases())
def test_the_way_back_is_the_way_there_turned_round(a: Release, b: Release) -> None:
    there, back = between(a, b), between(b, a)
    turned = {flow.id: (flow.new, flow.old) for flow in back.flows}
    assert {flow.id: (flow.old, flow.new) for flow in there.flows} == turned
    assert [(item.key, item.old, item.new) for item in there.replies] == [
        (item.key, item.new, item.old) for item in back.replies
    ]
    assert {(i.name, str(i.old), str(i.new)) for i in there.settings} == {
        (i.name, str(i.new), str(i.old)) for i in back.settings
    }
    for flow in there.flows:
        other = next(item for item in back.flows if item.id == flow.id)
        count = [bool(step.old and step.new and step.moved) for step in flow.steps].count
        assert count(True) == [step.moved for step in other.steps].count(True)


@settings(max_examples=examples(30), deadline=None)
@given(releases(), releases())
def test_every_step_of_both_stands_in_a_changed_flow_once(a: Release, b: Release) -> None:
    for flow in between(a, b).flows:
        assert [step.new for step in flow.steps if step.new] == list(
            flow.new.steps if flow.new else ()
        )
        before = {step.was: step.old for step in flow.steps if step.old}
        assert [before[at] for at in sorted(before)] == list(flow.old.steps if flow.old else ())


@settings(max_examples=examples(30), deadline=None)
@given(releases(), st.data())
def test_one_edit_of_one_step_is_named_and_nothing_else(bot: Release, data: st.DataObject) -> None:
    flow = data.draw(st.sampled_from(sorted(bot.flows.values(), key=lambda item: item.id)))
    at = data.draw(st.integers(0, len(flow.steps) - 1))
    edited = say("Um texto que ninguém escreveu antes", id=flow.steps[at].id)
    steps = (*flow.steps[:at], edited, *flow.steps[at + 1 :])
    new = replace(bot, flows={**bot.flows, flow.id: replace(flow, steps=steps)})
    [step] = changes(bot, new)
    assert (step.old, step.new, step.was, step.now) == (flow.steps[at], edited, at + 1, at + 1)
    assert not step.moved


@given(st.permutations(range(7)), st.integers(0, 6), st.integers(0, 6))
def test_moving_one_step_moves_that_one_only(order: list[int], source: int, to: int) -> None:
    assume(abs(source - to) > 1)  # of two neighbours that change places either one moved
    steps = [say(f"Passo {name}", id=f"step-{name}") for name in order]
    moved = [*steps]
    moved.insert(to, moved.pop(source))
    [change] = changes(with_steps(*steps), with_steps(*moved))
    assert (change.old, change.was, change.now) == (steps[source], source + 1, to + 1)
    assert change.moved
    assert not change.changed


def test_a_step_that_is_gone_stands_where_it_stood() -> None:
    first, second, third = (say(text, id=text) for text in "abc")
    found = only(between(with_steps(first, second, third), with_steps(first, third)))
    assert [(step.was, step.now) for step in found.steps] == [(1, 1), (2, 0), (3, 2)]
    assert [bool(step) for step in found.steps] == [False, True, False]


def test_new_ids_for_the_same_words_are_no_difference() -> None:
    old = with_steps(say("Oi", id="a"), menu("?", choice("Sim", id="x"), id="b"))
    new = with_steps(say("Oi", id="c"), menu("?", choice("Sim", id="y"), id="d"))
    assert not between(old, new)


EDITS: list[tuple[Callable[[], tuple[Release, Release]], str]] = [
    (lambda: (with_steps(say("Oi")), with_steps(say("Olá"))), "1 texto"),
    (
        lambda: (
            with_steps(menu("?", choice("A", to="outro"))),
            with_steps(menu("?", choice("A"))),
        ),
        "1 passo ajustado",
    ),
    (
        lambda: (with_steps(ask("?")), with_steps(ask("?", kind=AnswerKind.CITY))),
        "1 passo ajustado",
    ),
    (lambda: (with_steps(say("Oi")), with_steps(say("Oi", an_image()))), "1 passo ajustado"),
    (lambda: (with_steps(end()), with_steps(say("Oi"), end(id="end-1"))), "1 passo novo"),
    (lambda: (with_steps(say("Oi"), end()), with_steps(say("Oi"))), "1 passo a menos"),
    (
        lambda: (a_release(a_flow("Início", end())), with_steps(end())),
        "1 fluxo novo",
    ),
    (lambda: (with_steps(end()), a_release(a_flow("Início", end()))), "1 fluxo a menos"),
    (
        lambda: (
            a_release(a_flow("Início", end(), id="i")),
            a_release(a_flow("Começo", end(), id="i")),
        ),
        "nomes ou palavras de fluxos",
    ),
    (
        lambda: (a_release(), a_release(replies={Reply.GOODBYE: "Fui!", Reply.SEARCHING: "Hum"})),
        "2 textos",
    ),
    (lambda: (a_release(), a_release(page_size=3)), "configurações"),
    (
        lambda: (a_release(), a_release(words={**WORDS, Word.MENU: ("menu", "cardápio")})),
        "configurações",
    ),
    (lambda: (a_release(), a_release(courses=[NURSING])), "cursos"),
    (lambda: (a_release(), a_release()), "nada do que se lê"),
]


@pytest.mark.parametrize(("make", "expected"), EDITS)
def test_a_summary_says_what_changed_in_short(
    make: Callable[[], tuple[Release, Release]], expected: str
) -> None:
    old, new = make()
    assert summary(between(old, new)) == expected


def test_a_summary_of_several_changes_counts_them() -> None:
    old = a_release()
    flows = {**old.flows, "novo": Flow("novo", "Novo", (go_to("inicio", id="1"),))}
    replies = {**old.replies, Reply.GOODBYE: "Fui!"}
    new = replace(old, flows=flows, replies=replies, courses=(*old.courses, a_course("Química")))
    assert summary(between(old, new)) == "1 texto, 1 fluxo novo, cursos"


def test_trigger_words_that_came_and_went_are_named_and_their_order_is_not() -> None:
    [start, *others] = little_bot()
    old = a_release(*little_bot())
    turned = replace(start, triggers=("bom dia", "oi"))
    assert not between(old, a_release(turned, *others))
    found = only(between(old, a_release(replace(start, triggers=("oi", "olá")), *others)))
    assert (found.triggers_in, found.triggers_out) == (("olá",), ("bom dia",))
    assert not any(found.steps)
