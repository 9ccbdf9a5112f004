"""Courses and vacancies by API: lists, filters and pages."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.home.content import a_course, a_course_list, a_match, a_site, a_vacancy
from vacancies.search import finding, lexicon

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
        ({"hours": "30"}, ["Pessoa eletricista"]),
        ({"hours": "19"}, []),
        ({"semester": "5"}, ["Pessoa eletricista"]),
        ({"semester": "2"}, []),
        ({"text": "", "state": "", "kind": ""}, ["Estágio em design", "Pessoa eletricista"]),
    ],
)
def test_filters(client, query, expected) -> None:
    a_vacancy()
    other = a_vacancy(
        "Pessoa eletricista",
        city="Santos",
        state="SP",
        kind="emprego",
        posted_at="2026-10-01",
        hours_week=20,
        semester_min=3,
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
        ("hours", "0"),
        ("semester", "13"),
        ("sort", "sorte"),
        ("page_size", "0"),
        ("page_size", "dez"),
        ("cursor", "x"),
        ("cursor", "MjAyNi0xMS0yMF85OTk5OTk5OTk5OTk5OTk5OTk5OTk5"),
    ],
)
def test_a_wrong_filter_is_refused_by_name(client, name, value) -> None:
    problem = read(client, "vacancies/", 400, **{name: value})
    assert [error["field"] for error in problem["errors"]] == [name]


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


@pytest.mark.parametrize("count", [2, 30])
def test_a_list_takes_four_statements(client, django_assert_num_queries, count) -> None:
    for number in range(count):
        a_match(a_vacancy(f"Vaga {number}", link=f"https://example.org/{number}"), 7)
    with django_assert_num_queries(3):  # the page, its courses, the bot's release
        names(client, page_size="100")
    with django_assert_num_queries(4):  # and the count
        names(client, page_size="1", page="1")


def many(count: int) -> None:
    """A few of them on each day."""
    for number in range(count):
        day = date(2026, 11, 20) - timedelta(days=number // 4)
        a_vacancy(f"Vaga {number}", link=f"https://example.org/{number}", posted_at=day)


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_following_next_meets_each_vacancy_once(client, size: int) -> None:
    many(15)
    met, address = [], f"/api/v1/vacancies/?page_size={size}&state=PR"
    counts = []
    while address:
        page = client.get(address).json()
        assert len(page["results"]) <= size
        met += [row["title"] for row in page["results"]]
        counts.append(page["count"])
        address = (page["next"] or "").removeprefix("http://testserver")
        assert len(met) <= 15
    assert sorted(met) == sorted(f"Vaga {number}" for number in range(15))
    assert counts[0] == 15
    assert set(counts[1:]) <= {None}


def test_a_vacancy_that_comes_meanwhile_shifts_no_page(client) -> None:
    many(6)
    first = read(client, "vacancies/", page_size="3")
    a_vacancy("Nova", link="https://example.org/nova", posted_at=date(2026, 11, 21))
    second = client.get(first["next"].removeprefix("http://testserver")).json()
    titles = [row["title"] for row in [*first["results"], *second["results"]]]
    assert len(set(titles)) == 6
    assert "Nova" not in titles


def test_a_far_page_is_as_cheap_as_the_first(client, django_assert_num_queries) -> None:
    many(6)
    address = read(client, "vacancies/", page_size="2")["next"].removeprefix("http://testserver")
    with django_assert_num_queries(3) as asked:
        client.get(address)
    assert not any("OFFSET" in query["sql"] or "COUNT" in query["sql"] for query in asked)


def test_numbered_pages_end(client, monkeypatch) -> None:
    monkeypatch.setattr(finding, "CAP", 4)
    monkeypatch.setattr(finding, "WINDOW", 5)
    many(7)
    first = read(client, "vacancies/", page="1", page_size="2")
    assert (first["count"], first["more"]) == (4, True)
    assert (first["next"] or "").endswith("page=2&page_size=2")
    second = read(client, "vacancies/", page="2", page_size="2")
    assert second["next"] is None
    assert second["previous"].endswith("page=1&page_size=2")
    assert "next" in read(client, "vacancies/", 404, page="3", page_size="2")["detail"]


def test_ranked_or_the_newest_first(client) -> None:
    a_vacancy("Dados", posted_at=date(2026, 10, 1))
    a_vacancy("Outra", description="dados", posted_at=date(2026, 11, 1), link="https://x.org/2")
    assert names(client, text="dados") == ["Dados", "Outra"]
    assert names(client, text="dados", sort="recent") == ["Outra", "Dados"]
    assert names(client, sort="relevance") == ["Outra", "Dados"]


def test_a_search_is_the_sites_own(client) -> None:
    for n, title in enumerate(("Dados", "Desenvolvedor", "Desenvolvedora em dados")):
        a_vacancy(title, link=f"https://x.org/{n}", city="Curitiba", state="PR")
    a_vacancy("Desenvolvedor longe", city="Recife", state="PE", link="https://x.org/9")
    lexicon.learn()
    here = {"Desenvolvedora em dados", "Desenvolvedor"}
    body = read(client, "vacancies/", text="desenvolvdor em Curitiba")
    assert {row["title"] for row in body["results"]} == here
    assert (body["count"], body["corrected"]) == (2, "desenvolvedor em Curitiba")
    body = read(client, "vacancies/", text="desenvolvdor em Curitiba", exact="true")
    assert (body["count"], body["corrected"], body["results"]) == (0, "", [])


def test_a_walk_goes_on_with_the_mended_words(client) -> None:
    for number in range(5):
        a_vacancy(f"Desenvolvedor {number}", link=f"https://example.org/{number}")
    lexicon.learn()
    address, met = "/api/v1/vacancies/?text=desenvolvdor&sort=recent&page_size=2", []
    while address:
        body = client.get(address).json()
        met += [row["title"] for row in body["results"]]
        address = (body["next"] or "").removeprefix("http://testserver")
    assert met == [f"Desenvolvedor {number}" for number in (4, 3, 2, 1, 0)]


def test_counting_and_pages_end_where_the_sites_do(client, monkeypatch) -> None:
    monkeypatch.setattr(finding, "CAP", 4)
    monkeypatch.setattr(finding, "WINDOW", 5)
    many(7)
    for query in ({}, {"text": "vaga"}, {"text": "vaga 3"}):
        body = read(client, "vacancies/", **query)
        site = finding.find(finding.Criteria(text=query.get("text", "")))
        assert (body["count"], body["more"]) == (site.total, site.more)
        assert [row["id"] for row in body["results"]] == [v.pk for v in site.vacancies]


@pytest.mark.parametrize("count", [1, 30])
def test_a_search_takes_four_statements(client, django_assert_num_queries, count) -> None:
    for number in range(count):
        vacancy = a_vacancy(f"Dados {number}", link=f"https://example.org/{number}")
        a_match(vacancy, 7)
    asked = {"text": "dados", "course": "7", "state": "PR", "posted_since": "2026-01-01"}
    with django_assert_num_queries(4):  # synonyms, the counted page, its courses, the release
        assert len(names(client, page_size="100", **asked)) == count


def test_a_vacancy_with_its_facts(client) -> None:
    vacancy = a_vacancy(
        pay_min="1400", pay_max="1400", pay_period="mes", hours_week=30, modality="hibrido",
        semester_min=3, benefits=["vale"], apply_by=date(2026, 12, 1),
    )  # fmt: skip
    row = read(client, f"vacancies/{vacancy.pk}/")
    assert (row["pay_min"], row["pay_period"], row["hours_week"]) == ("1400.00", "mes", 30)
    assert (row["modality"], row["semester_min"], row["benefits"]) == ("hibrido", 3, ["vale"])
    assert (row["apply_by"], row["place"]) == ("2026-12-01", "Curitiba/PR")
    assert row["confirmed_at"] == row["last_seen_at"]


def test_one_that_ended_says_so(client) -> None:
    ended = a_vacancy(closed_at=timezone.now())
    assert read(client, f"vacancies/{ended.pk}/", 410)["title"] == "Encerrada"
    for more in ({"live": False}, {"moderation": "refused"}, {"moderation": "waiting"}):
        hidden = a_vacancy(closed_at=timezone.now(), **more)
        read(client, f"vacancies/{hidden.pk}/", 404)
    assert names(client) == []


def test_one_that_was_merged_leads_to_its_winner(client) -> None:
    winner = a_vacancy()
    loser = a_vacancy("Repetida", merged_into=winner)
    answer = client.get(f"/api/v1/vacancies/{loser.pk}/")
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"http://testserver/api/v1/vacancies/{winner.pk}/"


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
    with django_assert_num_queries(6):
        assert read(client, "courses/")["count"] == 11


def test_the_documentation_loads_nothing_from_elsewhere(client) -> None:
    html = client.get("/api/docs/").content.decode()
    assert "https://" not in html
    assert "/static/drf_spectacular_sidecar/" in html
