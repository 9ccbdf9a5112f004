"""A release survives its JSON exactly, and its digest says whether the content changed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot_flows.engine import codec
from bot_flows.engine.release import (
    AnswerKind,
    Ask,
    Condition,
    MenuForm,
    Operator,
    Release,
    Rule,
    Say,
)
from bot_flows.engine.wording import Reply
from tests import builders as b
from tests.strategies import releases


@settings(max_examples=8, deadline=None)
@given(releases())
def test_a_release_survives_its_json(release: Release) -> None:
    written = json.dumps(codec.to_json(release))
    assert codec.from_json(json.loads(written), number=release.number) == release


def a_bot_with_everything() -> Release:
    everything = b.a_flow(
        "Tudo",
        b.say("Oi", b.an_image()),
        b.ask("Certo?", "semestre", AnswerKind.YES_NO, error="Sim ou não?"),
        b.branch(Rule((Condition("hora", Operator.AT_LEAST, "8"),), "inicio"), otherwise="fim"),
        b.go_to("inicio"),
        triggers=("tudo",),
    )
    return b.a_release(*b.little_bot(), everything, menu="inicio", release_word="#robô")


def test_every_kind_of_step_survives() -> None:
    release = a_bot_with_everything()
    kinds = {type(step) for flow in release.flows.values() for step in flow.steps}
    assert kinds == set(codec.KINDS)
    read = codec.from_json(codec.to_json(release), number=7, cities=b.CITIES)
    assert read == replace(release, number=7)
    assert read.cities == b.CITIES
    assert read.triggers == release.triggers


def test_number_and_cities_are_not_content() -> None:
    document = codec.to_json(b.a_release())
    assert "Curitiba" not in json.dumps(document)
    assert document == codec.to_json(b.a_release(number=99, cities={}))


def test_the_order_of_flows_and_keys_is_not_content() -> None:
    document = codec.to_json(b.a_release())
    turned = codec.to_json(b.a_release(*reversed(b.little_bot())))
    shuffled = dict(reversed(turned.items()))
    assert codec.digest(shuffled) == codec.digest(document)


@pytest.mark.parametrize(
    "changed",
    [
        b.a_release(replies={Reply.HELP: "Outra ajuda."}),
        b.a_release(courses=b.COURSES[:1]),
        b.a_release(courses=b.COURSES[::-1]),
        b.a_release(page_size=3),
        b.a_release(*b.little_bot()[:-1]),
    ],
    ids=["reply", "courses", "order of courses", "settings", "flows"],
)
def test_a_change_changes_the_digest(changed: Release) -> None:
    before = codec.digest(codec.to_json(b.a_release()))
    assert codec.digest(codec.to_json(changed)) != before
    assert len(before) == 64


@pytest.mark.parametrize("written", [{}, {"format": 2}, {"format": "1"}])
def test_an_unknown_format_is_refused_in_words(written: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="reads format 1 only"):
        codec.from_json({**codec.to_json(b.a_release()), "format": None, **written}, number=1)


def test_an_unknown_step_is_refused_in_words() -> None:
    document = codec.to_json(b.a_release())
    document["flows"][0]["steps"][0]["step"] = "dance"
    with pytest.raises(ValueError, match="'dance'"):
        codec.from_json(document, number=1)


def test_an_older_document_takes_defaults_and_loses_what_is_gone() -> None:
    document = codec.to_json(b.a_release())
    del document["settings"]["page_size"]
    document["replies"]["sung_before"] = "Lá, lá, lá"
    assert codec.from_json(document, number=1) == b.a_release(page_size=5)


def test_a_document_of_before_the_forms_reads_with_their_defaults() -> None:
    """As the demonstration was published: no alt, no options, no tries, no form of menus."""
    document = codec.to_json(a_bot_with_everything())
    assert document["settings"].pop("menu_form") == "text"
    for flow in document["flows"]:
        for step in flow["steps"]:
            step.pop("options", None)
            step.pop("tries", None)
            (step.get("media") or {}).pop("alt", None)
    read = codec.from_json(json.loads(json.dumps(document)), number=1)
    steps = [step for flow in read.flows.values() for step in flow.steps]
    asks = [step for step in steps if isinstance(step, Ask)]
    assert read.settings.menu_form is MenuForm.TEXT
    assert {(step.options, step.tries) for step in asks} == {((), 3)}
    assert [step.media.alt for step in steps if isinstance(step, Say) and step.media] == [""]
