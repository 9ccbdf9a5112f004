"""The public pages of courses, and what the editor's form refuses."""

import re
from datetime import date

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tests.home.content import a_course, a_course_list, a_match, a_site, a_vacancy, with_pictures

pytestmark = [pytest.mark.django_db, *with_pictures]


def test_a_course_shows_its_data_its_body_and_its_terms(client) -> None:
    image = get_image_model().objects.create(title="Bancada", file=get_test_image_file())
    course = a_course(a_course_list(a_site()), "Design", "UX/UI", "-moda", image=image)
    course.body = [
        ("heading", "O que se aprende"),
        ("paragraph", "<p>De <b>tudo</b>.</p>"),
        ("list", ["cor", "tipo"]),
        ("image", image),
        ("quote", {"text": "Bom.", "author": "Ana"}),
    ]
    course.save()
    html = client.get("/cursos/design/").content.decode()
    for part in ("<h2>O que se aprende</h2>", "De <b>tudo</b>", "<li>cor</li>", "Bom.", "Ana"):
        assert part in html
    assert 'href="/vagas/?texto=UX/UI"' in html
    assert "moda" not in html
    assert f'href="/vagas/?curso={course.pk}"' in html
    assert "Ainda não guardamos vagas deste curso" in html


def test_a_course_shows_only_vacancies_that_fit_it(client) -> None:
    course = a_course(a_course_list(a_site()))
    a_match(a_vacancy("Serve"), course)
    a_vacancy("Não combina")
    html = client.get("/cursos/design/").content.decode()
    assert "Serve" in html
    assert "Não combina" not in html


def test_an_editors_markup_is_text(client) -> None:
    a_course(a_course_list(a_site()), "<script>x</script>", slug="x", summary="<img onerror=x>")
    html = client.get("/cursos/x/").content.decode()
    assert "<script>" not in html
    assert "<img onerror" not in html


def test_a_draft_is_not_public(client) -> None:
    a_course(a_course_list(a_site()), live=False)
    assert client.get("/cursos/design/").status_code == 404


def test_an_empty_list_says_so(client) -> None:
    a_course_list(a_site())
    assert "Ainda não há cursos publicados" in client.get("/cursos/").content.decode()


def test_the_list_costs_the_same_with_one_or_thirty(client, django_assert_num_queries) -> None:
    index = a_course_list(a_site())
    image = get_image_model().objects.create(title="x", file=get_test_image_file())
    a_course(index, "Curso 0", image=image)
    client.get("/cursos/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/cursos/")
    for number in range(1, 30):
        a_course(index, f"Curso {number}", image=image)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/cursos/")


LIST_QUERIES = 13


def posted(**changes) -> dict:
    terms = changes.pop("terms", ["UX/UI"])
    return nested_form_data(
        {
            "title": "Moda",
            "slug": "moda",
            "summary": "Roupas.",
            "code": "MOD",
            "level": "bacharelado",
            "modality": "presencial",
            "shift": "noite",
            "duration_semesters": "8",
            "campus": "Centro",
            "body": streamfield([]),
            "search_terms": inline_formset([{"term": term, "active": "on"} for term in terms]),
            "action-publish": "1",
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"terms": ["dados", "Dados"]}, "Este termo já está na lista."),
        ({"terms": [" x "]}, "Escreva pelo menos duas letras."),
        ({"code": "des"}, "Outro curso já usa este código."),
        ({"duration_semesters": "0"}, ""),
    ],
)
def test_the_form_refuses(admin_client, changes, reason) -> None:
    index = a_course_list(a_site())
    a_course(index, code="DES")
    address = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", index.pk])
    response = admin_client.post(address, posted(**changes))
    assert response.status_code == 200
    assert reason in response.content.decode()
    assert index.get_children().count() == 1


def test_the_form_publishes_and_tidies_a_term(admin_client) -> None:
    index = a_course_list(a_site())
    address = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", index.pk])
    response = admin_client.post(address, posted(terms=["  design   gráfico "]))
    assert response.status_code == 302
    course = index.courses().get()
    assert [term.term for term in course.active_terms] == ["design gráfico"]


def test_the_dashboard_lists_and_previews_courses(admin_client) -> None:
    course = a_course(a_course_list(a_site()), code="DES")
    listing = admin_client.get(reverse("courses:index"))
    assert "DES" in listing.content.decode()
    address = reverse("wagtailadmin_pages:view_draft", args=[course.pk])
    course.save_revision()
    assert "Design" in admin_client.get(address).content.decode()


def test_a_course_shows_those_that_fit_best_and_of_these_the_newest(client) -> None:
    course = a_course(a_course_list(a_site()))
    for title, day, strengths in (
        ("Cita hoje", 28, (1, 1)),
        ("Diz no texto", 26, (3,)),
        ("No título", 20, (1, 4)),
        ("No título e nova", 21, (4,)),
    ):
        vacancy = a_vacancy(title, posted_at=date(2026, 11, day))
        for strength in strengths:
            term = f"{title} {strength} {vacancy.matches.count()}"
            vacancy.matches.create(course_id=course.pk, term=term, strength=strength)
    a_match(a_vacancy("De outro curso"), course.pk + 1)
    html = client.get(course.url).content.decode()
    assert re.findall(r">([^<]+)</a></h3>", html) == [
        "No título e nova",
        "No título",
        "Diz no texto",
    ]
