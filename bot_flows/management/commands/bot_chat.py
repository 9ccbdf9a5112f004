"""Talk to the bot in the terminal, and keep the talk as a transcript that can be played again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from bot_flows import transcript
from bot_flows.chat import Chat
from bot_flows.compiler import compile_drafts
from bot_flows.engine.events import Event, MediaKind, MediaReceived, TextReceived
from bot_flows.engine.release import Release as Bot
from bot_flows.models import Release
from bot_flows.models.release import load
from bot_flows.searches import look_at
from bot_flows.transcript import Line

MEDIA = {
    "áudio": MediaKind.AUDIO,
    "foto": MediaKind.IMAGE,
    "figurinha": MediaKind.STICKER,
    "localização": MediaKind.LOCATION,
}


class Command(BaseCommand):
    """Nothing is sent and nothing is stored; the file of ``--save`` is all that stays."""

    help = "Conversa com o bot no terminal. '!áudio' manda um áudio; Ctrl-D termina."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--draft", action="store_true", help="Com os rascunhos.")
        parser.add_argument("--save", metavar="NOME", help="Grava a conversa em NOME.txt.")
        parser.add_argument("--name", default="Ana", help="Como a pessoa se chama.")

    def handle(self, *args: Any, **options: Any) -> None:
        chat = Chat(_bot(draft=options["draft"]), look_at)
        talk: list[Line] = []
        for said in _typed():
            event = _event(said, options["name"])
            mark = ">" if isinstance(event, TextReceived) else "!"
            heard = chat.tell(event, timezone.now())
            self.stdout.write(transcript.render(heard) if heard else "")
            talk += [Line(mark, said.removeprefix("!") if mark == "!" else said), *heard]
        if options["save"]:
            self._save(Path(options["save"]).with_suffix(".txt"), talk)

    def _save(self, path: Path, talk: list[Line]) -> None:
        try:
            path.write_text(transcript.render(talk), encoding="utf-8")
        except OSError as error:
            raise CommandError(_("Não consegui gravar em %(path)s.") % {"path": path}) from error
        self.stdout.write(_("Conversa gravada em %(path)s.") % {"path": path})


def _bot(*, draft: bool) -> Bot:
    if draft:
        return compile_drafts()
    number = Release.objects.filter(active=True).values_list("number", flat=True).first()
    if number is None:
        raise CommandError(_("Ainda não há versão publicada. Use --draft, ou publique um fluxo."))
    return load(number)


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input("> ")
        except (EOFError, KeyboardInterrupt):
            return


def _event(said: str, name: str) -> Event:
    kind = MEDIA.get(said.removeprefix("!")) if said.startswith("!") else None
    return MediaReceived(kind, name) if kind else TextReceived(said, name)
