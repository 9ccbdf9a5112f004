"""A WhatsApp to play with: the stand-in WAHA and its phone page, on this machine alone."""

import signal
import threading
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from bot_flows.waha.standin import Retry, Standin
from bot_flows.waha.standin.server import VERSION

ENGINES = ("GOWS", "NOWEB", "WEBJS")
PEOPLE = (("5541999990001", "Ana"), ("5541999990002", "Bruno"))
TIERS = ("CORE", "PLUS")
STATES = ("WORKING", "SCAN_QR_CODE", "STOPPED", "FAILED")


class Command(BaseCommand):
    help = "Um WAHA de mentira, com um telefone no navegador, para testes e demonstração."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """All of them have a default that suits the demonstration."""
        parser.add_argument("--port", type=int, default=3000, help=_("porta em 127.0.0.1"))
        parser.add_argument(
            "--webhook",
            default=f"{settings.PUBLIC_URL}/webhooks/waha/",
            help=_("endereço que recebe os eventos; vazio: nenhum"),
        )
        parser.add_argument("--engine", choices=ENGINES, default="GOWS", help=_("motor do WAHA"))
        parser.add_argument("--tier", choices=TIERS, default="CORE", help=_("edição do WAHA"))
        parser.add_argument("--waha-version", default=VERSION, help=_("versão do WAHA"))
        parser.add_argument("--status", choices=STATES, default="WORKING", help=_("situação"))
        parser.add_argument("--retries", type=int, default=15, help=_("novas tentativas"))
        parser.add_argument("--retry-delay", type=float, default=2.0, help=_("segundos entre elas"))
        parser.add_argument("--dedup", action="store_true", help=_("um id repetido sai uma vez"))

    def handle(self, **options: object) -> None:
        """Serve until Ctrl-C or SIGTERM."""
        _refuse_production()
        try:
            standin = _make(options).start()
        except OSError as error:
            told = _("A porta %(port)s já está em uso. Escolha outra com --port.")
            raise CommandError(told % {"port": options["port"]}) from error
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        for phone, name in PEOPLE:
            standin.world.contact(phone, name)
        self.stdout.write(_("Telefone de demonstração: %(url)s/") % {"url": standin.url})
        self.stdout.flush()
        while not ended.wait(1):  # a wait without end would not see the signal on every system
            pass
        standin.close()


def _refuse_production() -> None:
    """Nobody should mistake this for WhatsApp."""
    module = str(settings.SETTINGS_MODULE).rsplit(".", 1)[-1]
    if not settings.DEBUG and module == "production":
        raise CommandError(
            _(
                "O WAHA de mentira não roda com as configurações de produção: "
                "as mensagens dele não chegam a ninguém."
            )
        )


def _make(options: dict[str, object]) -> Standin:
    return Standin(
        port=int(str(options["port"])),
        api_key=settings.WAHA_API_KEY,
        session=settings.WAHA_SESSION,
        status=str(options["status"]),
        engine=str(options["engine"]),
        tier=str(options["tier"]),
        version=str(options["waha_version"]),
        webhook=str(options["webhook"] or "") or None,
        hmac_key=settings.WAHA_HMAC_KEY,
        retry=Retry(int(str(options["retries"])), float(str(options["retry_delay"]))),
        dedup=bool(options["dedup"]),
    )
