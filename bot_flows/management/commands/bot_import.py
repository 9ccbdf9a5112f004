"""Try a file that ``bot_export`` wrote; with --apply, take it over as drafts."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bot_flows.exchange import applying, reading, sheet
from bot_flows.exchange.difference import Difference
from bot_flows.exchange.document import Json, export
from bot_flows.exchange.faults import BrokenDocument
from bot_flows.models import PublishRefused


class Command(BaseCommand):
    help = "Ensaia um arquivo exportado; com --apply, traz tudo como rascunhos, ou nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="Traz, depois do ensaio.")
        parser.add_argument(
            "--with-settings", action="store_true", help="Traz também as configurações."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = _document(options["file"])
            self._tell(applying.trial(document))
            if options["apply"]:
                applying.apply(document, None, with_settings=options["with_settings"])
                self.stdout.write("Trazido. Fluxos e respostas esperam como rascunhos.")
            else:
                self.stdout.write("Nada mudou: foi só um ensaio. Com --apply, traz.")
        except BrokenDocument as broken:
            raise CommandError("\n".join(map(str, broken.faults))) from broken
        except PublishRefused as refused:
            raise CommandError(f"As configurações quebrariam o bot: {refused}") from refused

    def _tell(self, found: Difference) -> None:
        for change in found.changes:
            self.stdout.write(f"{'novo' if change.new else 'muda'}: {change.title}")
            rows = [row for row in change.rows if row.mark != " "]
            self.stdout.writelines(f"  {row.mark} {row.text}" for row in rows)
        self.stdout.write(f"{len(found.changes)} mudariam, {found.same} estão iguais.")


def _document(file: Path) -> Json:
    if not file.is_file():
        raise CommandError(f"Não há nenhum arquivo {file}.")
    content = file.read_bytes()
    return sheet.read(content, export()) if file.suffix == ".xlsx" else reading.read(content)
