"""The phone page's own endpoints: what they do, and whom they refuse."""

import threading
from dataclasses import replace

import pytest
import requests

from bot_flows.waha.payloads import parse
from bot_flows.waha.standin.webhooks import Delivery, Retry, Webhook

ANA = "5541999990001"


@pytest.fixture
def told(standin, receiver):
    standin.add_webhook(receiver.url, events=["message.any", "call.received"])
    return standin


def post(standin, path, body, **headers):
    return requests.post(f"{standin.url}/_standin/{path}", json=body, headers=headers, timeout=10)


def news(standin, query=""):
    return requests.get(f"{standin.url}/_standin/messages?{query}", timeout=30).json()


def test_somebody_speaks(told, receiver):
    said = {"contact": "+55 (41) 99999-0001", "text": "oi", "name": "Ana", "as": "lid"}
    answer = post(told, "say", {**said, "duplicate": 2})
    told.settle()
    heard = [parse(item.event) for item in receiver.came]
    assert {item.key for item in heard} == {f"message:{answer.json()['id']}"}
    assert len(heard) == 3
    assert heard[0].chat_id.endswith("@lid")
    assert heard[0].aliases[1] == f"{ANA}@c.us"


@pytest.mark.parametrize(
    "kind",
    ["audio", "image", "video", "sticker", "document", "location", "contact", "call"],
)
@pytest.mark.parametrize("engine", ["GOWS", "NOWEB", "WEBJS"])
def test_every_kind_is_understood(told, receiver, kind, engine):
    told.engine = engine
    post(told, "say", {"contact": ANA, "kind": kind})
    told.settle()
    assert [parse(item.event).kind for item in receiver.came] == [kind]


@pytest.mark.parametrize("engine", ["GOWS", "NOWEB", "WEBJS"])
def test_staff_types_on_the_bots_phone(told, receiver, engine):
    told.engine = engine
    post(told, "say", {"contact": ANA, "text": "#bot", "staff": True})
    told.settle()
    [heard] = [parse(item.event) for item in receiver.came]
    assert (heard.kind, heard.text, heard.chat_id) == ("staff", "#bot", f"{ANA}@c.us")
    assert news(told)["messages"][0]["from"] == "staff"


def test_the_last_message_can_be_repeated(told, receiver):
    assert post(told, "repeat", {"contact": ANA}).status_code == 400
    post(told, "say", {"contact": ANA, "text": "oi"})
    post(told, "repeat", {"contact": ANA})
    told.settle()
    assert len({item.event["id"] for item in receiver.came}) == 2
    assert len({parse(item.event).key for item in receiver.came}) == 1


def test_what_both_sides_said(standin, client):
    standin.say(ANA, "oi", name="Ana")
    first = news(standin)
    assert [(item["from"], item["text"]) for item in first["messages"]] == [("person", "oi")]
    assert first["contacts"][0]["name"] == "Ana"
    client.start_typing(f"{ANA}@c.us")
    assert news(standin)["typing"] == [ANA]
    client.send_image(
        f"{ANA}@c.us", b"\x89PNG", mimetype="image/png", filename="a.png", caption="olha"
    )
    since = news(standin, f"since={first['cursor']}")
    assert [item["from"] for item in since["messages"]] == ["bot"]
    assert since["typing"] == []
    shown = requests.get(standin.url + since["messages"][0]["media"]["url"], timeout=5)
    assert (shown.content, shown.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert news(standin, f"since={since['cursor']}")["messages"] == []


def test_a_file_of_the_bot_is_never_shown_as_a_page(standin, client):
    client.send_file(f"{ANA}@c.us", b"<script>", mimetype="text/html", filename="x", caption="")
    url = news(standin)["messages"][0]["media"]["url"]
    answer = requests.get(standin.url + url, timeout=5)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"


def test_waiting_for_news_ends_when_there_is_some(standin):
    standin.world.contact(ANA, "Ana")
    cursor = news(standin)["cursor"]
    standin.clock.after(10, lambda: standin.say(ANA, "oi"))
    assert news(standin, f"since={cursor}&wait=20")["messages"][0]["text"] == "oi"


def test_faults_and_the_connection(standin):
    answer = post(standin, "faults", {"kind": "500", "count": 3, "seed": 1})
    assert answer.json()["faults"][0] == {
        "kind": "500",
        "calls": "send",
        "probability": 1.0,
        "count": 3,
    }
    assert post(standin, "faults", {"clear": True}).json() == {"faults": []}
    assert post(standin, "faults", {"kind": "earthquake"}).status_code == 400
    assert post(standin, "session", {"action": "scan"}).status_code == 400
    assert post(standin, "session", {"action": "stop"}).json() == {"status": "STOPPED"}
    assert news(standin)["session"] == "STOPPED"
    assert post(standin, "session", {"action": "start"}).json() == {"status": "STARTING"}


def test_any_event_can_be_emitted(standin, receiver):
    standin.add_webhook(receiver.url, events=["*"])
    assert post(standin, "emit", {"event": "poll.vote", "payload": {}}).status_code == 200
    assert post(standin, "emit", {"event": "poll.vote"}).status_code == 400
    standin.settle()
    assert [item.event["event"] for item in receiver.came] == ["poll.vote"]


def test_beginning_anew(standin):
    post(standin, "contacts", {"phone": ANA, "name": "Ana"})
    standin.say(ANA, "oi")
    before = news(standin)
    post(standin, "reset", {})
    after = news(standin)
    assert after["messages"] == after["contacts"] == []
    assert after["era"] != before["era"]
    assert after["session"] == "WORKING"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"contact": "12"},
        {"contact": ANA, "kind": "smoke"},
        {"contact": ANA, "as": "g.us"},
        {"contact": "٤١٩٩٩٩٩٠٠٠١"},
        {"contact": "1" * 16},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(standin, body):
    answer = post(standin, "say", body)
    assert answer.status_code == 400
    assert answer.json()["message"].endswith(".")
    assert standin.world.messages == []


