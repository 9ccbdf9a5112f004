"""Plays the conversation tests, for CI: what passed, what failed, and a JUnit report."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from bot_flows import gate, junit
from bot_flows.admin.rehearsals.dialogue import SENTENCES
from bot_flows.compiler import compile_drafts
from bot_flows.engine.release import Release as Bot
from bot_flows.gate import Played
from bot_flows.models import ConversationTest, Flow, Release
from bot_flows.models.release import load
from bot_flows.rehearsal import Failure, Fault

INDENT = "    "


class Command(BaseCommand):
    """Without names: every test that counts. With names: those, whether they count or not."""

    help = "Roda os testes de conversa; sai com 1 quando algum falha."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="título", help="Só estes testes.")
        parser.add_argument("--drafts", action="store_true", help="Nos rascunhos, e não no ar.")
        parser.add_argument("--junit", metavar="ARQUIVO", help="Grava um relatório JUnit.")

    def handle(self, *args: Any, **options: Any) -> None:
        names, drafts = options["names"], options["drafts"]
        tests = _tests(names)
        waiting = [] if drafts or names else [test for test in tests if test.waits_for]
        played = list(gate.play(_bot(drafts=drafts), [t for t in tests if t not in waiting]))
        titles = {str(key): title for key, title in Flow.objects.values_list("key", "title")}
        for item in played:
            self._print(item, titles)
        for test in waiting:
            self.stdout.write(f"– {test.title} ({_waits()})")
        if options["junit"]:
            _write(Path(options["junit"]), [*_cases(played, titles), *_skipped(waiting)])
        self._sum_up(played)

    def _print(self, item: Played, titles: dict[str, str]) -> None:
        mark = "✓" if item.result.passed else "✗"
        self.stdout.write(f"{mark} {item.test.title} ({item.seconds * 1000:.0f} ms)")
        for failure in item.result.failures:
            self.stdout.write(_detail(failure, titles))

    def _sum_up(self, played: list[Played]) -> None:
        failed = sum(not item.result.passed for item in played)
        summary = _("%(passed)s passam, %(failed)s falham.") % {
            "passed": len(played) - failed,
            "failed": failed,
        }
        if failed:
            raise CommandError(summary)
        self.stdout.write(summary)


def _tests(names: list[str]) -> list[ConversationTest]:
    rows = ConversationTest.objects.select_related("persona")
    if not names:
        return list(rows.filter(enabled=True))
    found = list(rows.filter(title__in=names))
    missing = set(names) - {test.title for test in found}
    if missing:
        raise CommandError(_("Não há teste com este título: %s") % ", ".join(sorted(missing)))
    return found


def _bot(*, drafts: bool) -> Bot:
    if drafts:
        return compile_drafts()
    number = Release.objects.filter(active=True).values_list("number", flat=True).first()
    if number is None:
        raise CommandError(_("Ainda não há versão publicada. Use --drafts, ou publique um fluxo."))
    return load(number)


def _detail(failure: Failure, titles: dict[str, str]) -> str:
    """The fault, what was expected and what came, each line set in."""
    in_flow = failure.fault is Fault.ELSEWHERE
    expected, got = failure.expected, "\n".join(failure.got)
    if in_flow:
        expected, got = (titles.get(flow, flow or "–") for flow in (expected, got))
    parts = [f"{SENTENCES[failure.fault]()}"]
    if expected:
        parts.append(f"{_('esperado')}: {expected}")
    parts.append(f"{_('o bot disse')}: {got or '–'}")
    return "\n".join(INDENT + line for part in parts for line in part.splitlines())


def _waits() -> str:
    return _("espera a publicação de um rascunho")


def _cases(played: Iterable[Played], titles: dict[str, str]) -> Iterator[junit.Case]:
    for item in played:
        failures = item.result.failures
        message = SENTENCES[failures[0].fault]() if failures else ""
        detail = "\n".join(_detail(failure, titles) for failure in failures)
        yield junit.Case(item.test.title, item.seconds, message, detail)


def _skipped(waiting: Iterable[ConversationTest]) -> Iterator[junit.Case]:
    return (junit.Case(test.title, skipped=_waits()) for test in waiting)


def _write(path: Path, cases: Iterable[junit.Case]) -> None:
    try:
        path.write_text(junit.render(cases), encoding="utf-8")
    except OSError as error:
        raise CommandError(_("Não consegui gravar em %(path)s.") % {"path": path}) from error
