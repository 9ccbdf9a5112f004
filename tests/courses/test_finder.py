"""The course finder: addresses that stay, counts that are true, words as people write them."""

import pytest
from django.test import Client

from courses.finder import Facet, Finder
from courses.models import CoursePage
from tests.home.content import a_course, a_course_list, a_site, with_pictures

pytestmark = [pytest.mark.django_db, *with_pictures]
HOSTILE = ("<script>alert(1)</script>", "\x00", "\u202egrau", "9" * 5000, "%27--", "../", "🦫", "-")


@pytest.fixture
def courses() -> list[CoursePage]:
    index = a_course_list(a_site())
    a_course(index, "Design", "UX/UI", shift="manha", campus="Centro")
    a_course(index, "Engenharia Elétrica", "automação", shift="noite", campus="São José")
    a_course(index, "Moda", shift="noite", level="tecnologo", campus="Centro")
    a_course(index, "Rascunho", live=False)
    return list(index.courses().prefetch_related("search_terms"))


def names(courses: list[CoursePage], **asked: str) -> list[str]:
    return [course.title for course in Finder(courses, asked).found]


def facet(courses: list[CoursePage], name: str, **asked: str) -> Facet:
    return next(f for f in Finder(courses, asked).facets if f.name == name)


def counts(found: Facet) -> dict[str, int]:
    return {option.value: option.count for option in found.options}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Design", "Engenharia Elétrica", "Moda"]),
        ({"turno": "noite"}, ["Engenharia Elétrica", "Moda"]),
        ({"turno": "noite", "grau": "tecnologo"}, ["Moda"]),
        ({"campus": "sao-jose"}, ["Engenharia Elétrica"]),
        ({"texto": "ELETRICA"}, ["Engenharia Elétrica"]),
        ({"texto": "automacao"}, ["Engenharia Elétrica"]),
        ({"texto": "enge elet"}, ["Engenharia Elétrica"]),
        ({"texto": "ux"}, ["Design"]),
        ({"texto": "astronauta"}, []),
        ({"texto": "!!!"}, []),
        ({"turno": "madrugada"}, ["Design", "Engenharia Elétrica", "Moda"]),
    ],
)
def test_each_facet_and_word_finds_what_it_should(courses, asked, expected) -> None:
    assert names(courses, **asked) == expected


def test_a_count_is_what_choosing_it_would_leave(courses) -> None:
    for asked in ({}, {"grau": "bacharelado"}, {"turno": "noite"}, {"texto": "centro"}):
        for found in Finder(courses, asked).facets:
            for option in found.options:
                chosen = {**asked, found.name: option.value}
                assert option.count == len(names(courses, **chosen)), (asked, chosen)


def test_a_facet_counts_without_its_own_choice(courses) -> None:
    assert counts(facet(courses, "turno", turno="noite")) == {"manha": 1, "noite": 2}
    assert facet(courses, "turno", turno="noite").chosen is not None
    assert counts(facet(courses, "turno", campus="centro")) == {"manha": 1, "noite": 1}


def test_the_address_is_always_written_the_same_way(courses) -> None:
    asked = {"campus": "centro", "texto": "  moda ", "turno": "noite", "lixo": "x", "grau": ""}
    assert Finder(courses, asked).query == "texto=moda&turno=noite&campus=centro"
    assert Finder(courses, dict(reversed(asked.items()))).query == Finder(courses, asked).query


def test_the_page_works_by_its_address_alone(client, courses, settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"
    html = client.get("/cursos/?turno=noite&grau=&campus=centro").content.decode()
    assert ">Moda</a>" in html
    assert ">Design</a>" not in html
    assert '<option value="noite" selected>Noite (1)</option>' in html
    assert (
        'rel="canonical" href="https://vagas.example.br/cursos/?turno=noite&amp;campus=centro"'
        in html
    )
    assert "noindex, follow" in html


def test_nothing_found_says_how_to_go_on(client, courses) -> None:
    html = client.get("/cursos/?texto=astronauta").content.decode()
    assert "Nenhum curso combina" in html
    assert "Ver todos os cursos" in html


@pytest.mark.parametrize("name", ["texto", "grau", "modalidade", "turno", "campus", "outro"])
def test_hostile_addresses_are_harmless(client: Client, courses, name) -> None:
    for value in HOSTILE:
        response = client.get("/cursos/", {name: value})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
