"""Polls, lists and votes: what the client sends, what the stand-in does, what is read of it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_flows.waha.client import Client, Description, WahaError
from bot_flows.waha.payloads import Incoming, parse
from bot_flows.waha.standin import Standin

from .bodies import AT, LID, PHONE, envelope, gows, noweb
from .receiver import Receiver

CHAT = f"{PHONE}@c.us"
OPTIONS = ("Vagas", "Cursos")


def vote(chat: str = CHAT, **more: Any) -> dict[str, Any]:
    """A vote's payload; ``more`` replaces fields of the vote, ``poll`` those of the poll."""
    poll = more.pop("poll", {})
    data = more.pop("_data", None)
    return {
        "vote": {
            "id": f"false_{chat}_VOTE1",
            "to": "me",
            "from": chat,
            "fromMe": False,
            "selectedOptions": ["Vagas"],
            "timestamp": AT * 1000,
            **more,
        },
        "poll": {
            "id": f"true_{chat}_POLL1",
            "to": chat,
            "from": "me",
            "fromMe": True,
            **poll,
        },
        "_data": data,
    }


def read(payload: object, event: str = "poll.vote") -> Any:
    return parse(envelope(event, payload))


def test_a_vote_is_the_option_of_that_poll() -> None:
    found = read(vote())
    assert isinstance(found, Incoming)
    assert (found.kind, found.text, found.key) == ("vote", "Vagas", "vote:POLL1:VOTE1")
    assert (found.chat_id, found.aliases) == (CHAT, (CHAT,))
    assert found.sent_at.timestamp() == AT


def test_a_vote_that_failed_says_no_option() -> None:
    found = read(vote(selectedOptions=[]), "poll.vote.failed")
    assert (found.kind, found.text, found.key) == ("vote_lost", "", "vote:POLL1:VOTE1")


def test_a_vote_under_a_lid_knows_the_phone_where_the_engine_tells_it() -> None:
    data = {"Info": {"Chat": f"{LID}@lid", "SenderAlt": f"{PHONE}@s.whatsapp.net"}}
    found = read(vote(f"{LID}@lid", _data=data))
    assert found.aliases == (f"{LID}@lid", CHAT)


def test_another_vote_has_another_key_and_the_same_one_the_same() -> None:
    keys = [read(vote(id=f"false_{CHAT}_{name}")).key for name in ("A", "A", "B")]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    "payload",
    [
        vote(selectedOptions=[]),
        vote(selectedOptions=None),
        vote(selectedOptions=[7, None, ""]),
        vote(fromMe=True),
        vote(poll={"fromMe": False, "id": f"false_{CHAT}_POLL1"}),
        vote("120363000000000000@g.us"),
        vote(id=""),
        vote(id="x" * 500),
        vote(poll={"id": None}),
        {"vote": None, "poll": None},
        {"vote": [], "poll": 7},
    ],
)
def test_what_is_no_vote_for_us(payload: object) -> None:
    assert read(payload) is None


ANY = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just([{}]) | st.just({})


@given(st.lists(st.tuples(st.sampled_from(("vote", "poll")), st.text("abc"), ANY), max_size=4))
@settings(deadline=None)
def test_nothing_in_a_vote_makes_it_raise(changes: list[tuple[str, str, object]]) -> None:
    payload = vote()
    names = [*payload["vote"]]
    for number, (part, word, value) in enumerate(changes):
        payload[part] = {**payload[part], names[(len(word) + number) % len(names)]: value}
    for event in ("poll.vote", "poll.vote.failed"):
        found = read(payload, event)
        assert found is None or found.aliases[0] == found.chat_id


def row(id_name: str, **more: Any) -> dict[str, Any]:
    return {
        "listResponseMessage": {
            "title": "Vagas",
            "singleSelectReply": {f"selectedRow{id_name}": "Vagas"},
            "contextInfo": {f"stanza{id_name}": "LIST1"},
            **more,
        }
    }


@pytest.mark.parametrize(("maker", "id_name"), [(gows, "ID"), (noweb, "Id")])
@pytest.mark.parametrize("body", ["Vagas", None])
def test_a_row_of_a_list_is_the_option_of_that_list(
    maker: Any, id_name: str, body: str | None
) -> None:
    found = parse(envelope("message", maker(message=row(id_name), body=body)))
    assert isinstance(found, Incoming)
    assert (found.kind, found.text) == ("vote", "Vagas")
    assert found.key == "tap:LIST1:3A5C4F0E11223344AABB"


def test_a_row_of_a_list_that_is_not_told_is_a_text() -> None:
    found = parse(envelope("message", gows(message=row("ID", contextInfo=None), body=None)))
    assert isinstance(found, Incoming)
    assert (found.kind, found.text) == ("text", "Vagas")
    assert found.key == "message:3A5C4F0E11223344AABB"


