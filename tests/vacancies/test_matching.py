"""Which courses a vacancy fits, kept with its reasons, whichever door it came by."""

from datetime import datetime, timezone
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vacancies import matching
from vacancies.ingest import ingest
from vacancies.matching import Course
from vacancies.models import MatchWait, Vacancy, VacancyMatch

pytestmark = pytest.mark.django_db
SW = Course(7, "Engenharia de Software", ("desenvolvimento web", "Python"))
DATA = Course(8, "Estatística", ("dados", "Python"))


def a_vacancy(title: str, text: str = "", **fields: Any) -> Vacancy:
    return Vacancy.objects.create(title=title, description=text, **fields)


def pairs() -> set[tuple[str, int, str]]:
    return set(VacancyMatch.objects.values_list("vacancy__title", "course_id", "term"))


def test_new_ones_are_compared_with_all_courses_in_few_statements() -> None:
    for n in range(30):
        a_vacancy(f"Estágio {n}", "Desenvolvimento web em Python.")
    with CaptureQueriesContext(connection) as seen:
        assert matching.match_waiting([SW, DATA]) == 30
    # savepoint twice; the batch, a search for each of three terms, what was known, the upsert
    assert len(seen) <= 12
    assert VacancyMatch.objects.count() == 30 * 3
    assert not matching.anything_waits()
    assert matching.match_waiting([SW, DATA]) == 0


def test_the_label_names_the_records_own_words_strongest_first_and_none_twice() -> None:
    vacancy = a_vacancy("Estágio em PYTHON", "Desenvolvimento web com dados.")
    matching.match_waiting([SW, DATA])
    assert matching.label(vacancy) == "bate com: PYTHON, Desenvolvimento web, dados"
    assert matching.label(vacancy, course_id=8) == "bate com: PYTHON, dados"
    assert matching.label(vacancy, course_id=9) == ""
    first = matching.reasons(vacancy)[0]
    assert (first.in_title, first.said) == (True, "PYTHON")


def test_labels_of_a_list_cost_one_statement() -> None:
    for n in range(30):
        a_vacancy(f"Python {n}")
    matching.match_waiting([SW, DATA])
    for limit in (1, 30):
        with CaptureQueriesContext(connection) as seen:
            rows = Vacancy.objects.prefetch_related("matches")[:limit]
            assert all(matching.label(vacancy) == "bate com: Python" for vacancy in rows)
        assert len(seen) == 2


def test_an_edit_changes_the_reasons() -> None:
    vacancy = a_vacancy("Python")
    matching.match_waiting([SW])
    vacancy.title = "Jardineiro"
    vacancy.save()
    matching.match_waiting([SW])
    assert pairs() == set()
    vacancy.checked_at = datetime(2026, 11, 30, tzinfo=timezone.utc)  # noqa: UP017
    vacancy.save(update_fields=["checked_at"])
    assert not matching.anything_waits()


def test_one_that_people_do_not_see_waits_until_they_do() -> None:
    vacancy = a_vacancy("Python", moderation=Vacancy.Moderation.WAITING)
    assert not matching.anything_waits()
    assert matching.match_waiting([SW]) == 0
    Vacancy.objects.filter(pk=vacancy.pk).update(moderation=Vacancy.Moderation.CLEAR)
    assert matching.match_waiting([SW]) == 1
    assert pairs() == {("Python", 7, "Python")}


def test_what_a_search_brings_waits_too() -> None:
    posting = {"id": "1", "title": "Dev Python", "job_url": "https://exemplo.com.br/1"}
    ingest("indeed", [posting])
    assert MatchWait.objects.count() == 1
    matching.match_waiting([DATA])
    assert pairs() == {("Dev Python", 8, "Python")}


def test_a_course_that_changed_or_went_takes_its_matches_along() -> None:
    a_vacancy("Python e dados")
    matching.match_waiting([SW, DATA])
    renamed = Course(8, "Ciência de Dados", ("dados",))
    matching.keep_courses([renamed])
    matching.match([renamed])
    assert pairs() == {("Python e dados", 8, "dados")}
    assert VacancyMatch.objects.get().course_name == "Ciência de Dados"


def test_hostile_terms_and_texts_are_only_words() -> None:
    a_vacancy("<script>alert(1)</script> Python", "\u202e' OR 1=1 --")
    wild = Course(9, "x" * 500, ("' OR 1=1 --", "<script>", "%", "\\", "y" * 300, "Python"))
    matching.match_waiting([wild])
    vacancy = Vacancy.objects.get()
    assert matching.label(vacancy).startswith("bate com: ")
    assert all(len(m.course_name) <= 200 for m in vacancy.matches.all())
