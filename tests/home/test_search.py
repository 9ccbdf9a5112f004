"""One search over courses, vacancies and pages."""

import pytest

from tests.home.content import (
    a_course,
    a_course_list,
    a_match,
    a_site,
    a_text_page,
    a_vacancy,
    with_pictures,
    without_data,
)

pytestmark = [pytest.mark.django_db, *with_pictures]
QUERIES = 12
HOSTILE = (
    "<script>alert(1)</script>",
    "\x00",
    "\u202e",
    "a" * 50_000,
    "%",
    "' OR 1=1 --",
    "🦫",
    "*",
)


def page(client, text: str) -> str:
    response = client.get("/busca/", {"texto": text})
    assert response.status_code == 200
    return response.content.decode()


def test_all_three_kinds_are_found(client) -> None:
    home = a_site()
    course = a_course(a_course_list(home), "Design", "UX/UI")
    a_text_page(home, "Sobre o design", intro="Quem desenha.")
    a_text_page(home, "Privacidade")
    a_match(a_vacancy("Estágio em design"), course)
    a_vacancy("Escondida em design", live=False)
    html = page(client, "DESIGN")
    for text in ('href="/cursos/design/"', "Estágio em design", "Quem desenha.", "Bate com:"):
        assert text in html
    assert "Escondida" not in html
    assert "noindex" in html


def test_nothing_found_and_nothing_asked_are_told_apart(client) -> None:
    a_site()
    assert "Não achei nada com “astronauta”" in page(client, "astronauta")
    assert "Não achei nada" not in page(client, "")
    assert "A busca olha" in page(client, "   ")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_harmless(client, text) -> None:
    a_site()
    assert "<script" not in without_data(page(client, text))


def test_it_costs_the_same_with_one_or_thirty(client, django_assert_num_queries) -> None:
    home = a_site()
    index = a_course_list(home)
    a_course(index, "Design 0")
    a_match(a_vacancy("Design 0"), 7)
    page(client, "design")
    with django_assert_num_queries(QUERIES):
        page(client, "design")
    for number in range(1, 30):
        a_course(index, f"Design {number}")
    with django_assert_num_queries(QUERIES):
        page(client, "design")
