"""The background of the bot: delivers, searches, and keeps the clock. One process does it all."""

import logging
import os
import signal
import socket
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from huey.consumer import Consumer

from bot_flows import collector, tasks
from bot_flows.models import WorkerBeat

logger = logging.getLogger(__name__)
SWEEP_SECONDS = 5.0
HEALTH_SECONDS = 10.0


class _Consumer(Consumer):  # type: ignore[misc]
    """A consumer that leaves the signals to this command, since it runs two of them."""

    def _set_signal_handlers(self) -> None:
        return


class Command(BaseCommand):
    """Run until SIGTERM or SIGINT; work in hand is finished first."""

    help = "Entrega mensagens, busca vagas e cuida do relógio."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--senders", type=int, default=12, help="Conversas entregues por vez.")
        parser.add_argument("--searches", type=int, default=2, help="Buscas por vez.")
        parser.add_argument("--no-clock", action="store_true", help="Sem tarefas periódicas.")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        consumers = [
            _consumer(tasks.messages, options["senders"], clock=False),
            _consumer(tasks.searches, options["searches"], clock=not options["no_clock"]),
        ]
        collector.settle()
        for consumer in consumers:
            consumer.start()
        logger.info("worker ready")
        _keep_watch(stop, consumers)
        for consumer in consumers:
            consumer.stop(graceful=True)
        _forget()


def _consumer(queue: Any, workers: int, *, clock: bool) -> _Consumer:
    return _Consumer(queue, workers=workers, periodic=clock, max_delay=0.5, shutdown_timeout=30)


def _keep_watch(stop: threading.Event, consumers: list[_Consumer]) -> None:
    """Beat, sweep, and mend dead threads until told to stop."""
    rounds = int(HEALTH_SECONDS / SWEEP_SECONDS)
    turn = 0
    while True:
        _sweep()
        if turn % rounds == 0:
            for consumer in consumers:
                consumer.check_worker_health()
        turn += 1
        if stop.wait(SWEEP_SECONDS):
            return


def _sweep() -> None:
    """A database or a queue that is away must not end the worker."""
    close_old_connections()
    try:
        WorkerBeat.objects.update_or_create(name=_name(), defaults={"beat_at": timezone.now()})
        tasks.sweep()
    except (DatabaseError, OSError):
        logger.exception("the sweep failed; it comes again")
    except Exception:
        logger.exception("the sweep failed")


def _forget() -> None:
    try:
        WorkerBeat.objects.filter(name=_name()).delete()
    except DatabaseError:
        logger.warning("the last beat of this worker stays")


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
