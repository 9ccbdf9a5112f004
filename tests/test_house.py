"""The rules of the house that no other tool holds."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[1]
CODE = ("bot_flows", "courses", "home", "vacancies", "site", "tests", "benchmarks")
MAX_FILE = 400
MAX_FUNCTION = 60
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|manager|old|v2)(_|$)")
SECRET_LOOK = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
)


def tracked() -> list[Path]:
    """What git keeps, or would keep: everything that is not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=BASE,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := BASE / name).is_file()]


def sources() -> Iterator[Path]:
    for top in CODE:
        for path in sorted((BASE / top).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def said(path: Path) -> str:
    return str(path.relative_to(BASE))


def test_no_file_is_too_long() -> None:
    long = {said(p): n for p in sources() if (n := len(p.read_text().splitlines())) > MAX_FILE}
    assert not long, f"more than {MAX_FILE} lines"


def test_no_function_is_too_long() -> None:
    long = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MAX_FUNCTION:
                    long[f"{said(path)}:{node.name}"] = lines
    assert not long, f"more than {MAX_FUNCTION} lines"


def test_names_say_what_a_thing_is() -> None:
    assert not [said(path) for path in sources() if FORBIDDEN_NAMES.search(path.stem)]


def test_site_and_secrets_are_folders_and_never_packages() -> None:
    assert not (BASE / "site/__init__.py").exists()
    assert not (BASE / "secrets/__init__.py").exists()


@pytest.mark.parametrize("name", [".gitignore", ".dockerignore"])
def test_the_folder_site_is_not_ignored(name: str) -> None:
    lines = (BASE / name).read_text().split()
    assert not {"/site", "/site/", "site", "site/", "**/site", "**/site/"} & set(lines)


def test_psycopg_3_is_kept_out() -> None:
    """Were it importable, Django would take it in psycopg2's place."""
    assert importlib.util.find_spec("psycopg") is None
    assert importlib.util.find_spec("psycopg2") is not None


def test_no_secret_is_kept_in_the_repository() -> None:
    kept = {said(path) for path in tracked() if path.is_relative_to(BASE / "secrets")}
    assert all(name == "secrets/README.md" or name.endswith(".example") for name in kept)
    assert not [said(p) for p in tracked() if p.name == ".env" or p.suffix in {".pem", ".key"}]
    assert not [said(p) for p in tracked() if SECRET_LOOK.search(p.read_text(errors="replace"))]


def test_the_locks_name_no_index_and_hash_every_package() -> None:
    for name in ("base", "dev"):
        lock = (BASE / f"requirements/{name}.txt").read_text()
        assert "://" not in lock
        pinned = re.findall(r"^[a-z0-9][^\s]*==[^\s]+.*$", lock, re.MULTILINE)
        assert pinned
        assert all(line.endswith("\\") for line in pinned)


def test_every_package_asked_for_is_locked() -> None:
    for name in ("base", "dev"):
        asked = (BASE / f"requirements/{name}.in").read_text()
        lock = (BASE / f"requirements/{name}.txt").read_text()
        for package in re.findall(r"^([A-Za-z][\w.-]*)", asked, re.MULTILINE):
            assert re.search(rf"^{re.escape(package.lower())}==", lock, re.MULTILINE), package


def test_every_decision_is_listed() -> None:
    folder = BASE / "docs/adr"
    index = (folder / "README.md").read_text()
    decisions = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert not [name for name in decisions if f"({name})" not in index]
    numbers = [name[:4] for name in decisions]
    assert len(numbers) == len(set(numbers)), "two decisions have the same number"


def in_production(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python with production settings, on throwaway values and nothing of the caller's."""
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{BASE}{os.pathsep}{BASE / 'site'}",
        "DJANGO_SETTINGS_MODULE": "capyvagas.settings.production",
        "DJANGO_SECRET_KEY": "k" * 60,
        "DATABASE_URL": "sqlite://:memory:",
        "ALLOWED_HOSTS": "localhost",
        "WAHA_API_KEY": "k" * 40,
        "WAHA_HMAC_KEY": "k" * 40,
        "DATA_DIR": more.pop("DATA_DIR", "var"),
    }
    return subprocess.run(
        [sys.executable, *command], cwd=BASE, env=environ | more, capture_output=True, text=True
    )


def test_the_web_process_never_loads_jobspy_or_pandas(tmp_path: Path) -> None:
    """The application and every door, without the 96 MB that only searches need."""
    done = in_production(
        "-W",
        "ignore",
        "-c",
        "import sys; from capyvagas.wsgi import application;"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "print(sorted({'pandas', 'numpy', 'jobspy'} & set(sys.modules)))",
        DATA_DIR=str(tmp_path),
    )
    assert done.stdout.strip() == "[]", done.stderr
