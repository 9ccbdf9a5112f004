"""Microseconds a turn of the engine, for a small bot and for a large one."""

import time
from datetime import UTC, datetime

from bot_flows.engine.events import TextReceived
from bot_flows.engine.release import Choice, Flow, Menu, Release, Say, Settings
from bot_flows.engine.state import State
from bot_flows.engine.turn import take_turn
from bot_flows.engine.wording import Reply, Word

from .figures import report

ROUNDS = 2_000
NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
TYPED = ("1", "2", "3", "menu", "assunto 2", "opção 4", "dois", "voltar")


def measure() -> None:
    """A line for 10 flows and one for 1,000; the limit is 50 µs."""
    for flows in (10, 1_000):
        report("engine_turn", _microseconds(bot(flows)), "us", flows=flows, limit=50)


def bot(flows: int) -> Release:
    """A bot whose flows each say something and offer five others."""
    made = {str(number): _flow(number, flows) for number in range(flows)}
    words = {Word.MENU: ("menu",), Word.BACK: ("voltar",), Word.STOP: ("parar",)}
    replies = {key: f"Resposta {key}" for key in Reply}
    return Release(1, Settings("0", words=words), made, replies)


def _flow(number: int, flows: int) -> Flow:
    choices = tuple(
        Choice(f"c{number}.{nth}", f"Assunto {nth}", str((number * 5 + nth) % flows))
        for nth in range(1, 6)
    )
    steps = (Say(f"s{number}", "Olá, {nome}!"), Menu(f"m{number}", "Escolha:", choices))
    return Flow(str(number), f"Fluxo {number}", steps, (f"palavra {number}",))


def _microseconds(release: Release) -> float:
    """The best of three runs, so that a neighbour's work is not counted as ours."""
    return min(_run(release) for _ in range(3))


def _run(release: Release) -> float:
    state = take_turn(release, State(), TextReceived("oi", "Ana"), NOW).state
    started = time.perf_counter()
    for number in range(ROUNDS):
        state = take_turn(release, state, TextReceived(TYPED[number % len(TYPED)]), NOW).state
    return (time.perf_counter() - started) / ROUNDS * 1e6
