"""The client against the stand-in server: every shape of answer, every error."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from bot_flows.waha.client import Client, WahaError
from bot_flows.waha.standin import Standin

ANA = "5541999990001@c.us"
SECRET = "texto que ninguém mais deve ler"


def failure(call) -> WahaError:
    with pytest.raises(WahaError) as caught:
        call()
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(caught.value.__context__)
    return caught.value


@pytest.mark.parametrize("engine", ["GOWS", "NOWEB", "WEBJS"])
def test_the_id_is_read_from_each_engines_answer(engine):
    with Standin(engine=engine) as waha, Client(waha.url, waha.api_key, "default") as client:
        message_id = client.send_text(ANA, "olá")
        photo = client.send_image(
            ANA, b"\x89PNG", mimetype="image/png", filename="a.png", caption="c"
        )
        paper = client.send_file(
            ANA, b"%PDF", mimetype="application/pdf", filename="b.pdf", caption=""
        )
        assert [item.id for item in waha.sent] == [message_id, photo, paper]
        assert [item.kind for item in waha.sent] == ["text", "image", "document"]
        assert waha.sent[1].media.data == b"\x89PNG"
        assert (waha.sent[1].text, waha.sent[2].media.filename) == ("c", "b.pdf")


@pytest.mark.parametrize("engine", ["GOWS", "NOWEB"])
def test_an_own_id_is_kept_and_can_be_looked_up(engine):
    with Standin(engine=engine) as waha, Client(waha.url, waha.api_key, "default") as client:
        own = client.new_message_id()
        assert not client.was_sent(ANA, own)
        assert client.send_text(ANA, "olá", message_id=own) == own
        assert client.was_sent(ANA, own)
        assert client.was_sent("123@lid", own), "kept under the person's other address"


def test_a_message_that_whatsapp_refused_was_not_sent(standin, client):
    own = client.send_text(ANA, "olá")
    standin.world.acknowledge(standin.sent[0], -1)
    assert not client.was_sent(ANA, own)


@pytest.mark.parametrize(("engine", "version"), [("WEBJS", "2026.7.1"), ("GOWS", "2026.4.2")])
def test_without_own_ids_it_asks_only_once(engine, version):
    with (
        Standin(engine=engine, version=version) as waha,
        Client(waha.url, waha.api_key, "default") as client,
    ):
        assert client.new_message_id() is None
        waha.close()
        assert client.new_message_id() is None


def test_a_session_that_is_down_does_not_mean_that_there_are_no_ids(standin, client):
    session = standin.sessions.get("default")
    standin.sessions.force(session, "STOPPED")
    assert failure(client.new_message_id).kind == "not_working"
    standin.sessions.force(session, "WORKING")
    assert client.new_message_id()


def test_signs_of_a_person(standin, client):
    standin.say("5541999990001", "oi")
    client.send_seen(ANA)
    assert standin.world.messages[0].ack == 3
    client.start_typing(ANA)
    assert standin.world.typing == {"5541999990001"}
    client.stop_typing(ANA)
    assert standin.world.typing == set()


def test_what_it_can_ask(standin, client):
    assert client.status() == "WORKING"
    assert client.version()["engine"] == "GOWS"
    standin.say("5541999990001", "oi")
    lid = client.find_lid(ANA)
    assert lid.endswith("@lid")
    assert client.find_phone(lid) == ANA
    standin.say("5541999990001", "oi", hidden=True)
    assert client.find_phone(lid) is None


def send(client):
    return lambda: client.send_text(ANA, SECRET)


def flags(error):
    return error.kind, error.permanent, error.sent_unknown


def test_a_wrong_key(standin):
    with Client(standin.url, "wrong", "default") as client:
        assert flags(failure(send(client))) == ("auth", False, False)


@pytest.mark.parametrize("status", ["STOPPED", "STARTING", "SCAN_QR_CODE", "FAILED"])
def test_whatsapp_is_not_connected(standin, client, status):
    standin.sessions.force(standin.sessions.get("default"), status)
    error = failure(send(client))
    assert flags(error) == ("not_working", False, False)
    assert status in str(error)


def test_a_session_that_nobody_created(standin):
    with Client(standin.url, standin.api_key, "nobody") as client:
        assert flags(failure(send(client))) == ("not_working", False, False)
        assert flags(failure(client.status)) == ("refused", False, False)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("463", ("timelock", False, False)),
        ("500", ("refused", False, False)),
        ("502", ("lost", False, True)),
        ("lost", ("lost", False, True)),
    ],
)
def test_errors_are_told_apart(standin, client, fault, expected):
    standin.faults.add(fault, count=1)
    assert flags(failure(send(client))) == expected
    assert len(standin.sent) == (1 if fault == "lost" else 0)
    assert client.send_text(ANA, "depois")


def test_an_answer_that_takes_too_long_is_lost(standin):
    standin.faults.add("delay", seconds=100)  # times the scale of 0.01: one second
    with Client(standin.url, standin.api_key, "default", read_timeout=0.2) as client:
        assert flags(failure(send(client))) == ("lost", False, True)


def test_nobody_listens():
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}", "key", "default") as client:
        assert flags(failure(send(client))) == ("network", False, False)


def test_an_unusable_address_never_leaves():
    with Client("waha:3000", "key", "default") as client:
        assert failure(send(client)).kind == "network"


def test_an_engine_without_the_call_is_permanent(standin, client):
    with Standin(engine="WEBJS") as waha, Client(waha.url, waha.api_key, "default") as other:
        error = failure(lambda: other._get("/api/default/chats/all/messages"))
        assert flags(error) == ("unsupported", True, False)
    assert failure(lambda: client._get("/api/nothing/here")).permanent


def test_a_question_about_a_message_that_fails_says_that_it_may_be_out(standin, client):
    standin.faults.add("500", calls="/api/default/chats/")
    error = failure(lambda: client.was_sent(ANA, "3EB0AA"))
    assert flags(error) == ("refused", False, True)


class Canned:
    """A server that answers one thing to everything, as WAHA or something before it might."""

    def __init__(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}"
        self._body = body
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        with connection:
            connection.recv(65_536)
            more = "\r\nLocation: /elsewhere" if " 30" in self._head else ""
            connection.sendall(
                f"{self._head}{more}\r\nConnection: close\r\n\r\n".encode() + self._body
            )

    def __enter__(self) -> "Canned":
        return self

    def __exit__(self, *exception: object) -> None:
        self._thread.join(timeout=5)
        self._listener.close()


@pytest.mark.parametrize(
    ("body", "message_id"),
    [
        (b'{"key":{"id":"ABC"}}', "ABC"),
        (b'{"id":"true_5541@c.us_ABC"}', "ABC"),
        (b'{"id":"ABC"}', "ABC"),
        (b'{"id":{"id":"ABC","_serialized":"true_5541@c.us_ABC"}}', "ABC"),
        (b'{"id":{"_serialized":"true_5541@c.us_ABC"}}', ""),
        (b'{"id":7,"key":"x"}', ""),
        (b"[]", ""),
        (b"null", ""),
        (b"", ""),
        (b"<p>ok</p>", ""),
    ],
)
def test_answers_to_a_send(body, message_id):
    with Canned(201, body) as waha, Client(waha.url, "key", "default") as client:
        assert client.send_text(ANA, "olá") == message_id


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, b'{"message":"Session name is required"}', ("refused", True, False)),
        (403, b'{"message":"Forbidden"}', ("auth", False, False)),
        (413, b"", ("refused", True, False)),
        (429, b"{}", ("refused", False, False)),
        (301, b"", ("refused", True, False)),
        (422, b'{"message":"available only in Plus version"}', ("unsupported", True, False)),
        (422, b"[1]", ("not_working", False, False)),
        (500, b"Internal Server Error", ("lost", False, True)),
        (500, b'{"exception":{"name":"TypeError","message":"x"}}', ("refused", False, False)),
        (500, b'{"exception":{"name":"Error","message":"timed out"}}', ("refused", False, True)),
        (500, b'{"exception":"error 463"}', ("refused", False, True)),
        (501, b"{}", ("unsupported", True, False)),
        (504, b"<p>Gateway</p>", ("lost", False, True)),
    ],
)
def test_refusals(status, body, expected):
    with Canned(status, body) as waha, Client(waha.url, "key", "default") as client:
        assert flags(failure(send(client))) == expected


def test_an_error_carries_no_word_of_the_message_and_no_key():
    echo = f'{{"exception":{{"name":"{SECRET}","message":"{SECRET} error 400"}}}}'.encode()
    with Canned(500, echo) as waha, Client(waha.url, "the-key", "default") as client:
        error = failure(send(client))
    assert str(error) == "refused (HTTP 500, error 400)"


def test_threads_share_a_client_and_keep_their_connections(standin, client):
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda number: client.send_text(ANA, f"{number}"), range(80)))
    assert len(set(ids)) == 80
    assert sorted(int(item.text) for item in standin.sent) == list(range(80))
    assert standin.connections <= 9


def test_it_asks_for_no_link_preview_and_sends_its_key_in_a_header(receiver):
    with Client(receiver.url.removesuffix("/webhooks/waha/"), "the-key", "conta") as client:
        client.send_text(ANA, "https://exemplo.edu.br", message_id="3EB0AA")
    request = receiver.came[0]
    assert (request.method, request.path) == ("POST", "/api/sendText")
    assert request.headers["x-api-key"] == "the-key"
    assert request.event == {
        "session": "conta",
        "chatId": ANA,
        "text": "https://exemplo.edu.br",
        "linkPreview": False,
        "id": "3EB0AA",
    }
