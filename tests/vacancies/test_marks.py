"""What a person keeps of the vacancies: saved, hidden, applied to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from vacancies import marks
from vacancies.models import Vacancy, VacancyMark
from vacancies.shortlists import NO_MARKS, Marks

pytestmark = pytest.mark.django_db
ANA, BIA = "contact:1", "contact:2"
NOW = timezone.now()
SAVED, HIDDEN, APPLIED = VacancyMark.Kind.SAVED, VacancyMark.Kind.HIDDEN, VacancyMark.Kind.APPLIED


@pytest.fixture
def rows() -> list[int]:
    return [Vacancy.objects.create(title=f"Vaga {number}").pk for number in range(4)]


def test_the_newest_saved_comes_first(rows: list[int]) -> None:
    marks.mark(ANA, SAVED, rows[:1], now=NOW)
    marks.mark(ANA, SAVED, rows[1:3], now=NOW + timedelta(minutes=1))
    marks.mark(ANA, HIDDEN, rows[3:], now=NOW)
    assert marks.marks_of(ANA) == Marks(saved=(rows[2], rows[1], rows[0]), hidden={rows[3]})
    assert marks.marks_of(BIA) == NO_MARKS


def test_marking_twice_and_unmarking_what_is_not_there(rows: list[int]) -> None:
    marks.mark(ANA, APPLIED, rows[:1], now=NOW)
    marks.mark(ANA, APPLIED, rows[:1] * 3, now=NOW)
    marks.unmark(ANA, SAVED, rows)
    assert marks.marks_of(ANA) == Marks(applied={rows[0]})
    marks.unmark(ANA, APPLIED, rows)
    assert marks.marks_of(ANA) == NO_MARKS


def test_a_vacancy_that_is_gone_or_merged(rows: list[int]) -> None:
    Vacancy.objects.filter(pk=rows[0]).update(merged_into=rows[1])
    marks.mark(ANA, SAVED, [rows[0], 10**9, rows[1]], now=NOW)
    assert marks.marks_of(ANA).saved == (rows[1],)
    Vacancy.objects.get(pk=rows[1]).delete()
    assert marks.marks_of(ANA) == NO_MARKS


def test_forgetting_erases_one_owner_only(rows: list[int]) -> None:
    for owner in (ANA, BIA, "contact:11"):
        marks.mark(owner, SAVED, rows, now=NOW)
    assert marks.forget(ANA) == 4
    assert not VacancyMark.objects.filter(owner=ANA).exists()
    assert len(marks.marks_of(BIA).saved) == len(marks.marks_of("contact:11").saved) == 4


def test_two_owners_that_are_one(rows: list[int]) -> None:
    marks.mark(ANA, SAVED, rows[:2], now=NOW)
    marks.mark(BIA, SAVED, rows[1:3], now=NOW + timedelta(hours=1))
    marks.mark(BIA, HIDDEN, rows[:1], now=NOW)
    marks.move(BIA, ANA)
    found = marks.marks_of(ANA)
    assert set(found.saved) == set(rows[:3])
    assert found.hidden == {rows[0]}
    assert marks.marks_of(BIA) == NO_MARKS


def test_reading_is_one_statement(
    rows: list[int], django_assert_num_queries: Callable[..., object]
) -> None:
    marks.mark(ANA, SAVED, rows, now=NOW)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        marks.marks_of(ANA)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from([SAVED, HIDDEN, APPLIED, "broken"]),
        st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True),
        st.booleans(),
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=25)
@given(changes=CHANGES)
def test_the_value_and_the_rows_say_the_same(changes: list[tuple[str, list[int], bool]]) -> None:
    VacancyMark.objects.all().delete()
    rows = [Vacancy.objects.create(title=f"Vaga {number}").pk for number in range(4)]
    value = NO_MARKS
    for minute, (kind, places, off) in enumerate(changes):
        ids = [rows[place] for place in places]
        value = value.with_mark(kind, ids, off=off)
        if kind == "broken":
            continue
        if off:
            marks.unmark(ANA, kind, ids)
        else:
            marks.mark(ANA, kind, ids, now=NOW + timedelta(minutes=minute))
    assert marks.marks_of(ANA) == value
