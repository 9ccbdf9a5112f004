"""What docs/api.md tells people to type, typed."""

import json
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client

from bot_flows.models import Contact, Conversation, Release
from home.integrations import Scope
from tests.factories import a_bot
from tests.home.content import a_course, a_course_list, a_match, a_site, a_vacancy

from .asking import a_key

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/api.md").read_text()
THERE = "http://127.0.0.1:8000"


def fenced(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)


def curls() -> list[list[str]]:
    lines = (line for block in fenced("sh") for line in block.splitlines())
    return [shlex.split(line) for line in lines if line.startswith("curl")]


def typed(words: list[str], site: str, key: str) -> requests.Response:
    """One curl command, as curl would send it."""
    method, headers, body, address = "GET", {}, None, ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _colon, value = next(rest).partition(": ")
            headers[name] = value.replace("$KEY", key)
        elif word == "-d":
            body = next(rest).encode()
        else:
            address = word.replace(THERE, site)
    return requests.request(method, address, headers=headers, data=body, timeout=30)


@pytest.fixture
def key() -> str:
    """Something behind every door that the document names."""
    a_bot()
    a_match(a_vacancy(), a_course(a_course_list(a_site()), "Design", "UX/UI"))
    contact = Contact.objects.create(name="Ana")
    Conversation.objects.create(contact=contact, chat_id="c")
    return a_key(*Scope.values)[1]


@pytest.mark.django_db(transaction=True)
def test_every_command_is_answered(live_server, transactional_db, key: str) -> None:
    commands = curls()
    assert len(commands) >= 10
    for words in commands:
        answer = typed(words, live_server.url, key)
        expected = {201} if "Idempotency-Key: pedido-81" in words else {200}
        if "title,link" in words:  # a sheet of nothing but its head
            expected = {400}
        assert answer.status_code in expected, (words, answer.text[:300])
        assert answer.headers["X-Bot-Release"] == str(Release.objects.get(active=True).number)


@pytest.mark.django_db(transaction=True)
def test_every_program_runs(live_server, transactional_db, key: str, tmp_path, monkeypatch) -> None:
    (tmp_path / "vagas.csv").write_text("title,link\nDados,https://exemplo.com.br/9\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEY", key)
    programs = fenced("python")
    assert len(programs) == 4
    for program in programs:
        exec(compile(program.replace(THERE, live_server.url), "docs/api.md", "exec"), {})


@pytest.mark.django_db
def test_the_shapes_that_are_shown_are_the_shapes_that_come(key: str) -> None:
    course, vacancy, taken, _problem = map(json.loads, fenced("json"))
    (one,) = Client().get("/api/v1/courses/").json()["results"]
    assert list(one) == list(course)
    (row,) = Client().get("/api/v1/vacancies/").json()["results"]
    assert list(row) == list(vacancy)
    schema = Client().get("/api/schema/", {"format": "json"}).json()
    assert list(taken) == list(schema["components"]["schemas"]["Taken"]["properties"])


@pytest.mark.django_db
def test_every_address_of_the_description_is_in_the_table() -> None:
    schema = Client().get("/api/schema/", {"format": "json"}).json()
    said = set(re.findall(r"`(?:POST )?(/api/v1/[\w/<>]*)`", DOCUMENT))
    plain = {re.sub(r"<\w+>", "{}", path) for path in said}
    assert plain >= {re.sub(r"\{\w+\}", "{}", path) for path in schema["paths"]}
    assert all(urlsplit(path).path == path for path in said)


@pytest.mark.django_db
def test_every_filter_and_every_scope_is_explained() -> None:
    schema = Client().get("/api/schema/", {"format": "json"}).json()
    named = {p["name"] for p in schema["paths"]["/api/v1/vacancies/"]["get"]["parameters"]}
    for name in named | set(Scope.values):
        assert f"`{name}" in DOCUMENT, name
