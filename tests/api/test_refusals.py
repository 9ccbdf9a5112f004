"""How the API says no, whatever was asked: a problem in Portuguese, and never a failure."""

import json

import pytest
from django.test import Client
from django.urls import path as url

from capyvagas.api.keys import AddressThrottle, KeyThrottle, WriteThrottle
from home.integrations import Scope
from tests.home.content import a_vacancy

from .asking import PROBLEM, a_key, ask, holder, program

pytestmark = pytest.mark.django_db


def refused(response, status: int) -> dict:
    assert response.status_code == status, response.content[:300]
    assert response.headers["Content-Type"] == PROBLEM
    body = response.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"].endswith((".", "…"))
    assert body["type"]
    return body


def test_a_wrong_filter_is_named() -> None:
    body = refused(Client().get("/api/v1/vacancies/?state=XX&hours=0&semester=99"), 400)
    assert body["type"] == "urn:capyvagas:problem:fields"
    assert {error["field"] for error in body["errors"]} == {"state", "hours", "semester"}


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nada/", "/api/v2/", "/api/v1/vacancies/abc/", "/api/v1/flows/%00/"]
)
def test_what_is_not_there(path: str) -> None:
    refused(Client().get(path), 404)


def test_only_json_is_answered() -> None:
    for path in ("vacancies/", "", "nada/"):
        refused(Client().get(f"/api/v1/{path}", headers={"Accept": "text/html"}), 406)
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert Client().get("/api/v1/vacancies/", headers={"Accept": browser}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_method_that_is_not_taken(method: str) -> None:
    response = getattr(Client(), method)("/api/v1/courses/")
    refused(response, 405)
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("vacancies/", "text/plain"),
        ("vacancies/", "text/csv"),
        ("vacancies/", "multipart/form-data; boundary=x"),
        ("vacancies/", "application/xml"),
        ("vacancies/import/", "application/json"),
    ],
)
def test_a_body_of_another_kind(path: str, kind: str) -> None:
    writer = program(Scope.VACANCIES)
    refused(writer.post(f"/api/v1/{path}", b"<a/>", content_type=kind), 415)


