"""How the stand-in delivers events: signed, at once, tried again as WAHA tries."""

from itertools import pairwise

import pytest

from bot_flows.waha.payloads import parse
from bot_flows.waha.signature import is_valid
from bot_flows.waha.standin import Retry, Standin

ANA = "5541999990001"


@pytest.fixture
def told(standin, receiver):
    standin.add_webhook(receiver.url, hmac_key="key", retry=Retry(3, 2.0), events=["message"])
    return standin


def test_the_request_is_wahas(told, receiver):
    message_id = told.say(ANA, "olá, ção 😀", name="Ana")
    told.settle()
    [request] = receiver.came
    assert request.headers["user-agent"].startswith("WAHA/2026.")
    assert request.headers["content-type"] == "application/json"
    assert request.headers["x-webhook-hmac-algorithm"] == "sha512"
    assert is_valid(request.raw, request.headers["x-webhook-hmac"], ["key"])
    event = request.event
    assert request.headers["x-webhook-timestamp"] == str(event["timestamp"])
    assert event["id"].startswith("evt_")
    assert len(event["id"]) == 30
    said = parse(event)
    assert (said.text, said.name, said.key) == ("olá, ção 😀", "Ana", f"message:{message_id}")


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503, 304])
def test_every_answer_but_2xx_is_tried_again(told, receiver, status):
    receiver.answer = lambda number, request: (status if number < 3 else 202, {})
    told.say(ANA, "oi")
    told.settle()
    assert told.deliveries[0].answers == [status, status, 202]
    assert len({item.raw for item in receiver.came}) == 1
    assert len({item.headers["x-webhook-request-id"] for item in receiver.came}) == 1


def test_after_the_last_retry_the_event_is_dropped(told, receiver):
    receiver.answer = lambda number, request: (500, {})
    told.say(ANA, "oi")
    told.settle()
    assert told.deliveries[0].answers == [500] * 4


def test_nobody_listening_is_tried_again():
    with Standin(time_scale=0.001, webhook="http://127.0.0.1:9/", retry=Retry(2)) as waha:
        waha.say(ANA, "oi")
        waha.settle()
        assert waha.deliveries[0].answers == [0, 0, 0]


def test_by_default_it_tries_sixteen_times():
    assert (Retry().attempts, Retry().delay_seconds, Retry().policy) == (15, 2.0, "constant")


@pytest.mark.parametrize(
    ("policy", "pauses"),
    [("constant", [2, 2, 2]), ("linear", [2, 4, 6]), ("exponential", [4, 8, 16])],
)
def test_policies(policy, pauses):
    retry = Retry(3, 2.0, policy)
    assert [retry.pause(failures) for failures in (1, 2, 3)] == pauses
    assert retry.pause(1, retry_after=60) == 60


def test_it_waits_between_tries_as_long_as_it_is_asked_to(told, receiver):
    receiver.answer = lambda number, request: (429, {"Retry-After": "20"})
    told.say(ANA, "oi")
    told.settle()
    gaps = [later.at - earlier.at for earlier, later in pairwise(receiver.came)]
    assert min(gaps) >= 0.19


@pytest.mark.parametrize("status", [301, 302])
def test_a_redirect_turns_the_post_into_a_get_and_loses_the_event(told, receiver, status):
    place = {"Location": "/elsewhere/"}
    receiver.answer = lambda number, request: (status if number == 1 else 200, place)
    told.say(ANA, "oi")
    told.settle()
    assert [(item.method, len(item.raw) > 0) for item in receiver.came] == [
        ("POST", True),
        ("GET", False),
    ]
    assert told.deliveries[0].answers == [200]


@pytest.mark.parametrize("status", [307, 308])
def test_other_redirects_post_again(told, receiver, status):
    place = {"Location": "/elsewhere/"}
    receiver.answer = lambda number, request: (status if number == 1 else 200, place)
    told.say(ANA, "oi")
    told.settle()
    assert [item.method for item in receiver.came] == ["POST", "POST"]
    assert receiver.came[0].raw == receiver.came[1].raw


def test_message_and_message_any_have_their_own_event_ids(standin, receiver):
    standin.add_webhook(receiver.url, events=["message", "message.any"])
    standin.say(ANA, "oi")
    standin.settle()
    events = [item.event for item in receiver.came]
    assert sorted(event["event"] for event in events) == ["message", "message.any"]
    assert len({event["id"] for event in events}) == 2
    assert len({parse(event).key for event in events}) == 1
    assert "x-webhook-hmac" not in receiver.came[0].headers


def test_the_same_url_twice_gets_everything_twice(told, receiver):
    told.add_webhook(receiver.url, events=["message"])
    told.say(ANA, "oi")
    told.settle()
    assert len(receiver.came) == 2
    assert len({item.event["id"] for item in receiver.came}) == 1


def test_what_the_bot_sends_comes_back_as_sighting_and_acks(standin, client, receiver):
    standin.add_webhook(receiver.url)
    message_id = client.send_text(f"{ANA}@c.us", "olá")
    standin.settle()
    receipts = {parse(item.event) for item in receiver.came}
    assert {item.message_id for item in receipts} == {message_id}
    assert {item.ack for item in receipts} == {1, 2}
    assert receiver.events("message.any")[0]["payload"]["source"] == "api"
    assert receiver.events("message") == []


@pytest.mark.parametrize(("fault", "count"), [("double", 2), ("drop", 0)])
def test_doubled_and_dropped(told, receiver, fault, count):
    told.faults.add(fault, count=1)
    told.say(ANA, "oi")
    told.settle()
    assert len(receiver.came) == count
    told.say(ANA, "de novo")
    told.settle()
    assert len(receiver.came) == count + 1


def test_shuffled_events_arrive_in_another_order(told, receiver):
    told.faults.add("shuffle", seconds=30)
    said = [told.say(ANA, str(number)) for number in range(20)]
    told.settle()
    came = [parse(item.event).key.removeprefix("message:") for item in receiver.came]
    assert sorted(came) == sorted(said)
    assert came != said


def test_a_delayed_event_comes_later(told, receiver):
    told.faults.add("delay", calls="webhook", seconds=20)
    told.say(ANA, "oi")
    assert receiver.came == []
    told.settle()
    assert len(receiver.came) == 1


def test_a_thousand_messages_come_quickly(told, receiver):
    for number in range(1000):
        told.say(f"55419999{number % 50:05d}", "oi")
    told.settle(30)
    assert len({parse(item.event).key for item in receiver.came}) == 1000
