"""Everything twice, in any order, on two web processes, with a WAHA that fails: one answer each."""

from pathlib import Path

import pytest

from bot_flows.waha.standin import Standin

from .crowd import PROMPT, Crowd, doubled, invented, lost, overtaken
from .machine import Machine, running, wait_for
from .stores import GREETING, Store

pytestmark = pytest.mark.django_db  # the runner's migrated database is what stores copy
A_THIRD, A_TENTH = 1 / 3, 0.1

QUEUED = """
    SELECT a.address, m.text FROM bot_flows_outboundmessage m
    JOIN bot_flows_contactalias a ON a.contact_id = m.contact_id
    WHERE a.address LIKE '%@c.us' ORDER BY m.contact_id, m.number
"""
TRIED_AGAIN = "SELECT count(*) FROM bot_flows_outboundmessage WHERE attempts > 1"
UNFINISHED = """
    SELECT (SELECT count(*) FROM bot_flows_inboundevent WHERE answered_at IS NULL),
        (SELECT count(*) FROM bot_flows_outboundmessage WHERE status <> 'sent')
"""


@pytest.mark.drill
@pytest.mark.timeout(240)
def test_a_thousand_messages_in_disorder(store: Store, tmp_path: Path) -> None:
    disorder(store, tmp_path, people=50, each=20, timeout=120)


def test_a_hundred_messages_in_disorder(sqlite_store: Store, tmp_path: Path) -> None:
    disorder(sqlite_store, tmp_path, people=20, each=5, timeout=60)


def disorder(store: Store, folder: Path, *, people: int, each: int, timeout: float) -> None:
    """One web process hears ``message``, another ``message.any`` and the receipts."""
    with Standin(seed=7) as waha, running(Machine(store, waha, folder)) as machine:
        webs = (machine.web("message"), machine.web("message.any", "message.ack"))
        wait_for(*webs, machine.worker())
        crowd = Crowd(waha, people, seed=7)
        crowd.greet()
        trouble(waha)
        crowd.talk(each, timeout=timeout)
        crowd.listen(10, lambda: store.rows(UNFINISHED) == [(0, 0)])
        judge(store, crowd)
        assert_there_was_trouble(store, waha, people * each)


def trouble(waha: Standin) -> None:
    """A third delivered twice, half of it late, and one send in five gone wrong."""
    waha.faults.add("double", probability=A_THIRD)
    waha.faults.add("shuffle", probability=0.5, seconds=1.0)
    waha.faults.add("500", probability=A_TENTH, calls="sendText")
    waha.faults.add("lost", probability=A_TENTH, calls="sendText")


def judge(store: Store, crowd: Crowd) -> None:
    """Each message has its one answer, in order, and the lanes were kept."""
    assert lost(crowd.people) == set()
    assert doubled(crowd.people) == set()
    assert invented(crowd.people) == set()
    assert overtaken(crowd.people) == []
    assert all(person.heard[:2] == [GREETING, PROMPT] for person in crowd.people)
    assert store.rows(UNFINISHED) == [(0, 0)]
    assert {p.phone: p.heard for p in crowd.people} == lanes(store)


def lanes(store: Store) -> dict[str, list[str]]:
    """For each phone what was to be sent, in the order of its numbers."""
    found: dict[str, list[str]] = {}
    for address, text in store.rows(QUEUED):
        found.setdefault(str(address).removesuffix("@c.us"), []).append(str(text))
    return found


def assert_there_was_trouble(store: Store, waha: Standin, messages: int) -> None:
    """The drill met what it is about."""
    heard = [item for item in waha.deliveries if item.event in ("message", "message.any")]
    copies = [item for item in heard if b'"fromMe": false' in item.body]
    assert len(copies) > messages * 2 * (1 + A_THIRD / 2)
    [(again,)] = store.rows(TRIED_AGAIN)
    assert isinstance(again, int)
    assert again > messages * A_TENTH / 3
