"""The demonstration's vacancies."""

import pytest
from django.utils import timezone

from vacancies import demo, refresh
from vacancies.models import Search, SearchRun, Vacancy
from vacancies.search import Criteria, find

pytestmark = pytest.mark.django_db


def test_sixty_vacancies_of_every_kind_all_marked() -> None:
    demo.load()
    vacancies = Vacancy.objects.all()
    assert vacancies.filter(is_demo=True, source="Demonstração").count() == 60
    assert {v.kind for v in vacancies} == set(Vacancy.Kind.values)
    assert all(v.link.startswith("https://exemplo.com.br/") for v in vacancies)
    assert all("inventada" in v.description for v in vacancies)
    assert vacancies.filter(remote=True).count() >= 8
    for vacancy in vacancies:
        vacancy.full_clean()


def test_every_main_term_has_a_second_page(subtests: pytest.Subtests) -> None:
    demo.load()
    for term in demo.TERMS:
        with subtests.test(term):
            assert find(Criteria(terms=(term,)), limit=5).total >= 8


def test_loading_twice_keeps_one_of_each_and_what_people_changed() -> None:
    demo.load()
    hidden, edited = Vacancy.objects.all()[:2]
    Vacancy.objects.filter(pk=hidden.pk).update(live=False)
    Vacancy.objects.filter(pk=edited.pk).update(title="Meu título", edited_by_hand=True)
    demo.load()
    assert Vacancy.objects.count() == 60
    assert Search.objects.count() == SearchRun.objects.count() == len(demo.TERMS)
    hidden.refresh_from_db()
    edited.refresh_from_db()
    assert (hidden.live, edited.title) == (False, "Meu título")


def test_the_demonstration_is_fresh_when_loaded() -> None:
    demo.load()
    known = refresh.freshness(demo.TERMS[:3], "", now=timezone.now())
    assert (known.stale, known.blocked, known.pending) == (False, False, ())
    assert refresh.request(demo.TERMS[:3], "Brasil", now=timezone.now()) == []
