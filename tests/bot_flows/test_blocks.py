"""Each block: what it stores, what the engine gets, and what it refuses while editing."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import wagtail.admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from bot_flows.blocks import Library, StepsBlock, words
from bot_flows.blocks.branching import SUBJECTS
from bot_flows.blocks.sayings import rule_said, said
from bot_flows.engine import release as engine
from bot_flows.engine.codec import KINDS
from bot_flows.engine.release import AnswerKind, Media, Operator, SearchSource
from bot_flows.models import Flow
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


def test_the_steps_own_words_for_an_image_go_before_the_images() -> None:
    made = compiled(step("say", text="", image=3, alt=" Um mapa "))
    assert isinstance(made, engine.Say)
    assert made.media == replace(IMAGE, alt="Um mapa")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("alt", "description", "served"),
    [("", "", False), (" ", " ", False), ("Um mapa", "", True), ("", "Um mapa", True)],
)
def test_an_image_needs_words(alt: str, description: str, served: bool) -> None:
    image = get_image_model().objects.create(
        title="mapa.png", file=get_test_image_file(), description=description
    )
    value = {"text": "Veja", "template": None, "image": image.pk, "document": None, "alt": alt}
    block = StepsBlock().child_blocks["say"]
    if served:
        block.clean(block.to_python(value))
        return
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value))
    assert list(refused.value.block_errors) == ["alt"]


def test_ask_with_options_and_tries() -> None:
    stored = step(
        "ask", prompt="Turno?", kind="option", slot="termo", options="Dia\nNoite\n", tries=2
    )
    made = compiled(stored)
    assert isinstance(made, engine.Ask)
    assert (made.kind, made.options, made.tries) == (AnswerKind.OPTION, ("Dia", "Noite"), 2)


@pytest.mark.parametrize(("stored", "tries"), [(None, 3), (0, 3), (9, 5), (1, 1)])
def test_tries_are_one_to_five(stored: int | None, tries: int) -> None:
    made = compiled(step("ask", prompt="RA?", kind="ra", slot="termo", tries=stored))
    assert isinstance(made, engine.Ask)
    assert (made.tries, made.options) == (tries, ())


def test_an_ask_of_before_has_three_tries() -> None:
    made = compiled(step("ask", prompt="RA?", kind="ra", slot="termo"))
    assert isinstance(made, engine.Ask)
    assert made.tries == 3


@pytest.mark.parametrize("options", ["", "Só uma", "Uma\nUma,"])
def test_a_question_of_options_needs_two(options: str) -> None:
    block = StepsBlock().child_blocks["ask"]
    value = {"prompt": "Turno?", "kind": "option", "slot": "termo", "options": options, "tries": 3}
    block.clean(block.to_python({**value, "options": "Uma\nDuas"}))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value))
    assert list(refused.value.block_errors) == ["options"]


@pytest.mark.parametrize("tries", [0, 6])
def test_the_editor_may_not_ask_too_often(tries: int) -> None:
    block = StepsBlock().child_blocks["ask"]
    value = {"prompt": "RA?", "kind": "ra", "slot": "termo", "tries": tries}
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value))
    assert list(refused.value.block_errors) == ["tries"]


@pytest.mark.parametrize("kind", list(StepsBlock().child_blocks))
def test_each_block_is_shown_on_a_phone_where_it_is_chosen(admin_client: Any, kind: str) -> None:
    block = Flow.steps.field.stream_block.child_blocks[kind]
    assert block.is_previewable
    assert hasattr(block.meta, "preview_value")
    address = reverse("wagtailadmin_block_preview")
    page = admin_client.get(address, {"id": block.definition_prefix})
    assert page.status_code == 200
    assert list(page.context["bubbles"])
    assert 'class="phone"' in page.content.decode()


CONDITIONS = [
    ("semestre", Operator.AT_LEAST, "3", "o semestre é pelo menos 3"),
    ("semestre", Operator.AT_MOST, "2", "o semestre é no máximo 2"),
    ("cidade", Operator.IS, "Curitiba/PR", "a cidade é Curitiba/PR"),
    ("cidade", Operator.IS_FILLED, "", "a cidade foi informada"),
    ("email", Operator.IS_EMPTY, "", "o e-mail não foi informado"),
    ("curso", Operator.CONTAINS, "Software", "o curso contém Software"),
    ("hora", Operator.AT_LEAST, "18", "são 18h ou depois"),
    ("dia_da_semana", Operator.IS, "sábado", "hoje é sábado"),
    ("contato_novo", Operator.IS, "Sim", "é a primeira conversa"),
    ("contato_novo", Operator.IS_NOT, "sim", "não é a primeira conversa"),
    ("filtrar", Operator.IS, "não", "não quer filtrar"),
    ("turno", Operator.IS, "noite", "a resposta “turno” é noite"),
    ("semestre", Operator.AT_LEAST, "", "o semestre é pelo menos …"),
]


@pytest.mark.parametrize(("slot", "operator", "value", "sentence"), CONDITIONS)
def test_a_condition_reads_as_a_sentence(
    slot: str, operator: Operator, value: str, sentence: str
) -> None:
    assert said(engine.Condition(slot, operator, value)) == sentence


def test_a_rule_reads_as_a_sentence() -> None:
    conditions = (
        engine.Condition("semestre", Operator.AT_LEAST, "3"),
        engine.Condition("contato_novo", Operator.IS, "sim"),
    )
    sentence = rule_said(engine.Rule(conditions, "flow-two"))
    assert sentence == "Se o semestre é pelo menos 3 e é a primeira conversa"


def test_every_subject_and_operator_has_a_sentence() -> None:
    named = [value for _group, options in SUBJECTS for value, _label in options]
    for slot in named:
        for operator in Operator:
            assert said(engine.Condition(slot, operator, "x"))


@pytest.mark.parametrize(
    ("slot", "value"),
    [("hora", "24"), ("dia_da_semana", "segunda-feira"), ("contato_novo", "talvez")],
)
def test_what_a_subject_can_never_be_is_refused(slot: str, value: str) -> None:
    rules = StepsBlock().child_blocks["branch"].child_blocks["rules"]
    condition = rules.child_block.child_blocks["conditions"].child_block
    raw = {"slot": slot, "custom": "", "operator": "is", "value": value}
    with pytest.raises(StructBlockValidationError) as caught:
        condition.clean(condition.to_python(raw))
    assert set(caught.value.block_errors) == {"value"}


def test_migrations_know_only_the_chooser_of_our_blocks() -> None:
    frozen = str(Flow.steps.field.deconstruct()[3]["block_lookup"])
    assert set(re.findall(r"bot_flows\.blocks[\w.]+", frozen)) == {
        "bot_flows.blocks.library.FlowChooserBlock"
    }
