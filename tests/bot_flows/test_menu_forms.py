"""Which account shows which form, and which menus fit into it."""

import pytest

from bot_flows import menu_forms
from bot_flows.engine.limits import number_options
from bot_flows.engine.release import MenuForm

TWO = ("Vagas", "Cursos")
OLD, NEW = "2026.5.1", "2026.6.1"


def shown(wanted: str, engine: str, tier: str, version: str, options=TWO, question="E aí?") -> str:
    return menu_forms.form(wanted, engine, tier, version, options, question).value


@pytest.mark.parametrize(
    ("engine", "tier", "version", "poll", "list_"),
    [
        ("WEBJS", "CORE", OLD, "text", "text"),
        ("WEBJS", "PLUS", OLD, "text", "text"),
        ("WEBJS", "CORE", NEW, "text", "text"),
        ("WPP", "CORE", NEW, "text", "text"),
        ("NOWEB", "CORE", OLD, "poll", "text"),
        ("NOWEB", "PLUS", "2025.8.1", "poll", "text"),
        ("NOWEB", "PLUS", "2025.8.2", "poll", "list"),
        ("NOWEB", "CORE", NEW, "poll", "list"),
        ("GOWS", "CORE", OLD, "poll", "text"),
        ("GOWS", "PLUS", OLD, "poll", "list"),
        ("GOWS", "CORE", "2026.7.1", "poll", "list"),
        ("GOWS", "CORE", "2026.10.1", "poll", "list"),
        ("GOWS", "", "", "poll", "text"),
        ("VENOM", "PLUS", NEW, "text", "text"),
        ("", "", "", "text", "text"),
    ],
)
def test_the_form_that_an_account_has(
    engine: str, tier: str, version: str, poll: str, list_: str
) -> None:
    assert shown("poll", engine, tier, version) == poll
    assert shown("list", engine, tier, version) == list_
    assert shown("text", engine, tier, version) == "text"


@pytest.mark.parametrize(
    ("wanted", "options", "question", "fits"),
    [
        ("poll", [f"Opção {n}" for n in range(12)], "E aí?", True),
        ("poll", [f"Opção {n}" for n in range(13)], "E aí?", False),
        ("poll", ["Só uma"], "E aí?", False),
        ("poll", ["x" * 100, "y"], "E aí?", True),
        ("poll", ["x" * 101, "y"], "E aí?", False),
        ("poll", TWO, "x" * 255, True),
        ("poll", TWO, "x" * 256, False),
        ("poll", TWO, "*" + "x" * 255 + "*", True),
        ("poll", ["Vagas", " Vagas "], "E aí?", False),
        ("poll", ["Vagas", " "], "E aí?", False),
        ("list", [f"Opção {n}" for n in range(10)], "E aí?", True),
        ("list", [f"Opção {n}" for n in range(11)], "E aí?", False),
        ("list", ["x" * 24, "y"], "E aí?", True),
        ("list", ["x" * 25, "y"], "E aí?", False),
        ("list", ["Só uma"], "E aí?", True),
        ("list", [], "E aí?", False),
        ("list", TWO, "x" * 1024, True),
        ("list", TWO, "x" * 1025, False),
    ],
)
def test_a_menu_beyond_a_limit_is_text(
    wanted: str, options: list[str], question: str, fits: bool
) -> None:
    expected = wanted if fits else "text"
    assert shown(wanted, "GOWS", "CORE", NEW, options, question) == expected


@pytest.mark.parametrize(
    ("tier", "version", "can"),
    [
        ("CORE", OLD, False),
        ("PLUS", OLD, True),
        ("CORE", NEW, True),
        ("", "", True),
        ("CORE", "depois", True),
    ],
)
def test_who_can_send_files(tier: str, version: str, can: bool) -> None:
    assert menu_forms.can_send_media("GOWS", tier, version) is can


@pytest.mark.parametrize("question", ["E aí?", "", "*1.* Vagas\n\nQual?", "Linhas\n\nmuitas"])
def test_the_question_is_what_is_left_of_a_numbered_menu(question: str) -> None:
    assert menu_forms.question_of(number_options(question, TWO), TWO) == question


def test_a_poll_has_no_bold() -> None:
    assert menu_forms.poll_name("*Oi*, _Ana_! 2*3*4 ~não~") == "Oi, Ana! 2*3*4 não"


def test_the_matrix_for_people_says_what_the_code_does() -> None:
    rows = menu_forms.matrix()
    assert {row.engine for row in rows} == set(menu_forms.ENGINES)
    new = {row.engine: row for row in rows if row.edition.startswith("2026.6.1")}
    for engine, row in new.items():
        assert row.poll is (shown("poll", engine, "CORE", NEW) == MenuForm.POLL)
        assert row.list is (shown("list", engine, "CORE", NEW) == MenuForm.LIST)
        assert row.media is menu_forms.can_send_media(engine, "CORE", NEW)
