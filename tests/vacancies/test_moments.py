"""How long ago, in the words that people use; the same on the card and on the page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.home.content import a_vacancy
from vacancies.models import Vacancy
from vacancies.moments import ago, confirmed

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(0), "agora há pouco"),
        (timedelta(seconds=119), "agora há pouco"),
        (timedelta(minutes=2), "há 2 min"),
        (timedelta(minutes=59, seconds=59), "há 59 min"),
        (timedelta(hours=1), "há 1 h"),
        (timedelta(hours=23, minutes=59), "há 23 h"),
        (timedelta(days=1), "há 1 dia"),
        (timedelta(days=2), "há 2 dias"),
        (timedelta(days=29, hours=23), "há 29 dias"),
        (timedelta(days=30), "em 21/10/2026"),
        (timedelta(days=30, hours=14), "em 20/10/2026"),
        (timedelta(days=4000), "em 08/12/2015"),
        (timedelta(minutes=-5), "agora há pouco"),
        (timedelta(days=-400), "agora há pouco"),
    ],
)
def test_how_long_ago(passed: timedelta, said: str) -> None:
    assert ago(NOW - passed, NOW) == said


def test_the_day_is_the_one_in_sao_paulo() -> None:
    late = datetime(2026, 9, 2, 1, 30, tzinfo=UTC)
    assert ago(late, NOW) == "em 01/09/2026"


@pytest.mark.parametrize(
    ("seen", "checked", "outcome", "said"),
    [
        (3, None, "", "Confirmada há 3 h"),
        (30, 2, "alive", "Confirmada há 2 h"),
        (1, 2, "alive", "Confirmada há 1 h"),
        (3, 1, "gone", "Confirmada há 3 h"),
        (3, 1, "uncertain", "Confirmada há 3 h"),
    ],
)
def test_a_vacancy_is_confirmed_by_its_source_or_by_our_look(seen, checked, outcome, said) -> None:
    vacancy = Vacancy(
        last_seen_at=NOW - timedelta(hours=seen),
        checked_at=None if checked is None else NOW - timedelta(hours=checked),
        check_outcome=outcome,
    )
    assert confirmed(vacancy, NOW) == said


@pytest.mark.django_db
def test_every_page_that_shows_a_vacancy_says_it(client: Client) -> None:
    vacancy = a_vacancy(last_seen_at=timezone.now() - timedelta(hours=3, minutes=5))
    for path in ("/vagas/", vacancy.get_absolute_url()):
        assert "Confirmada há 3 h" in client.get(path).content.decode()
