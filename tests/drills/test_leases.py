"""A lane longer than its lease: the next sender comes between two calls, never into one."""

import time
from pathlib import Path

import pytest

from bot_flows.waha.standin import Standin

from .crowd import Crowd, doubled, lost, overtaken
from .machine import Machine, running, wait_for
from .stores import Store

pytestmark = [pytest.mark.drill, pytest.mark.django_db, pytest.mark.timeout(240)]
LEASE, A_SEND = 3, 0.8  # seconds
PEOPLE, ROUNDS, A_ROUND = 8, 40, 0.25


def test_a_lane_longer_than_its_lease(sqlite_store: Store, tmp_path: Path) -> None:
    machine = Machine(sqlite_store, Standin(seed=6), tmp_path, lease=LEASE)
    with machine.waha as waha, running(machine):
        wait_for(machine.web("message"), machine.worker(), machine.worker())
        crowd = Crowd(waha, PEOPLE, seed=6)
        crowd.greet()
        waha.faults.add("delay", seconds=A_SEND, calls="sendText")
        for _ in range(ROUNDS):  # every new message wakes somebody who would like to send
            crowd.go_on(most_unanswered=ROUNDS)
            time.sleep(A_ROUND)
        crowd.wait_for_answers(90)
        assert lost(crowd.people) == set()
        assert doubled(crowd.people) == set()
        assert overtaken(crowd.people) == []