DEEP = "[" * 100_000
BODIES = {
    "nothing": b"",
    "no json": b"{",
    "deep": f'{{"title": {DEEP}'.encode(),
    "deep and whole": f'{{"title": {DEEP}{"]" * 100_000}}}'.encode(),
    "a list": b"[]",
    "null": b"null",
    "nan": b'{"pay_min": NaN}',
    "infinite": b'{"pay_min": 1e999}',
    "a huge number": b'{"hours_week": ' + b"9" * 5000 + b"}",
    "not utf-8": b'{"title": "\xff"}',
    "nul": b'{"title": "a\\u0000b", "link": "https://example.org/1"}',
    "nul as a name": b'{"a\\u0000": 1}',
    "half a character": b'{"title": "\\ud800", "link": "https://example.org/1"}',
    "an unknown name": b'{"titulo": "Dados"}',
    "a text as an object": b'{"title": {"a": 1}}',
    "moderation": b'{"title": "Dados", "link": "https://example.org/1", "moderation": "clear"}',
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_makes_no_sense(name: str) -> None:
    writer = program(Scope.VACANCIES)
    response = writer.post("/api/v1/vacancies/", BODIES[name], content_type="application/json")
    refused(response, 400)


@pytest.mark.parametrize("charset", ["utf-7", "nada", "utf-16"])
def test_a_strange_charset_breaks_nothing(charset: str) -> None:
    kind = f"application/json; charset={charset}"
    writer = program(Scope.VACANCIES)
    path = "/api/v1/vacancies/?x=%E9"
    refused(writer.generic("POST", path, b"{}", content_type=kind), 400)
    get = Client().generic("GET", "/api/v1/vacancies/?text=a", content_type=kind)
    assert get.status_code == 200


@pytest.mark.parametrize("path", ["vacancies/", "vacancies/import/", "nada/"])
def test_a_huge_body_is_not_even_read(path: str) -> None:
    body = b'{"title": "' + b"a" * 10_000_000 + b'"}'
    writer = program(Scope.VACANCIES)
    refused(writer.post(f"/api/v1/{path}", body, content_type="application/json"), 413)


@pytest.mark.parametrize("length", ["9" * 5000, "1000001"])
def test_a_length_that_is_a_lie(length: str) -> None:
    answer = Client().post(
        "/api/v1/vacancies/", "{}", content_type="application/json", CONTENT_LENGTH=length
    )
    refused(answer, 413)


def test_a_write_without_the_slash_is_not_sent_elsewhere() -> None:
    refused(program(Scope.VACANCIES).generic("POST", "/api/v1/vacancies", b"{}"), 404)
    assert Client().get("/api/v1/vacancies").status_code == 301


def breaks(request):
    raise RuntimeError("segredo")


class _Broken:
    """The site, with one door that breaks."""

    urlpatterns = [url("api/v1/breaks/", breaks), url("elsewhere/", breaks)]


def test_a_failure_of_ours_says_nothing_of_its_reason(settings) -> None:
    settings.ROOT_URLCONF = _Broken
    client = Client(raise_request_exception=False)
    body = refused(client.get("/api/v1/breaks/"), 500)
    assert "segredo" not in json.dumps(body)
    assert client.get("/elsewhere/").headers["Content-Type"] != PROBLEM


def test_a_host_that_is_not_ours(settings) -> None:
    settings.ALLOWED_HOSTS = ["vagas.example.org"]
    refused(Client().get("/api/v1/vacancies/", headers={"Host": "evil.example"}), 400)


def test_nul_in_a_query_is_a_400_on_every_database() -> None:
    for query in ("text=%00", "city=a%00b", "cursor=%00", "cursor=%ff", "state=%00"):
        refused(Client().get(f"/api/v1/vacancies/?{query}"), 400)


def test_so_many_requests_from_one_address(monkeypatch) -> None:
    monkeypatch.setattr(AddressThrottle, "rate", "2/min", raising=False)
    client = Client()
    ask(client, "vacancies/")
    ask(client, "contacts/", 401)
    response = client.get("/api/v1/vacancies/")
    refused(response, 429)
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert Client().get("/api/v1/", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert program().get("/api/v1/").status_code == 200


def test_guessing_keys_is_counted_too(monkeypatch) -> None:
    monkeypatch.setattr(AddressThrottle, "rate", "2/min", raising=False)
    guesser = holder("capy_nada")
    for status in (401, 401, 429):
        refused(guesser.get("/api/v1/vacancies/"), status)


def test_so_many_requests_with_one_key(monkeypatch) -> None:
    monkeypatch.setattr(KeyThrottle, "rate", "2/min", raising=False)
    _token, key = a_key()
    for number, status in enumerate((200, 200, 429)):
        response = holder(key).get("/api/v1/", REMOTE_ADDR=f"192.0.2.{number}")
        assert response.status_code == status
    assert program().get("/api/v1/").status_code == 200


def test_so_many_writes(monkeypatch) -> None:
    monkeypatch.setattr(WriteThrottle, "rate", "1/min", raising=False)
    writer = program(Scope.VACANCIES)
    for status in (400, 429):
        refused(writer.post("/api/v1/vacancies/", "{}", content_type="application/json"), status)
    ask(writer, "vacancies/")


def test_who_has_the_answer_already_gets_none() -> None:
    vacancy = a_vacancy()
    for path in ("vacancies/", f"vacancies/{vacancy.pk}/", "courses/", "flows/", "releases/"):
        first = Client().get(f"/api/v1/{path}")
        seen = {"If-None-Match": f'"x", {first.headers["ETag"]}'}
        again = Client().get(f"/api/v1/{path}", headers=seen)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    tag = Client().get("/api/v1/vacancies/").headers["ETag"]
    vacancy.title = "Outra"
    vacancy.save()
    assert Client().get("/api/v1/vacancies/", headers={"If-None-Match": tag}).status_code == 200


def test_other_sites_read_nothing_unless_they_are_named(settings) -> None:
    asking = {"Origin": "https://painel.example.org"}
    assert "Access-Control-Allow-Origin" not in Client().get("/api/v1/", headers=asking).headers
    settings.CORS_ALLOWED_ORIGINS = ["https://painel.example.org"]
    answer = Client().get("/api/v1/", headers=asking)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://painel.example.org"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    for path, origin in (("/api/v1/", "https://outro.example"), ("/vagas/", asking["Origin"])):
        other = Client().get(path, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in other.headers
    before = {**asking, "Access-Control-Request-Method": "POST"}
    allowed = Client().options("/api/v1/vacancies/", headers=before).headers
    assert "idempotency-key" in allowed["Access-Control-Allow-Headers"]
