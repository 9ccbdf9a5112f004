"""kill -9, at random, while people talk: nothing is lost, and nothing said twice that was known."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot_flows.waha.standin import Standin

from .crowd import Crowd, doubled, invented, lost, overtaken
from .machine import Machine, Web, Worker, running, wait_for
from .stores import Store

pytestmark = [pytest.mark.drill, pytest.mark.django_db, pytest.mark.timeout(600)]
LEASE = 3  # seconds; longer than any send here takes
PEOPLE, LONGEST_WAIT = 12, 0.6
RECEIPTS = ("message.any", "message.ack")


@dataclass(slots=True)
class Damage:
    """What the kills met. ``cut``: texts whose send had begun when the worker died."""

    webs: int = 0
    workers: int = 0
    cut: set[str] = field(default_factory=set)


def test_fifty_kills(postgres_store: Store, tmp_path: Path) -> None:
    damage = drill(postgres_store, tmp_path, Standin(seed=3), kills=25)
    assert (damage.webs, damage.workers) == (25, 25)


def test_kills_on_sqlite_without_receipts(sqlite_store: Store, tmp_path: Path) -> None:
    drill(sqlite_store, tmp_path, Standin(seed=4), kills=5, receipts=("message.any",))


def test_kills_where_the_engine_has_no_ids(sqlite_store: Store, tmp_path: Path) -> None:
    drill(sqlite_store, tmp_path, Standin(seed=5, engine="WEBJS"), kills=5)


def drill(
    store: Store,
    folder: Path,
    standin: Standin,
    *,
    kills: int,
    receipts: tuple[str, ...] = RECEIPTS,
) -> Damage:
    """So many kills of web processes and so many of the worker, side by side."""
    damage = Damage()
    with standin as waha, running(Machine(store, waha, folder, lease=LEASE)) as machine:
        webs = (machine.web("message"), machine.web(*receipts))
        worker = machine.worker()
        wait_for(*webs, worker)
        crowd = Crowd(waha, PEOPLE, seed=3)
        crowd.greet()
        waha.faults.add("delay", probability=0.8, seconds=0.1, calls="sendText")
        killers = (
            Killer(lambda dice: kill_webs(webs, damage, kills, dice), seed=1),
            Killer(lambda dice: kill_workers(machine, worker, damage, kills, dice), seed=2),
        )
        for killer in killers:
            killer.start()
        while any(killer.is_alive() for killer in killers):
            crowd.go_on()
            time.sleep(0.01)
        for killer in killers:
            killer.assert_went_well()
        crowd.wait_for_answers(60)
        judge(crowd, damage, own_ids=waha.has_own_ids)
        assert_webs_were_cut(waha, damage)
    return damage


class Killer(threading.Thread):
    """Kills beside the conversation; what went wrong in it is raised where it is joined."""

    def __init__(self, work: Callable[[random.Random], None], *, seed: int) -> None:
        super().__init__(daemon=True)
        self._work, self._dice = work, random.Random(seed)
        self._error: Exception | None = None

    def run(self) -> None:
        try:
            self._work(self._dice)
        except Exception as error:
            self._error = error

    def assert_went_well(self) -> None:
        if self._error:
            raise self._error


def kill_webs(webs: tuple[Web, ...], damage: Damage, kills: int, dice: random.Random) -> None:
    """One web process after another, each as soon as it serves and a moment longer."""
    for number in range(kills):
        web = webs[number % len(webs)]
        wait_for(web)
        time.sleep(dice.uniform(0, LONGEST_WAIT))
        web.kill_process()
        damage.webs += 1
    wait_for(*webs)


def kill_workers(
    machine: Machine, worker: Worker, damage: Damage, kills: int, dice: random.Random
) -> None:
    """The worker, again and again; what it was sending then is written down."""
    for _ in range(kills):
        time.sleep(dice.uniform(0, LONGEST_WAIT))
        worker.process.kill()
        damage.workers += 1
        damage.cut |= machine.store.sending()
        worker = machine.worker()
        wait_for(worker)


def judge(crowd: Crowd, damage: Damage, *, own_ids: bool) -> None:
    """Nothing lost or swapped; doubled only what was cut where nobody could know."""
    assert lost(crowd.people) == set()
    assert invented(crowd.people) == set()
    assert overtaken(crowd.people) == []
    assert damage.cut, "no kill met a send"
    assert doubled(crowd.people) <= (set() if own_ids else damage.cut)


def assert_webs_were_cut(waha: Standin, damage: Damage) -> None:
    """Some turn lost its web process: WAHA got no answer, and came again."""
    cut = [item for item in waha.deliveries if 0 in item.answers]
    assert len(cut) >= damage.webs / 5
    assert all(200 <= item.answers[-1] < 300 for item in cut)
