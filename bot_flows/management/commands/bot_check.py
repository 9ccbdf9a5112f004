"""Prints what is wrong with the live content of the bot."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot_flows.compiler import compile_release
from bot_flows.engine.codes import Issue, Severity
from bot_flows.engine.issues import inspect
from bot_flows.models import Flow
from bot_flows.replies import REPLIES
from bot_flows.sentences import sentence

SEVERITIES = {Severity.ERROR: "erro", Severity.WARNING: "aviso"}


class Command(BaseCommand):
    help = "Mostra os problemas do conteúdo publicado; sai com 1 quando há erros."

    def handle(self, *args: Any, **options: Any) -> None:
        titles = {str(key): title for key, title in Flow.objects.values_list("key", "title")}
        titles |= {str(key): str(note.name) for key, note in REPLIES.items()}
        issues = inspect(compile_release())
        for issue in issues:
            self.stdout.write(_line(issue, titles))
        errors = sum(issue.severity is Severity.ERROR for issue in issues)
        summary = f"{errors} erro(s), {len(issues) - errors} aviso(s)."
        if errors:
            raise CommandError(summary)
        self.stdout.write(summary)


def _line(issue: Issue, titles: dict[str, str]) -> str:
    place = titles.get(issue.flow, "") or titles.get(issue.item, "") or issue.field
    return f"{SEVERITIES[issue.severity]}: {place}: {sentence(issue, titles)}"
