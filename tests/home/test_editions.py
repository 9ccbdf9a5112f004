"""Every change of what the site shows is a new edition; what only a clock decides is none."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from home import editions
from home.models import SiteIdentity
from tests.home.content import a_course, a_course_list, a_match, a_site, a_text_page, a_vacancy
from vacancies.models import Vacancy, VacancyMatch

pytestmark = pytest.mark.django_db


def grows(change: Callable[[], object]) -> bool:
    before = editions.current().number
    change()
    return editions.current().number > before


def test_bulk_writes_are_counted_too() -> None:
    vacancy = a_vacancy()
    rows = Vacancy.objects.filter(pk=vacancy.pk)
    assert grows(lambda: rows.update(title="Outro"))
    assert grows(lambda: rows.update(live=False))
    assert grows(lambda: Vacancy.objects.bulk_create([_another()]))
    assert grows(lambda: VacancyMatch.objects.bulk_create([_a_match(vacancy)]))
    assert grows(lambda: VacancyMatch.objects.all().delete())
    assert grows(rows.delete)


def _another() -> Vacancy:
    vacancy = Vacancy(title="Mais uma", link="https://example.org/2")
    vacancy.derive()
    return vacancy


def _a_match(vacancy: Vacancy) -> VacancyMatch:
    return VacancyMatch(vacancy=vacancy, course_id=7, course_name="Design", term="UX")


def test_courses_pages_and_the_footer_are_counted() -> None:
    home = a_site()
    course = a_course(a_course_list(home), "Design", "UX/UI")
    text = a_text_page(home, "Sobre")

    def retitle() -> None:
        course.title = "Desenho"
        course.save_revision().publish()

    assert grows(retitle)
    assert grows(text.unpublish)
    assert grows(lambda: course.search_terms.all().update(active=False))
    identity = SiteIdentity.load()
    identity.footer_text = "Outro"
    assert grows(identity.save)


def test_a_look_at_a_link_is_not_counted() -> None:
    vacancy = a_vacancy()
    now = timezone.now()
    rows = Vacancy.objects.filter(pk=vacancy.pk)
    looked = {"checked_at": now, "check_outcome": "alive", "check_at": now, "last_seen_at": now}
    assert not grows(lambda: rows.update(**looked))


def test_it_takes_one_statement(django_assert_num_queries) -> None:
    a_vacancy()
    with django_assert_num_queries(1):
        assert editions.current().changed_at


def test_watching_twice_changes_nothing() -> None:
    editions.watch()
    before = editions.current().number
    a_match(a_vacancy(), 7)
    once = editions.current().number - before
    editions.watch()
    VacancyMatch.objects.update(term="outro")
    assert editions.current().number - before == once + 1


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_one_another_and_none_is_lost() -> None:
    """PostgreSQL: a second writer counts while the first has not committed."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    first, second = a_vacancy(), a_vacancy("Outra", link="https://example.org/2")
    before = editions.current().number
    with transaction.atomic():
        Vacancy.objects.filter(pk=first.pk).update(title="A")
        writer = threading.Thread(target=_write, args=(second.pk,))
        writer.start()
        writer.join(10)
        assert not writer.is_alive()
        assert Vacancy.objects.get(pk=second.pk).title == "B"
    assert editions.current().number == before + 2


def _write(pk: int) -> None:
    Vacancy.objects.filter(pk=pk).update(title="B")
    connections.close_all()
