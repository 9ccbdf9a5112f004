"""Write the whole bot, or its wording, into a file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bot_flows.exchange import sheet
from bot_flows.exchange.document import Source, export


class Command(BaseCommand):
    help = "Exporta o bot inteiro (.json) ou os textos (.xlsx) para um arquivo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Termina em .json ou em .xlsx.")
        parser.add_argument("--live", action="store_true", help="Só o publicado, sem rascunhos.")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        document = export(Source.LIVE if options["live"] else Source.DRAFTS)
        if file.suffix == ".xlsx":
            file.write_bytes(sheet.write(document))
        else:
            file.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        count = len(document["flows"]) + len(document["replies"])
        self.stdout.write(f"{count} fluxos e respostas em {file}")
