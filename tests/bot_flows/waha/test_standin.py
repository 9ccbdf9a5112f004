"""The stand-in's own endpoints, as WAHA documents them."""

import struct
import time
import zlib

import pytest
import requests

from bot_flows.waha.standin import Standin

ANA = "5541999990001"


@pytest.fixture
def call(standin):
    """Ask the stand-in as WAHA's API is asked."""
    with requests.Session() as session:
        session.headers["X-Api-Key"] = standin.api_key

        def ask(method, path, body=None, **more):
            return session.request(method, standin.url + path, json=body, timeout=10, **more)

        yield ask


def wait_for_status(standin, status):
    session = standin.sessions.get("default")
    for _ in range(500):
        if session.status == status:
            return
        time.sleep(0.01)
    raise AssertionError(f"{session.status} is not {status}")


def test_ping_needs_no_key_and_everything_else_does(standin):
    assert requests.get(f"{standin.url}/ping", timeout=5).json() == {"message": "pong"}
    for path in ("/health", "/api/sessions", "/api/server/version"):
        answer = requests.get(standin.url + path, timeout=5)
        assert answer.status_code == 401
        assert answer.json() == {"message": "Unauthorized", "statusCode": 401}
    key = {"x-api-key": standin.api_key}
    assert requests.get(f"{standin.url}/health", params=key, timeout=5).json()["status"] == "ok"


def test_bad_requests(call, standin):
    headers = {"Content-Type": "application/json"}
    assert call("POST", "/api/sendText", data=b"{", headers=headers).status_code == 400
    answer = call("POST", "/api/sendText", {"chatId": "x", "text": "y"})
    assert (answer.status_code, answer.json()["message"]) == (400, "Session name is required")
    assert call("GET", "/api/unknown").status_code == 404


@pytest.mark.parametrize("chat", [None, 7, f"{ANA}@s.whatsapp.net", "everybody"])
def test_a_bad_chat_is_a_500_that_echoes_the_request(call, chat):
    body = {"session": "default", "chatId": chat, "text": "segredo"}
    answer = call("POST", "/api/sendText", body)
    assert answer.status_code == 500
    assert answer.json()["request"]["body"] == body


def test_a_session_that_does_not_work_answers_422_after_a_wait(call, standin):
    standin.sessions.force(standin.sessions.get("default"), "FAILED")
    began = time.monotonic()
    body = {"session": "default", "chatId": f"{ANA}@c.us", "text": "oi"}
    answer = call("POST", "/api/sendText", body)
    assert time.monotonic() - began >= 0.1
    assert answer.status_code == 422
    assert answer.json()["status"] == "FAILED"
    assert answer.json()["expected"] == ["WORKING"]
    assert standin.sent == []


def test_a_session_that_comes_up_in_time_sends(call, standin):
    session = standin.sessions.get("default")
    standin.sessions.force(session, "STOPPED")
    standin.sessions.start(session)
    body = {"session": "default", "chatId": f"{ANA}@c.us", "text": "oi"}
    assert call("POST", "/api/sendText", body).status_code == 201


def test_a_sessions_life(call, standin, receiver):
    standin.add_webhook(receiver.url, events=["session.status"])
    assert call("POST", "/api/sessions/default/start").status_code == 422
    assert call("POST", "/api/sessions/default/stop").json()["status"] == "STOPPED"
    assert call("GET", "/api/sessions").json() == []
    assert call("GET", "/api/sessions?all=true").json()[0]["status"] == "STOPPED"
    assert call("POST", "/api/sessions/default/start").json()["status"] == "STARTING"
    wait_for_status(standin, "WORKING")
    assert call("GET", "/api/sessions/default/me").json()["pushName"] == "CapyVagas"
    call("POST", "/api/sessions/default/restart")
    wait_for_status(standin, "WORKING")
    call("POST", "/api/sessions/default/logout")
    wait_for_status(standin, "SCAN_QR_CODE")
    assert call("GET", "/api/sessions/default/me").json() is None
    standin.settle()
    told = {event["payload"]["status"] for event in receiver.events("session.status")}
    assert {"STOPPED", "STARTING", "WORKING", "SCAN_QR_CODE"} <= told


def test_codes_are_shown_renewed_and_give_up():
    with Standin(time_scale=0.0005, status="STOPPED") as waha:
        waha.sessions.start(waha.sessions.get("default"))
        wait_for_status(waha, "FAILED")
        assert waha.sessions.get("default").qr.startswith("2@")


def test_the_qr_code_in_its_three_forms(call, standin):
    assert call("GET", "/api/default/auth/qr").status_code == 422
    call("POST", "/api/sessions/default/logout")
    wait_for_status(standin, "SCAN_QR_CODE")
    picture = call("GET", "/api/default/auth/qr")
    assert picture.headers["content-type"] == "image/png"
    assert pixels_of(picture.content) == {0, 255}
    assert call("GET", "/api/default/auth/qr?format=raw").json()["value"].startswith("2@")
    asked = {"Accept": "application/json"}
    answer = call("GET", "/api/default/auth/qr", headers=asked).json()
    assert (answer["mimetype"], answer["data"][:5]) == ("image/png", "iVBOR")
    code = call("POST", "/api/default/auth/request-code", {"phoneNumber": ANA}).json()["code"]
    assert (len(code), code[4]) == (9, "-")
    assert standin.sessions.pair(standin.sessions.get("default"))


