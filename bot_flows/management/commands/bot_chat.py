"""Talk to the bot in the terminal, and keep the talk as a transcript that can be played again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from bot_flows import transcript
from bot_flows.rehearsal import Opening, Sends, Waits
from bot_flows.simulator import acts, telling
from bot_flows.simulator.acts import Act, SearchEnds, StaffSays, Unreadable
from bot_flows.simulator.setting import DRAFTS, PUBLISHED, NoSuchRelease, releases
from bot_flows.simulator.talk import Releases, Talk, replay
from bot_flows.simulator.wording import MEDIA
from bot_flows.simulator.worlds import Finds, Source

KINDS = {str(name): kind for kind, name in MEDIA.items()}


class Command(BaseCommand):
    """Nothing is sent and nothing is stored; the file of ``--save`` is all that stays."""

    help = (
        "Conversa com o bot no terminal. '!áudio' manda um áudio, '@ +13h' faz passar o tempo; "
        "Ctrl-D termina."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--draft", action="store_true", help="Com os rascunhos.")
        parser.add_argument("--release", metavar="N", help="Com a versão de número N.")
        parser.add_argument("--save", metavar="NOME", help="Grava a conversa em NOME.txt.")
        parser.add_argument("--name", default="Ana", help="Como a pessoa se chama.")

    def handle(self, *args: Any, **options: Any) -> None:
        opening = Opening(at=timezone.now(), name=options["name"])
        version = DRAFTS if options["draft"] else options["release"] or PUBLISHED
        bots = _bots(version)
        done: tuple[Act, ...] = ()
        talk = _play(opening, done, bots)
        for said in _typed():
            try:
                done = (*done, _act(said))
            except (Unreadable, ValueError):
                self.stdout.write(_("Não entendi: escreva um texto, !áudio ou @ +13h."))
                continue
            talk = _play(opening, done, bots)
            heard = list(telling.answers(talk.exchanges[-1]))
            self.stdout.write(transcript.render(heard) if heard else "")
        if options["save"]:
            self._save(Path(options["save"]).with_suffix(".txt"), talk)

    def _save(self, path: Path, talk: Talk) -> None:
        try:
            path.write_text(telling.text(talk), encoding="utf-8")
        except OSError as error:
            raise CommandError(_("Não consegui gravar em %(path)s.") % {"path": path}) from error
        self.stdout.write(_("Conversa gravada em %(path)s.") % {"path": path})


def _bots(version: str) -> Releases:
    try:
        return releases(version, timezone.now())
    except NoSuchRelease as error:
        if version == PUBLISHED:
            text = _("Ainda não há versão publicada. Use --draft, ou publique um fluxo.")
        else:
            text = _("Não há versão de número %s.") % version
        raise CommandError(text) from error


def _play(opening: Opening, done: tuple[Act, ...], bots: Releases) -> Talk:
    return replay(opening, done, bots, Source(Finds.STORED))


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input("> ")
        except (EOFError, KeyboardInterrupt):
            return


def _act(said: str) -> Act:
    """What was typed; ValueError where it is nothing."""
    if said.startswith("@"):
        return Waits(transcript.duration(said.removeprefix("@").strip()))
    name, _colon, rest = said.removeprefix("!").partition(": ")
    if not said.startswith("!"):
        return acts.says(said)
    if name == "atendente":
        return StaffSays(acts.says(rest).text)
    if name == "busca terminou":
        return SearchEnds()
    return Sends(KINDS[name]) if name in KINDS else acts.says(said)
