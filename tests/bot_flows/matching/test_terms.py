"""Tuning a course's terms: what comes and goes, before and after it is saved."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry, Site

from bot_flows import matches, tasks
from bot_flows.access import OPERATOR, WRITER
from courses.models import CourseIndexPage, CoursePage, CourseSearchTerm
from tests.bot_flows.access.people import client_of, member
from vacancies import tuning
from vacancies.models import MatchWait, Vacancy, VacancyMatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    index = CourseIndexPage(title="Cursos", slug="cursos")
    Site.objects.get(is_default_site=True).root_page.add_child(instance=index)
    page = CoursePage(title="Software", code="SW", campus="Centro", summary="x")
    page.search_terms = [CourseSearchTerm(term="python", sort_order=0)]
    index.add_child(instance=page)
    page.save_revision().publish()
    for title in ("Estágio em Python", "Estágio em Dados", "Python e dados", "Jardinagem"):
        Vacancy.objects.create(title=title)
    matches.match_waiting()
    return page


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editora"))
    return client


def address(course: CoursePage) -> str:
    return reverse("bot_matching:terms", args=[course.pk])


def titles() -> set[str]:
    return set(VacancyMatch.objects.values_list("vacancy__title", flat=True))


def test_the_comparison_says_who_comes_who_goes_and_what_each_term_brings(
    course: CoursePage,
) -> None:
    found = tuning.compare(course.pk, ["dados", "jardinagem"])
    assert [(row.term, row.fitting, row.alone) for row in found.terms] == [
        ("dados", 2, 2),
        ("jardinagem", 1, 1),
    ]
    assert {row.title for row in found.coming} == {"Estágio em Dados", "Jardinagem"}
    assert [(row.title, row.said) for row in found.going] == [("Estágio em Python", "Python")]
    assert (found.count_coming, found.count_going, found.staying) == (2, 1, 1)
    assert titles() == {"Estágio em Python", "Python e dados"}


def test_saving_brings_exactly_what_was_shown(course: CoursePage, editor: Client) -> None:
    data = {"ligados": "dados\r\n jardinagem ", "desligados": "python"}
    shown = editor.post(address(course), {**data, "acao": "ver"})
    assert shown.context["comparison"].count_coming == 2
    assert "Jardinagem" in shown.content.decode()
    assert titles() == {"Estágio em Python", "Python e dados"}
    response = editor.post(address(course), {**data, "acao": "salvar"}, follow=True)
    assert "Salvo e publicado" in response.content.decode()
    tasks.renew_matches.call_local()
    assert titles() == {"Estágio em Dados", "Jardinagem", "Python e dados"}
    rows = CourseSearchTerm.objects.filter(page=course).order_by("sort_order")
    assert [(row.term, row.active) for row in rows] == [
        ("dados", True),
        ("jardinagem", True),
        ("python", False),
    ]
    assert PageLogEntry.objects.filter(page=course, action="wagtail.publish").count() >= 1
    assert not ModelLogEntry.objects.exists()


def test_the_courses_own_form_is_compared_as_it_stands(course: CoursePage, editor: Client) -> None:
    posted = {
        "title": "Outro",
        "search_terms-TOTAL_FORMS": "4",
        "search_terms-0-term": "python",
        "search_terms-0-active": "on",
        "search_terms-0-DELETE": "1",
        "search_terms-1-term": "dados",
        "search_terms-1-active": "on",
        "search_terms-1-ORDER": "2",
        "search_terms-2-term": "jardinagem",
        "search_terms-2-active": "on",
        "search_terms-2-ORDER": "1",
        "search_terms-3-term": "",
    }
    page = editor.post(address(course), posted)
    assert page.context["form"]["ligados"].value() == "jardinagem\ndados"
    assert page.context["comparison"].count_going == 1
    part = editor.post(address(course), {**posted, "parte": "1"}).content.decode()
    assert "<html" not in part
    assert "Estágio em Dados" in part
    course.refresh_from_db()
    assert course.title == "Software"


def test_a_draft_that_waits_is_never_published_along(course: CoursePage, editor: Client) -> None:
    draft = course.get_latest_revision_as_object()
    draft.summary = "Ainda não pronto"
    draft.save_revision()
    data = {"ligados": "dados", "desligados": "", "acao": "salvar"}
    response = editor.post(address(course), data, follow=True)
    assert "Salvo como rascunho" in response.content.decode()
    course.refresh_from_db()
    assert course.summary == "x"
    latest = course.get_latest_revision_as_object()
    assert latest.summary == "Ainda não pronto"
    assert [item.term for item in latest.search_terms.all()] == ["dados"]


def test_a_writer_saves_a_draft_and_an_operator_sees_nothing(course: CoursePage) -> None:
    data = {"ligados": "dados", "desligados": "", "acao": "salvar"}
    page = client_of(member(WRITER)).post(address(course), data, follow=True)
    assert "Salvo como rascunho" in page.content.decode()
    outsider = client_of(member(OPERATOR, "outra"))
    assert outsider.post(address(course), data).status_code in (302, 403)
    course.refresh_from_db()
    assert [item.term for item in course.search_terms.all()] == ["python"]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("a", "tem de 2 a 60 letras"),
        ("x" * 61, "tem de 2 a 60 letras"),
        ("Dados\ndados", "está duas vezes"),
        ("\n".join(f"termo {n}" for n in range(21)), "no máximo 20 termos"),
    ],
)
def test_terms_that_cannot_be_are_refused_with_a_sentence(
    course: CoursePage, editor: Client, terms: str, said: str
) -> None:
    page = editor.post(address(course), {"ligados": terms, "acao": "salvar"})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert [item.term for item in CourseSearchTerm.objects.filter(page=course)] == ["python"]


def test_hostile_terms_are_shown_as_text(course: CoursePage, editor: Client) -> None:
    Vacancy.objects.create(title="<script>alert(1)</script> dados", description="\u202ex")
    wild = "<script>alert(2)</script>\ndados\n' OR 1=1 --\n%%%%\n" + "\u202e\u202e"
    page = editor.post(address(course), {"ligados": wild, "acao": "ver"}).content.decode()
    assert "<script>alert(" not in page
    assert "&lt;script&gt;alert(1)" in page
    for total in ("9" * 400, "-1", "x", "4999"):
        answer = editor.post(address(course), {"search_terms-TOTAL_FORMS": total, "parte": "1"})
        assert answer.status_code == 200


def test_the_list_of_courses_costs_the_same_for_one_and_thirty(
    course: CoursePage, editor: Client
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert editor.get(reverse("bot_matching:index")).status_code == 200
        return len(seen)

    statements()
    one = statements()
    for n in range(29):
        course.get_parent().specific.add_child(
            instance=CoursePage(title=f"C{n}", code=f"C{n}", campus="Centro", summary="x")
        )
    assert statements() == one


def test_the_courses_form_carries_the_script_and_the_button(
    course: CoursePage, editor: Client
) -> None:
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()
    assert "bot_flows/matching/terms.js" in page
    assert f'formaction="{address(course)}"' in page


def test_whoever_saves_a_vacancy_wakes_the_worker(
    course: CoursePage, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Vacancy.objects.create(title="Monitoria de Python", origin=Vacancy.Origin.FORM)
    assert MatchWait.objects.count() == 1
    tasks.match_vacancies.call_local()
    assert "Monitoria de Python" in titles()
    assert MatchWait.objects.count() == 0


def test_a_course_that_goes_off_the_air_has_no_vacancies(course: CoursePage) -> None:
    course.unpublish()
    tasks.renew_matches.call_local()
    assert titles() == set()
    assert json.dumps(matches.courses()) == "[]"