def test_another_page_may_not_speak_for_us(standin):
    said = {"contact": ANA, "text": "oi"}
    assert post(standin, "say", said, Origin="https://example.org").status_code == 403
    assert post(standin, "say", said, Origin="null").status_code == 403
    assert post(standin, "say", said, Host="example.org").status_code == 403
    assert requests.post(f"{standin.url}/_standin/say", data="{}", timeout=5).status_code == 415
    assert standin.world.messages == []
    assert post(standin, "say", said, Origin=standin.url).status_code == 200


@pytest.mark.parametrize("body", [b"{", b"[]", b"7"])
def test_a_body_that_is_no_object(standin, body):
    headers = {"Content-Type": "application/json"}
    url = f"{standin.url}/_standin/say"
    assert requests.post(url, data=body, headers=headers, timeout=5).status_code == 400


def test_another_host_may_not_read(standin):
    strange = {"Host": "example.org:3000"}
    for path in ("/", "/_standin/messages"):
        assert requests.get(standin.url + path, headers=strange, timeout=5).status_code == 403


def test_the_page_and_nothing_else_is_served(standin):
    page = requests.get(f"{standin.url}/", timeout=5)
    assert 'lang="pt-BR"' in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for name in ("phone.css", "phone.js", "format.js", "capivara.svg"):
        assert requests.get(f"{standin.url}/{name}", timeout=5).status_code == 200
    for path in ("/client.py", "/..%2fclient.py", "/%2e%2e/client.py", "/phone/index.html", "/x"):
        assert requests.get(standin.url + path, timeout=5).status_code == 404


def undelivered(standin):
    return news(standin)["undelivered"]


def test_an_event_that_was_refused_is_told_and_the_notice_goes_when_it_is_taken(told, receiver):
    open_again, before = threading.Event(), []

    def answer(number, request):
        if not open_again.is_set():
            return 503, {}
        before.append(told.world.revision)
        return 200, {}

    receiver.answer = answer
    told.say(ANA, "oi")
    assert told.world.wait(lambda: told.undelivered == 1, 10)
    assert undelivered(told) == 1
    open_again.set()
    assert told.world.wait(lambda: before and told.world.revision > before[0], 10)
    assert undelivered(told) == 0
    [delivery] = told.deliveries
    assert delivery.done
    assert {*delivery.answers} == {503, 200}


def test_an_event_that_is_given_up_is_told_no_more(standin, receiver):
    standin.add_webhook(receiver.url, events=["message"], retry=Retry(attempts=1))
    receiver.answer = lambda number, request: (503, {})
    standin.say(ANA, "oi")
    standin.settle()
    assert standin.deliveries[0].answers == [503, 503]
    assert undelivered(standin) == 0


def test_an_event_that_was_taken_at_once_is_never_told(told, receiver):
    told.say(ANA, "oi")
    told.settle()
    revision = told.world.revision
    told.emit("message.any", {"id": "x"})
    told.settle()
    assert len(told.deliveries) == 2
    assert told.world.revision == revision
    assert undelivered(told) == 0


def test_a_delivery_whose_last_answer_was_yes_is_not_refused():
    """Between the answer and the end of the delivery the page may look."""
    delivery = Delivery("message", Webhook("http://127.0.0.1:9/"), b"", {}, [503, 200])
    assert not delivery.refused
    assert replace(delivery, answers=[200, 503]).refused
    assert not replace(delivery, answers=[503], done=True).refused
    assert replace(delivery, answers=[0]).refused
