"""A difference as bubbles: what changed is seen, whatever it was, and only that is marked."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_flows.admin.releases.comparison import Comparison, Row, compare
from bot_flows.admin.releases.facts import facts
from bot_flows.admin.releases.marking import marked
from bot_flows.differences import between
from bot_flows.engine.release import AnswerKind, Branch, Menu, Operator, Release, Rule, Step
from bot_flows.engine.wording import Reply
from bot_flows.models import preview
from tests.builders import (
    NURSING,
    SOFTWARE,
    a_course,
    a_flow,
    a_release,
    an_image,
    ask,
    branch,
    choice,
    end,
    go_to,
    menu,
    say,
    when,
)
from tests.strategies import steps

NAMES = {"a": "Fluxo A", "b": "Fluxo B"}


def compared(old: Release, new: Release) -> Comparison:
    return compare(between(old, new), old, new, {})


def rows(old: Step, new: Step) -> list[Row]:
    others = (a_flow("Outro", end()), a_flow("Mais um", end()))
    found = compared(*(a_release(a_flow("Início", step), *others) for step in (old, new)))
    return list(found.flows[0].rows)


def seen(step: Step) -> object:
    said = [(item.who, item.text, item.media) for item in preview.show(step, NAMES)]
    return said, facts(step)


def plain(step: Step) -> Step:
    """The step without what nobody sees."""
    if isinstance(step, Menu):
        return replace(step, choices=tuple(replace(item, id="") for item in step.choices))
    if isinstance(step, Branch):
        return replace(step, rules=tuple(map(_asked, step.rules)))
    return step


def _asked(rule: Rule) -> Rule:
    """Without a value that nothing is compared with."""
    alone = (Operator.IS_EMPTY, Operator.IS_FILLED)
    return replace(
        rule,
        conditions=tuple(
            replace(item, value="") if item.operator in alone else item for item in rule.conditions
        ),
    )


@settings(max_examples=200, deadline=None)
@given(steps(["a", "b"]), steps(["a", "b"]))
def test_two_steps_that_differ_never_look_the_same(one: Step, other: Step) -> None:
    """White space that WhatsApp drops, and a step of another kind that says the same, aside."""
    if type(one) is not type(other) or plain(one) == plain(other):
        return
    if str(plain(one)).replace(" ", "") == str(plain(other)).replace(" ", ""):
        return
    assert seen(one) != seen(other)


CHANGES: list[tuple[Step, Step, str, str]] = [
    (
        branch(when("cidade", Operator.IS, "Curitiba/PR", to="outro")),
        branch(when("cidade", Operator.IS, "Londrina/PR", to="outro")),
        "<del>Curitiba</del>",
        "<ins>Londrina</ins>",
    ),
    (say("Oi Ana"), say("Oi Bia"), "Oi <del>Ana</del>", "Oi <ins>Bia</ins>"),
    (
        say("Temos *muitas* vagas"),
        say("Temos *poucas* vagas"),
        "<strong><del>muitas</del></strong>",
        "<strong><ins>poucas</ins></strong>",
    ),
    (say("Oi, tudo"), say("Oi, *tudo*"), "<del>tudo</del>", "<strong><ins>tudo</ins></strong>"),
    (
        menu("?", choice("Vagas", to="outro")),
        menu("?", choice("Vagas", to="mais-um")),
        "<del>Outro</del>",
        "<ins>Mais um</ins>",
    ),
]


@pytest.mark.parametrize(("old", "new", "before", "after"), CHANGES)
def test_words_that_differ_are_marked_and_no_others(
    old: Step, new: Step, before: str, after: str
) -> None:
    [row] = rows(old, new)
    left = " ".join(said.html for said in row.before.bubbles)
    right = " ".join(said.html for said in row.after.bubbles)
    assert before in left
    assert after in right
    assert left.count("<del>") <= 2
    assert "<ins>" not in left
    assert "<del>" not in right


UNSEEN: list[tuple[Step, Step, str]] = [
    (
        menu("?", choice("Vagas")),
        menu("?", choice("Vagas", "emprego")),
        "“Vagas” também vale como: emprego.",
    ),
    (ask("?", "termo"), ask("?", "semestre"), "Guarda a resposta em “semestre”."),
    (ask("?"), ask("?", kind=AnswerKind.CITY), "Aceita: cidade."),
    (ask("?"), ask("?", error="Hum"), "Se a resposta não servir, diz: “Hum”"),
    (say("Oi"), say("Oi", an_image()), "Arquivo: bot/mapa.png."),
]


@pytest.mark.parametrize(("old", "new", "line"), UNSEEN)
def test_what_no_bubble_shows_is_told_in_a_line(old: Step, new: Step, line: str) -> None:
    [row] = rows(old, new)
    assert line in row.after.facts
    assert line not in row.before.facts


def is_nested(html: str) -> bool:
    """Whether each tag is closed in the order in which it was opened."""
    opened: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", html):
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


MARKED = st.text(alphabet="ab *_~<>&\n", max_size=30)


@settings(max_examples=300, deadline=None)
@given(MARKED, MARKED)
def test_marks_never_break_the_formatting_and_lose_no_word(old: str, new: str) -> None:
    before, after = (preview.Bubble("bot", text).formatted for text in (old, new))
    sides = marked(before, after)
    for side, source in zip(sides, (before, after), strict=True):
        assert is_nested(side) or not is_nested(source)
        assert re.sub("</?(ins|del)>", "", side) == source
    if old == new:
        assert sides == (before, after)


def test_a_very_long_text_is_compared_by_lines() -> None:
    line = "palavra " * 100
    old = "\n".join(f"{number} {line}" for number in range(20))
    new = old.replace("7 palavra", "sete palavra")
    left, right = marked(old, new)
    assert left.count("<del>") == right.count("<ins>")
    assert "<ins>sete palavra" in right


def test_a_flow_says_what_happened_to_it_as_a_whole() -> None:
    start = a_flow("Início", end())
    gone, came = a_flow("Velho", end(), triggers=["x"]), a_flow("Novo", say("Oi"), end())
    found = compared(a_release(start, gone), a_release(start, came))
    assert [(item.kind, item.title) for item in found.flows] == [("new", "Novo"), ("gone", "Velho")]
    assert [row.label for row in found.flows[0].rows] == ["Passo 1: novo", "Passo 2: novo"]
    assert found.flows[1].lines == ("Deixou de abrir com: “x”.",)


def test_a_step_that_moved_says_where_it_was() -> None:
    first, second, third = (say(text, id=text) for text in "abc")
    old, new = (
        (a_flow("Início", *order)) for order in ([first, second, third], [third, first, second])
    )
    found = compared(a_release(old), a_release(new))
    labels = [row.label for row in found.flows[0].rows]
    assert labels == ["Passo 1: era o 3", "2 passos iguais"]


def test_a_flow_with_another_name_says_the_old_one() -> None:
    old = a_release(a_flow("Início", end(), triggers=["oi"]))
    new = a_release(a_flow("Começo", end(), id="inicio", triggers=["oi", "olá"]))
    [flow] = compared(old, new).flows
    assert flow.lines == ("Antes se chamava “Início”.", "Passou a abrir com: “olá”.")


def test_replies_courses_and_settings_are_told() -> None:
    old = a_release(courses=[SOFTWARE, NURSING])
    new = a_release(
        courses=[SOFTWARE, a_course("Química")],
        replies={Reply.GOODBYE: "Até logo, gente!"},
        idle_minutes=30,
        help=None,
    )
    found = compared(old, new)
    assert found.replies
    [row] = found.replies.rows
    assert (row.kind, row.label) == ("changed", "Despedida")
    assert "<ins>gente</ins>" in row.after.bubbles[0].html
    assert found.courses == ("Entraram no bot: Química.", "Saíram do bot: Enfermagem.")
    assert "Fluxo de ajuda: era “Ajuda”, agora é nenhum." in found.settings
    assert "Pausa longa, em minutos: era 720, agora é 30." in found.settings


def test_a_course_that_changed_says_in_what() -> None:
    old, new = a_release(), a_release(courses=[replace(SOFTWARE, terms=("web",)), NURSING])
    assert compared(old, new).courses == ("Engenharia de Software: mudou termos de busca.",)


def test_a_way_to_a_flow_that_is_not_there_is_told_too() -> None:
    [row] = rows(go_to("outro"), go_to("mais-um"))
    assert "Outro" in row.before.bubbles[0].html
