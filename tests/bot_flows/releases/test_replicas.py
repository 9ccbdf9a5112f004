"""A draft is heard by nobody; what is published is heard on the next message by every process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from bot_flows.models import Release
from tests.factories import a_bot, choice, end, menu

from .test_pinned import says

BASE = Path(__file__).resolve().parents[3]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def address() -> str:
    """The database of this test, for another process."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    who = f"{known['USER']}:{known['PASSWORD']}".rstrip(":")
    return f"postgres://{who}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


@contextmanager
def replica() -> Iterator[Callable[[str], str]]:
    """Another process: what it answers to a message."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bot_flows.releases.replica"],
        cwd=BASE,
        env={
            **os.environ,
            "PYTHONPATH": f"{BASE}{os.pathsep}{BASE / 'site'}",
            "DJANGO_SETTINGS_MODULE": "capyvagas.settings.test",
            "DATABASE_URL": address(),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    stdin, lines = process.stdin, process.stdout

    def heard(text: str) -> str:
        stdin.write(f"{text}\n")
        stdin.flush()
        return "\n".join(json.loads(next(line for line in lines if line.startswith("["))))

    try:
        assert any(line.startswith("ready") for line in lines)
        yield heard
    finally:
        stdin.close()
        process.wait(20)
        lines.close()


def test_a_menu_is_heard_by_two_processes_when_it_is_published_and_not_before() -> None:
    start, first = a_bot(menu("Texto velho", choice("Sair"), choice("Ficar")), end())
    with replica() as other:
        assert "Texto velho" in says("oi")
        assert "Texto velho" in other("oi")
        start.steps = json.dumps([menu("Texto novo", choice("Sair"), choice("Ficar")), end()])
        draft = start.save_revision()
        assert "Texto velho" in says("oi")
        assert "Texto velho" in other("oi")
        draft.publish()
        assert Release.objects.get(active=True) != first
        for heard in (says("oi"), other("oi")):
            assert "Texto novo" in heard
            assert "Texto velho" not in heard
