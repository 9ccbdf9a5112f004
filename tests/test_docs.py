"""What the documents say, compared with what there is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot_flows.engine.codes import Code
from bot_flows.engine.wording import PLACEHOLDERS
from bot_flows.replies import REPLIES
from bot_flows.sentences import SENTENCES

from .test_house import tracked

BASE = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(path for path in tracked() if path.suffix == ".md")
GUIDE = BASE / "docs/guia-do-editor.md"
OPERATION = BASE / "docs/operacao.md"
NOT_THE_OPERATOR = {"DJANGO_SETTINGS_MODULE"}


def named(path: Path) -> str:
    return str(path.relative_to(BASE))


def section(path: Path, heading: str) -> str:
    """The text below a heading, up to the next one of its rank or a higher one."""
    rank = heading.split(" ", 1)[0]
    _before, found, below = path.read_text().partition(f"\n{heading}\n")
    assert found, f"{named(path)} has no {heading!r}"
    return re.split(rf"\n#{{1,{len(rank)}}} ", below, maxsplit=1)[0]


def cells(text: str) -> Iterator[list[str]]:
    """The rows of all tables, without their heads."""
    lines = text.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("| ") and not below.startswith("|---"):
            yield line.removeprefix("| ").removesuffix(" |").split(" | ")


def first_cells(path: Path, heading: str) -> list[str]:
    return [row[0] for row in cells(section(path, heading))]


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def leads_somewhere(document: Path, link: str) -> bool:
    name, _hash, place = link.partition("#")
    target = (document.parent / name).resolve() if name else document
    if not target.exists() or not target.is_relative_to(BASE):
        return False
    return not place or place in map(anchor, re.findall(r"(?m)^#+ (.+)$", target.read_text()))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", document.read_text())
    ours = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert not [link for link in ours if not leads_somewhere(document, link)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (BASE / "Makefile").read_text()))
    said = re.findall(r"(?m)(?:^|`|\$ )(?:[A-Z_]+=\S+ )*make ([a-z]+)\b", document.read_text())
    assert set(said) <= targets


def test_every_make_target_is_in_the_readme() -> None:
    targets = re.findall(r"(?m)^([a-z]+):.*##", (BASE / "Makefile").read_text())
    text = (BASE / "README.md").read_text()
    assert not [name for name in targets if name != "help" and f"make {name}" not in text]


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_file_and_command_that_is_named_exists(document: Path) -> None:
    """Paths from the project's root, as code, and commands of manage.py."""
    text = document.read_text()
    tops = "bot_flows|courses|home|vacancies|site|tests|docs|benchmarks|traefik|requirements"
    paths = re.findall(rf"`((?:{tops})/[\w./-]+)`", text)
    assert not [path for path in paths if not (BASE / path).exists()]
    commands = {path.stem for path in BASE.glob("*/management/commands/*.py")}
    of_django = {"createsuperuser", "changepassword", "migrate", "shell", "check"}
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= commands | of_django


def settings_read() -> set[str]:
    """What the code takes from the environment for an operator to decide."""
    code = (BASE / "site/capyvagas/env.py").read_text()
    code += (BASE / "site/capyvagas/gunicorn.py").read_text()
    calls = r"""(?:(?<!\.)\bget|_number|environ\.get)\(['"]([A-Z_]+)"""
    return set(re.findall(calls, code)) - NOT_THE_OPERATOR


@pytest.mark.parametrize(
    ("document", "heading"),
    [(BASE / "README.md", "## Settings"), (OPERATION, "## Variáveis de ambiente")],
    ids=["README.md", "operacao.md"],
)
def test_the_settings_are_those_that_are_read(document: Path, heading: str) -> None:
    said = re.findall(r"`([A-Z_]+)`", " ".join(first_cells(document, heading)))
    assert len(said) == len(set(said))
    assert set(said) == settings_read()


def test_the_guide_shows_every_placeholder_with_its_sample() -> None:
    rows = cells(section(GUIDE, "## Campos"))
    said = [(name, sample, fallback) for name, _what, sample, _where, fallback in rows]
    wanted = PLACEHOLDERS.values()
    assert said == [(f"`{{{item.name}}}`", item.sample, item.fallback or "nada") for item in wanted]


def test_the_guide_names_no_placeholder_that_does_not_exist() -> None:
    assert set(re.findall(r"\{([a-z_]+)\}", GUIDE.read_text())) <= set(PLACEHOLDERS)


def test_the_guide_lists_every_reply() -> None:
    assert first_cells(GUIDE, "## Respostas do bot") == [
        str(item.name) for item in REPLIES.values()
    ]


def test_the_guide_explains_every_fault() -> None:
    said = first_cells(GUIDE, "## Quando a publicação é recusada")
    plain = [re.sub(r"\\(.)", r"\1", cell) for cell in said]
    assert plain == [re.sub(r"%\(\w+\)s", "…", str(SENTENCES[code])) for code in Code]


def test_the_architecture_shows_the_layers_that_are_checked() -> None:
    """A layer in brackets is optional: it is drawn where it exists."""
    contracts = tomllib.loads((BASE / "pyproject.toml").read_text())["tool"]["importlinter"]
    inside = next(item for item in contracts["contracts"] if item.get("containers"))
    there = {path.stem for path in (BASE / "bot_flows").iterdir()}
    wanted = [set(re.findall(r"\w+", layer)) & there for layer in inside["layers"]]
    wanted = [layer for layer in wanted if layer]
    drawn = section(BASE / "docs/architecture.md", "## Who may know whom").split("```")[1]
    assert [set(line.split()) for line in drawn.strip().splitlines()] == wanted


def test_the_architecture_names_every_module_of_the_engine() -> None:
    said = " ".join(first_cells(BASE / "docs/architecture.md", "## The engine"))
    modules = {path.stem for path in (BASE / "bot_flows/engine").glob("*.py")} - {"__init__"}
    assert set(re.findall(r"`(\w+)`", said)) == modules