def pixels_of(png: bytes) -> set[int]:
    """Every value in a grey picture of one byte a pixel; its checksums are looked at too."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    place, data, side = 8, b"", 0
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        chunk = png[place + 8 : place + 8 + length]
        [check] = struct.unpack(">I", png[place + 8 + length : place + 12 + length])
        assert check == zlib.crc32(name + chunk)
        data += chunk if name == b"IDAT" else b""
        side = struct.unpack(">I", chunk[:4])[0] if name == b"IHDR" else side
        place += 12 + length
    rows = zlib.decompress(data)
    assert len(rows) == side * (side + 1)
    return {value for row in range(side) for value in rows[row * (side + 1) + 1 :][:side]}


def test_sessions_can_be_made_changed_and_taken_away(call, standin, receiver):
    hook = {"url": receiver.url, "events": ["message.any"], "hmac": {"key": "its-own"}}
    config = {"webhooks": [hook]}
    made = call("POST", "/api/sessions", {"name": "two", "start": True, "config": config})
    assert (made.status_code, made.json()["config"]) == (201, config)
    assert call("POST", "/api/sessions", {"name": "two"}).status_code == 422
    assert call("POST", "/api/sessions", {"name": "no spaces"}).status_code == 400
    standin.emit("message.any", {"id": "x"}, session="two")
    standin.settle()
    assert "x-webhook-hmac" in receiver.came[0].headers
    assert call("PUT", "/api/sessions/two", {"config": {}}).json()["config"] is None
    assert call("DELETE", "/api/sessions/two").status_code == 200
    assert call("GET", "/api/sessions/two").status_code == 404


def test_history(call, standin, client):
    standin.say(ANA, "primeira", sent_at=1_795_000_000)
    standin.say(ANA, "segunda", as_="lid", sent_at=1_795_000_100)
    client.send_text(f"{ANA}@c.us", "resposta")
    standin.say("5541999990002", "outra pessoa")
    path = f"/api/default/chats/{ANA}@c.us/messages"

    def texts(query=""):
        return [item["body"] for item in call("GET", f"{path}?{query}").json()]

    assert texts() == ["resposta", "segunda", "primeira"]
    assert texts("sortOrder=asc&limit=2") == ["primeira", "segunda"]
    assert texts("limit=1&offset=1") == ["segunda"]
    assert texts("filter.fromMe=true") == ["resposta"]
    assert texts("filter.timestamp.gte=1795000050&filter.timestamp.lte=1795000150") == ["segunda"]
    assert texts("filter.ack=READ") == []
    assert len(call("GET", "/api/default/chats/all/messages?limit=100").json()) == 4
    own = standin.sent[0].id
    for message_id in (own, f"true_{ANA}@c.us_{own}"):
        assert call("GET", f"{path}/{message_id}").json()["ackName"] == "DEVICE"
    assert call("GET", f"{path}/NOPE").status_code == 404


def test_lids_and_contacts(call, standin):
    standin.say(ANA, "oi")
    [pair] = call("GET", "/api/default/lids").json()
    assert pair["pn"] == f"{ANA}@c.us"
    assert call("GET", "/api/default/lids/count").json() == {"count": 1}
    for lid in (pair["lid"], pair["lid"].replace("@", "%40"), pair["lid"].removesuffix("@lid")):
        assert call("GET", f"/api/default/lids/{lid}").json() == pair
    assert call("GET", f"/api/default/lids/pn/{ANA}").json() == pair
    assert call("GET", "/api/default/lids/1").json() == {"lid": "1@lid", "pn": None}
    exists = "/api/contacts/check-exists?session=default&phone="
    assert call("GET", exists + ANA).json() == {"numberExists": True, "chatId": f"{ANA}@c.us"}
    assert call("GET", exists + "1").json() == {"numberExists": False}


def test_presence(call, standin):
    path = "/api/default/presence"
    typing = {"presence": "typing", "chatId": f"{ANA}@c.us"}
    assert call("POST", path, typing).status_code == 201
    assert standin.world.typing == {ANA}
    for wrong in ({"presence": "typing"}, {"presence": "online", "chatId": "x"}, {"presence": "?"}):
        assert call("POST", path, wrong).status_code == 400


def test_a_repeated_own_id_is_kept_twice_unless_told_otherwise(client, standin):
    for _ in range(2):
        client.send_text(f"{ANA}@c.us", "olá", message_id="3EB0AA")
    assert [item.id for item in standin.sent] == ["3EB0AA", "3EB0AA"]
    standin.reset()
    standin.dedup = True
    for _ in range(2):
        client.send_text(f"{ANA}@c.us", "olá", message_id="3EB0AA")
    assert len(standin.sent) == 1


def test_faults_follow_their_seed(client, standin):
    def failures():
        standin.faults.seed(7)
        standin.faults.add("500", probability=0.5)
        told = []
        for _ in range(20):
            try:
                client.send_text(f"{ANA}@c.us", "olá")
            except Exception:
                told.append(1)
            else:
                told.append(0)
        standin.faults.clear()
        return told

    first = failures()
    assert 0 < sum(first) < 20
    assert failures() == first
    with pytest.raises(ValueError, match="no such fault"):
        standin.faults.add("earthquake")


def test_waiting_for_the_bot(client, standin):
    client.send_text(f"{ANA}@c.us", "olá")
    assert standin.wait_for(1, contact=ANA, text="olá")[0].chat == f"{ANA}@c.us"
    with pytest.raises(TimeoutError, match="0 of 1"):
        standin.wait_for(1, text="nunca dito", timeout=0.05)


def test_media_can_be_fetched_with_the_key_alone(call, standin, receiver):
    standin.add_webhook(receiver.url, events=["message"])
    standin.say(ANA, kind="image")
    standin.settle()
    media = receiver.came[0].event["payload"]["media"]
    path = media["url"].removeprefix(standin.url)
    assert call("GET", path).content.startswith(b"\x89PNG")
    assert requests.get(media["url"], timeout=5).status_code == 401


def test_it_listens_on_loopback_alone(standin):
    assert standin._server.server_address[0] == "127.0.0.1"
