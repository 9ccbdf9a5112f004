"""Prints the map of the live bot."""

from typing import Any

from django.core.management.base import BaseCommand

from bot_flows.compiler import compile_release
from bot_flows.drawing import text_map


class Command(BaseCommand):
    help = "Desenha o mapa do bot publicado."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(text_map(compile_release()))
