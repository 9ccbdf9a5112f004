"""The description of the API is true: valid by itself, and held by every answer that it makes."""

import os
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from bot_flows.models import Contact, ContactAlias, Conversation
from capyvagas.api.keys import AddressThrottle, KeyThrottle, WriteThrottle
from capyvagas.api.urls import schema_patterns
from home.integrations import Scope
from tests.factories import a_bot
from tests.home.content import a_course, a_course_list, a_match, a_site, a_vacancy
from vacancies.models import Search

from .asking import a_key

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("API_EXAMPLES", "5"))
SEED = 20_261_130
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


def description() -> dict[str, Any]:
    return Client().get("/api/schema/", {"format": "json"}).json()


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in description()["paths"].items()
        for method, operation in item.items()
    ]


def test_it_is_a_valid_openapi_3_1() -> None:
    said = description()
    validate_schema(said)
    assert said["openapi"].startswith("3.1")
    assert set(said["components"]["securitySchemes"]) == {"chave", "painel"}


def test_writing_it_makes_no_complaint() -> None:
    GENERATOR_STATS.reset()
    SchemaGenerator(patterns=schema_patterns).get_schema(request=None, public=True)
    assert not GENERATOR_STATS


def test_every_operation_has_a_summary_an_example_and_its_refusals() -> None:
    for path, method, operation in operations():
        where = f"{method} {path}"
        assert operation["summary"], where
        answers = operation["responses"]
        assert {"401", "403", "406", "429", "500", "default"} <= set(answers), where
        shown = [c for a in answers.values() for k, c in a.get("content", {}).items()
                 if k == "application/json"]  # fmt: skip
        assert shown
        assert all(content.get("examples") for content in shown), where
        if method == "post":
            bodies = operation["requestBody"]["content"].values()
            assert all(body.get("examples") for body in bodies), where
            assert {"413", "415"} <= set(answers), where


def test_what_is_closed_names_its_lock() -> None:
    for path, method, operation in operations():
        is_open = {} in operation["security"]
        area = path.split("/")[3]
        assert is_open == (
            method == "get" and area not in {"contacts", "conversations", "searches"}
        )
        assert is_open or "Pede a permissão" in operation["description"], path


def test_a_document_without_a_browser_is_yaml_and_json_is_not_in_the_way() -> None:
    assert Client().get("/api/schema/").headers["Content-Type"].startswith("application/vnd.oai")
    assert Client().get("/api/schema/", headers={"Accept": "image/png"}).status_code == 406


@pytest.fixture
def full_house(monkeypatch: pytest.MonkeyPatch, one_connection: None) -> dict[str, Any]:
    """Something to read behind every door, a key to all of them, and no limit of use."""
    for throttle in (AddressThrottle, KeyThrottle, WriteThrottle):
        monkeypatch.setattr(throttle, "rate", "100000/min", raising=False)
    a_bot()
    course = a_course(a_course_list(a_site()), "Design", "UX/UI")
    a_match(a_vacancy(), course)
    a_vacancy("Encerrada", closed_at="2026-11-20T10:00:00Z")
    contact = Contact.objects.create(name="Ana")
    ContactAlias.objects.create(address="5541999990000@c.us", contact=contact)
    Conversation.objects.create(contact=contact, chat_id="c", state={"at": ["f", "s", "answer"]})
    Search.objects.create(term="a", place="b", label="A", place_label="B")
    return {"Authorization": f"Bearer {a_key(*Scope.values)[1]}"}


api = schemathesis.openapi.from_wsgi(
    "/api/schema/?format=json", get_wsgi_application(), config=SchemathesisConfig(seed=SEED)
)


@pytest.mark.timeout(300)
@api.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
def test_no_request_gets_an_answer_that_is_not_described(
    case: schemathesis.Case, full_house: dict[str, Any]
) -> None:
    """Schemathesis: the examples, the edges and some random calls of every operation."""
    case.call_and_validate(headers=full_house, checks=CHECKS)