# The client and the stand-in


def test_a_poll_is_sent_under_our_own_id(client: Client, standin: Standin) -> None:
    own = client.new_message_id()
    assert client.send_poll(CHAT, "E aí?", OPTIONS, message_id=own) == own
    (sent,) = standin.sent
    assert (sent.kind, sent.text, sent.options) == ("poll", "E aí?", OPTIONS)
    assert client.was_sent(CHAT, str(own))


def test_a_list_is_sent(client: Client, standin: Standin) -> None:
    sent_id = client.send_list(CHAT, "Escolha", "E aí?", "Ver", OPTIONS)
    (sent,) = standin.sent
    assert (sent.id, sent.kind, sent.text, sent.options) == (sent_id, "list", "E aí?", OPTIONS)


@pytest.mark.parametrize(
    ("engine", "tier", "version", "lacks"),
    [
        ("WEBJS", "PLUS", "2026.7.1", {"poll", "list"}),
        ("GOWS", "CORE", "2026.5.1", {"list", "image"}),
        ("NOWEB", "PLUS", "2025.8.1", {"list"}),
        ("NOWEB", "PLUS", "2026.5.1", set()),
        ("GOWS", "CORE", "2026.6.1", set()),
    ],
)
def test_what_an_account_lacks_is_refused_for_good(
    engine: str, tier: str, version: str, lacks: set[str]
) -> None:
    with (
        Standin(engine=engine, tier=tier, version=version) as waha,
        Client(waha.url, waha.api_key, "default") as client,
    ):
        calls = {
            "poll": lambda: client.send_poll(CHAT, "E aí?", OPTIONS),
            "list": lambda: client.send_list(CHAT, "Escolha", "E aí?", "Ver", OPTIONS),
            "image": lambda: client.send_image(
                CHAT, b"x", mimetype="image/png", filename="a.png", caption=""
            ),
        }
        refused = dict[str, bool]()
        for name, call in calls.items():
            try:
                call()
            except WahaError as error:
                refused[name] = error.permanent
        assert refused == dict.fromkeys(lacks, True)
        assert client.describe() == Description(engine, tier, version)


@pytest.mark.parametrize("engine", ["GOWS", "NOWEB"])
@pytest.mark.parametrize("as_", ["c.us", "lid"])
def test_the_stand_ins_votes_are_read(engine: str, as_: str, receiver: Receiver) -> None:
    with (
        Standin(engine=engine, webhook=receiver.url, time_scale=0.01) as waha,
        Client(waha.url, waha.api_key, "default") as client,
    ):
        poll = client.send_poll(CHAT, "E aí?", OPTIONS)
        client.send_list(CHAT, "Escolha", "E aí?", "Ver", OPTIONS)
        waha.tap(PHONE, "Cursos", message=poll, as_=as_)
        waha.tap(PHONE, "Vagas", as_=as_)
        waha.settle()
        (voted,) = receiver.events("poll.vote")
        found = parse(voted)
        assert isinstance(found, Incoming)
        assert (found.kind, found.text) == ("vote", "Cursos")
        assert found.key.startswith(f"vote:{poll}:")
        assert CHAT in found.aliases
        rows = [parse(event) for event in receiver.events("message.any")]
        (picked,) = [item for item in rows if isinstance(item, Incoming)]
        assert (picked.kind, picked.text) == ("vote", "Vagas")


@pytest.mark.parametrize(
    ("fault", "events"),
    [("lost_vote", []), ("failed_vote", ["poll.vote.failed"]), ("", ["poll.vote"])],
)
def test_votes_fail_on_request(
    client: Client, standin: Standin, receiver: Receiver, fault: str, events: list[str]
) -> None:
    standin.add_webhook(receiver.url, events=("poll.vote", "poll.vote.failed"))
    client.send_poll(CHAT, "E aí?", OPTIONS)
    if fault:
        standin.faults.add(fault, count=1)
    standin.tap(PHONE, "Vagas")
    standin.settle()
    assert [item.event["event"] for item in receiver.came] == events
    assert standin.sent[0].vote == "Vagas"
    assert standin.faults.active() == []


def test_what_cannot_be_tapped(client: Client, standin: Standin) -> None:
    with pytest.raises(LookupError):
        standin.tap(PHONE, "Vagas")
    client.send_poll(CHAT, "E aí?", OPTIONS)
    with pytest.raises(LookupError):
        standin.tap(PHONE, "Outra")


def test_a_fault_of_votes_is_none_of_calls(standin: Standin) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        standin.faults.add("lost_vote", calls="send")
