"""``manage.py bot_test``: for people to read, and for CI services."""

from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from bot_flows.junit import Case, render
from tests.factories import a_bot, a_flow, end, say

from .factories import a_test, expects, expects_flow, says

pytestmark = pytest.mark.django_db


def run(*args: str, **options: Any) -> tuple[str, CommandError | None]:
    """What it printed, and how it ended where it did not end well."""
    out = StringIO()
    try:
        call_command("bot_test", *args, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), error
    return out.getvalue(), None


def test_it_prints_a_line_a_test_and_ends_well() -> None:
    a_bot()
    a_test("Despedida", says("oi"), expects("Até logo!"))
    a_test("Saudação", says("oi"), expects("Eu sou a *Capy*"))
    said, error = run()
    assert error is None
    lines = said.splitlines()
    assert [line.partition(" (")[0] for line in lines] == [
        "✓ Despedida",
        "✓ Saudação",
        "2 passam, 0 falham.",
    ]


def test_a_failure_shows_expected_and_got_and_ends_with_one() -> None:
    start, _release = a_bot()
    a_test("Despedida", says("oi"), expects("Adeus"), expects_flow(start))
    said, error = run()
    assert error is not None
    assert error.returncode == 1
    assert str(error) == "0 passam, 1 falham."
    assert "✗ Despedida" in said
    assert "    esperado: Adeus" in said
    assert "    Até logo!" in said
    assert "    esperado: Início" in said


def test_tests_that_wait_or_are_switched_off_are_not_played() -> None:
    a_bot()
    a_test("Espera", says("oi"), expects("Nunca"), waits_for=["x"])
    a_test("Desligado", says("oi"), expects("Zebra"), enabled=False)
    said, error = run()
    assert error is None
    assert "– Espera (espera a publicação de um rascunho)" in said
    assert "Desligado" not in said


def test_a_test_is_played_by_its_name() -> None:
    a_bot()
    a_test("Despedida", says("oi"), expects("Até logo!"))
    a_test("Desligado", says("oi"), expects("Zebra"), enabled=False)
    assert "Despedida" not in run("Desligado")[0]
    assert run("Desligado")[1] is not None
    assert run("Despedida")[1] is None
    assert "Outro" in str(run("Outro")[1])


def test_drafts_are_another_bot() -> None:
    start, _release = a_bot()
    start.steps = [("say", {"text": "Novo!"}), ("end", {"text": "Fim"})]
    start.save_revision()
    a_test("Novo", says("oi"), expects("Novo!"), waits_for=[start.reference])
    assert run(drafts=True)[1] is None
    assert "✓ Novo" in run(drafts=True)[0]


def test_without_a_release_it_says_so() -> None:
    a_flow("Início", say("Oi"), end())
    a_test("Teste", says("oi"), expects("Oi"))
    assert "Ainda não há versão publicada" in str(run()[1])


def test_junit_is_read_by_a_parser(tmp_path: Path) -> None:
    a_bot()
    a_test('Aspas " & <sinais>', says("oi"), expects("Nunca \x1b[31m <b> & dito"))
    a_test("Despedida", says("oi"), expects("Até logo!"))
    a_test("Espera", says("oi"), expects("x"), waits_for=["x"])
    report = tmp_path / "testes.xml"
    _said, error = run(junit=str(report))
    assert error is not None
    suite = ElementTree.parse(report).getroot().find("testsuite")
    assert suite is not None
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped", "errors")} == {
        "tests": "3",
        "failures": "1",
        "skipped": "1",
        "errors": "0",
    }
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert set(cases) == {'Aspas " & <sinais>', "Despedida", "Espera"}
    assert all(float(case.get("time") or "x") >= 0 for case in cases.values())
    failure = cases['Aspas " & <sinais>'].find("failure")
    assert failure is not None
    assert failure.get("message") == "Nenhuma mensagem contém isto."
    assert r"Nunca \x1b[31m <b> & dito" in (failure.text or "")
    assert cases["Despedida"].find("failure") is None
    assert cases["Espera"].find("skipped") is not None


def test_a_report_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    a_bot()
    _said, error = run(junit=str(tmp_path / "não" / "há.xml"))
    assert "Não consegui gravar" in str(error)


@pytest.mark.parametrize("text", ["\0", "\x07", "\ufffe", "\ud800", "\u2028", "🦫", "]]>"])
def test_every_character_may_be_in_a_report(text: str) -> None:
    document = render([Case(text, failure=text, detail=text), Case(text, skipped=text)])
    ElementTree.fromstring(document.encode())
