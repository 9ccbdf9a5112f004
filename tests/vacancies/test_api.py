"""The read API: lists, filters, limits, and a schema that is true."""

import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from capyvagas.api import AddressThrottle
from tests.home.content import a_course, a_course_list, a_match, a_site, a_vacancy

pytestmark = pytest.mark.django_db


def read(client: Client, path: str, status: int = 200, **query: str):
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == status
    return response.json()


def names(client: Client, **query: str) -> list[str]:
    return [row["title"] for row in read(client, "vacancies/", **query)["results"]]


def test_a_vacancy_with_its_courses(client) -> None:
    vacancy = a_vacancy(salary="R$ 1.400")
    a_match(vacancy, 7, "UX/UI")
    row = read(client, f"vacancies/{vacancy.pk}/")
    assert row["title"] == "Estágio em design"
    assert row["posted_at"] == "2026-11-20"
    assert row["link"] == "https://example.org/vaga/1"
    assert row["url"] == f"http://testserver/vagas/{vacancy.pk}/"
    assert row["matches"] == [{"course_id": 7, "course_name": "Curso", "term": "UX/UI"}]
    assert read(client, "vacancies/")["results"] == [row]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"text": "eletricista"}, ["Pessoa eletricista"]),
        ({"city": "Curitiba"}, ["Estágio em design"]),
        ({"state": "SP"}, ["Pessoa eletricista"]),
        ({"kind": "estagio"}, ["Estágio em design"]),
        ({"remote": "false"}, ["Estágio em design", "Pessoa eletricista"]),
        ({"remote": "true"}, []),
        ({"course": "7"}, ["Pessoa eletricista"]),
        ({"posted_since": "2026-11-19"}, ["Estágio em design"]),
        ({"text": "", "state": "", "kind": ""}, ["Estágio em design", "Pessoa eletricista"]),
    ],
)
def test_filters(client, query, expected) -> None:
    a_vacancy()
    other = a_vacancy(
        "Pessoa eletricista", city="Santos", state="SP", kind="emprego", posted_at="2026-10-01"
    )
    a_match(other, 7)
    assert sorted(names(client, **query)) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "XX"),
        ("kind", "x"),
        ("remote", "talvez"),
        ("course", "9" * 40),
        ("course", "-1"),
        ("posted_since", "ontem"),
        ("text", "a" * 101),
        ("text", "\x00"),
        ("city", "\x00"),
    ],
)
def test_a_wrong_filter_is_refused_by_name(client, name, value) -> None:
    assert name in read(client, "vacancies/", 400, **{name: value})


@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 5000, "\x00"])
def test_a_page_that_is_not_there_is_a_404(client, value) -> None:
    read(client, "vacancies/", 404, page=value)


def test_pages_are_capped(client) -> None:
    for number in range(120):
        a_vacancy(f"Vaga {number}", link=f"https://example.org/{number}")
    body = read(client, "vacancies/", page_size="1000")
    assert body["count"] == 120
    assert len(body["results"]) == 100
    assert len(names(client)) == 20
    assert len(names(client, page_size="1000", page="2")) == 20


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_takes_three_statements(client, django_assert_num_queries, count) -> None:
    for number in range(count):
        a_match(a_vacancy(f"Vaga {number}", link=f"https://example.org/{number}"), 7)
    with django_assert_num_queries(3):
        names(client, page_size="100")


def test_hidden_vacancies_do_not_exist(client) -> None:
    vacancy = a_vacancy(live=False)
    assert names(client) == []
    read(client, f"vacancies/{vacancy.pk}/", 404)
    read(client, f"vacancies/{'9' * 18}/", 404)


def test_a_link_that_is_not_of_the_web_is_left_out(client) -> None:
    vacancy = a_vacancy(link="javascript:alert(1)")
    assert read(client, f"vacancies/{vacancy.pk}/")["link"] == ""


def test_courses(client, django_assert_num_queries) -> None:
    index = a_course_list(a_site())
    course = a_course(index, "Design", "UX/UI", "-moda", code="DES")
    a_course(index, "Rascunho", live=False)
    client.get("/")
    row = read(client, f"courses/{course.pk}/")
    assert (row["name"], row["code"], row["terms"]) == ("Design", "DES", ["UX/UI"])
    assert row["facts"] == "Bacharelado · Integral · 8 semestres · Centro"
    assert row["url"] == "http://testserver/cursos/design/"
    for number in range(10):
        a_course(index, f"Curso {number}", "um")
    with django_assert_num_queries(5):
        assert read(client, "courses/")["count"] == 11


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(admin_client, method) -> None:
    vacancy = a_vacancy()
    for path in ("vacancies/", f"vacancies/{vacancy.pk}/", "courses/"):
        assert getattr(admin_client, method)(f"/api/v1/{path}").status_code == 405


def test_one_address_cannot_ask_without_end(client, monkeypatch) -> None:
    monkeypatch.setattr(AddressThrottle, "rate", "2/min")
    read(client, "vacancies/")
    read(client, "courses/")
    read(client, "vacancies/", 429)
    assert client.get("/api/v1/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_schema_is_valid_and_names_every_filter(client) -> None:
    response = client.get("/api/schema/", {"format": "json"})
    schema = response.json()
    validate_schema(schema)
    assert set(schema["paths"]) == {
        "/api/v1/courses/",
        "/api/v1/courses/{id}/",
        "/api/v1/vacancies/",
        "/api/v1/vacancies/{id}/",
    }
    named = {p["name"] for p in schema["paths"]["/api/v1/vacancies/"]["get"]["parameters"]}
    assert named == {
        "text", "city", "state", "kind", "remote", "course", "posted_since", "page", "page_size",
    }  # fmt: skip


def test_the_schema_makes_no_complaint(capfd) -> None:
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator

    from capyvagas.api import schema_patterns

    GENERATOR_STATS.reset()
    SchemaGenerator(patterns=schema_patterns).get_schema(request=None, public=True)
    assert not GENERATOR_STATS


def test_the_documentation_loads_nothing_from_elsewhere(client) -> None:
    html = client.get("/api/docs/").content.decode()
    assert "https://" not in html
    assert "/static/drf_spectacular_sidecar/" in html
