"""What the bot is told about courses."""

import pytest
from wagtail.models import PageViewRestriction

from courses.selectors import CourseFacts, live_courses
from tests.home.content import a_course, a_course_list, a_site

pytestmark = pytest.mark.django_db


def test_terms_come_by_priority_without_those_switched_off() -> None:
    course = a_course(a_course_list(a_site()), "Design", "UX/UI", "-moda", "ilustração", code="DES")
    first = course.search_terms.get(term="ilustração")
    first.sort_order = -1
    first.save()
    assert live_courses() == [
        CourseFacts(
            id=str(course.pk),
            name="Design",
            code="DES",
            facts="Bacharelado · Integral · 8 semestres · Centro",
            terms=("ilustração", "UX/UI"),
        )
    ]


def test_an_editors_own_facts_win() -> None:
    a_course(a_course_list(a_site()), bot_facts="Só à noite, no Centro")
    assert live_courses()[0].facts == "Só à noite, no Centro"


def test_one_semester_is_singular() -> None:
    a_course(a_course_list(a_site()), duration_semesters=1)
    assert "1 semestre ·" in live_courses()[0].facts


def test_drafts_and_private_courses_are_not_offered() -> None:
    index = a_course_list(a_site())
    a_course(index, "Rascunho", live=False)
    hidden = a_course(index, "Restrito")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert live_courses() == []


def test_an_unpublished_change_of_terms_is_not_heard() -> None:
    course = a_course(a_course_list(a_site()), "Design", "UX/UI")
    course.save_revision().publish()
    draft = course.get_latest_revision_as_object()
    draft.search_terms.first().term = "rascunho"
    draft.save_revision()
    assert live_courses()[0].terms == ("UX/UI",)


def test_courses_come_in_the_editors_order() -> None:
    index = a_course_list(a_site())
    a_course(index, "Zootecnia")
    a_course(index, "Arquitetura")
    assert [course.name for course in live_courses()] == ["Zootecnia", "Arquitetura"]


@pytest.mark.parametrize("count", [1, 12])
def test_it_takes_three_statements(count, django_assert_num_queries) -> None:
    index = a_course_list(a_site())
    for number in range(count):
        a_course(index, f"Curso {number}", "um", "dois")
    with django_assert_num_queries(3):
        assert len(live_courses()) == count
