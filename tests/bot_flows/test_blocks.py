"""Each block: what it stores, what the engine gets, and what it refuses while editing."""

from pathlib import Path
from typing import Any

import pytest
import wagtail.admin
from django.core.exceptions import ValidationError

from bot_flows.blocks import Library, StepsBlock, words
from bot_flows.engine import release as engine
from bot_flows.engine.codec import KINDS
from bot_flows.engine.release import AnswerKind, Media, Operator, SearchSource
from tests.factories import entries, step

FLOWS = {1: "flow-one", 2: "flow-two"}
IMAGE = Media("image", "a.png", "a.png", "image/png", "http://x/a.png")
PAPER = Media("document", "b.pdf", "b.pdf", "application/pdf", "http://x/b.pdf")
LIBRARY = Library(FLOWS, {7: "Texto pronto"}, {3: IMAGE}, {4: PAPER})


def compiled(stored: dict[str, Any]) -> engine.Step:
    (made,) = StepsBlock().to_steps([stored], LIBRARY)
    return made


def test_there_is_one_block_for_each_kind_of_step() -> None:
    assert set(StepsBlock().child_blocks) == set(KINDS.values())


def test_say() -> None:
    stored = step("say", text=" Oi\r\nvocê ", template=None, image=None, document=None)
    assert compiled(stored) == engine.Say(stored["id"], "Oi\nvocê")


@pytest.mark.parametrize(("name", "pk", "media"), [("image", 3, IMAGE), ("document", 4, PAPER)])
def test_say_with_a_file(name: str, pk: int, media: Media) -> None:
    made = compiled(step("say", text="Veja", **{name: pk}))
    assert isinstance(made, engine.Say)
    assert made.media == media


def test_say_with_a_shared_text() -> None:
    made = compiled(step("say", text="", template=7))
    assert isinstance(made, engine.Say)
    assert made.text == "Texto pronto"


def test_menu() -> None:
    choices = entries(
        [
            {"label": "Vagas", "target": 1, "synonyms": "vaga, emprego; vaga"},
            {"label": "Abaixo", "target": None, "synonyms": ""},
            {"label": "Sumiu", "target": 99, "synonyms": ""},
        ]
    )
    made = compiled(step("menu", prompt="E aí?", choices=choices))
    assert isinstance(made, engine.Menu)
    assert [(item.id, item.target, item.synonyms) for item in made.choices] == [
        (choices[0]["id"], "flow-one", ("vaga", "emprego")),
        (choices[1]["id"], None, ()),
        (choices[2]["id"], "gone-99", ()),
    ]


def test_ask_keeps_its_own_name() -> None:
    stored = step("ask", prompt="?", kind="number", slot="outro", custom="ano_letivo", error="Não")
    expected = engine.Ask(stored["id"], "?", "ano_letivo", AnswerKind.NUMBER, "Não")
    assert compiled(stored) == expected


def test_branch() -> None:
    condition = {"slot": "hora", "custom": "", "operator": "at_least", "value": "18"}
    rule = {"conditions": entries([condition]), "target": 2}
    stored = step("branch", rules=entries([rule]), otherwise=1)
    expected = engine.Rule((engine.Condition("hora", Operator.AT_LEAST, "18"),), "flow-two")
    assert compiled(stored) == engine.Branch(stored["id"], (expected,), "flow-one")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("courses", {"prompt": "Qual?"}, lambda id: engine.Courses(id, "Qual?")),
        ("vacancies", {"source": "typed"}, lambda id: engine.Vacancies(id, SearchSource.TYPED)),
        ("handoff", {"text": "Já vai"}, lambda id: engine.Handoff(id, "Já vai")),
        ("go_to", {"target": 1}, lambda id: engine.GoTo(id, "flow-one")),
        ("end", {"text": "Tchau"}, lambda id: engine.End(id, "Tchau")),
    ],
)
def test_the_other_steps(kind: str, value: dict[str, Any], expected: Any) -> None:
    stored = step(kind, **value)
    assert compiled(stored) == expected(stored["id"])


def test_words_are_read_from_commas_and_lines() -> None:
    assert words("oi, olá\r\n\nbom dia;oi,") == ("oi", "olá", "bom dia")


REFUSED = [
    ("say", {"text": "", "template": None, "image": None, "document": None}, "text"),
    ("ask", {"prompt": "?", "kind": "text", "slot": "outro", "custom": "", "error": ""}, "custom"),
    (
        "ask",
        {"prompt": "?", "kind": "text", "slot": "outro", "custom": "Ano", "error": ""},
        "custom",
    ),
    (
        "ask",
        {"prompt": "?", "kind": "text", "slot": "outro", "custom": "curso", "error": ""},
        "custom",
    ),
]


@pytest.mark.parametrize(("kind", "value", "field"), REFUSED)
def test_a_block_refuses_what_makes_no_sense(kind: str, value: dict[str, Any], field: str) -> None:
    block = StepsBlock().child_blocks[kind]
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(value))
    assert field in caught.value.block_errors


def test_a_draft_may_be_unfinished() -> None:
    block = StepsBlock().child_blocks["say"]
    empty = block.to_python({"text": ""})
    assert block.clean_deferred(empty)["text"] == ""


def test_a_condition_needs_something_to_compare_with() -> None:
    rules = StepsBlock().child_blocks["branch"].child_blocks["rules"]
    condition = rules.child_block.child_blocks["conditions"].child_block
    value = {"slot": "hora", "custom": "", "operator": "is", "value": ""}
    with pytest.raises(ValidationError) as caught:
        condition.clean(condition.to_python(value))
    assert "value" in caught.value.block_errors
    filled = condition.to_python({**value, "operator": "is_filled"})
    assert condition.clean(filled)["operator"] == "is_filled"


@pytest.mark.parametrize("kind", list(StepsBlock().child_blocks))
def test_each_block_explains_itself(kind: str) -> None:
    meta = StepsBlock().child_blocks[kind].meta
    assert all((meta.icon, meta.label, meta.group, meta.description, meta.label_format))
    assert meta.icon != "placeholder"


def test_icons_exist() -> None:
    icons = Path(wagtail.admin.__file__).parent / "templates/wagtailadmin/icons"
    known = {path.stem for path in icons.glob("*.svg")}
    used = {block.meta.icon for block in StepsBlock().child_blocks.values()}
    assert used <= known
