"""The searches and the sites, for who operates them."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from home.integrations import Scope
from vacancies.models import Search, SearchRun

from .asking import ask, program

pytestmark = pytest.mark.django_db


def a_search(number: int = 1) -> Search:
    return Search.objects.create(
        term=f"t{number}", place="", label=f"Termo {number}", place_label="Brasil"
    )


def a_run(search: Search, site: str, outcome: str, hours: float = 0, found: int = 0) -> SearchRun:
    at = timezone.now() - timedelta(hours=hours)
    return SearchRun.objects.create(
        search=search, site=site, outcome=outcome, started_at=at, finished_at=at, found=found
    )


def test_a_search_with_the_last_run_of_each_site() -> None:
    search = a_search()
    a_run(search, "indeed", "found", hours=3, found=9)
    a_run(search, "indeed", "blocked", hours=1)
    a_run(search, "linkedin", "empty", hours=2)
    row = ask(program(Scope.OPERATIONS), f"searches/{search.pk}/")
    assert (row["term"], row["place"]) == ("Termo 1", "Brasil")
    assert [(run["site"], run["outcome"]) for run in row["runs"]] == [
        ("indeed", "blocked"),
        ("linkedin", "empty"),
    ]
    assert ask(program(Scope.OPERATIONS), "searches/")["results"] == [row]


def test_the_sites() -> None:
    search = a_search()
    a_run(search, "indeed", "found", hours=30, found=9)
    a_run(search, "indeed", "found", hours=3, found=4)
    a_run(search, "indeed", "blocked", hours=1)
    indeed, linkedin, _glassdoor = ask(program(Scope.OPERATIONS), "searches/sites/")
    assert (indeed["name"], indeed["in_use"]) == ("Indeed", True)
    assert indeed["last_run"]["outcome"] == "blocked"
    assert (indeed["runs_today"], indeed["found_today"]) == (2, 4)
    found_at = datetime.fromisoformat(indeed["last_found_at"])
    assert timezone.now() - found_at < timedelta(hours=4)
    assert (linkedin["last_run"], linkedin["runs_today"]) == (None, 0)


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_takes_the_same_statements(django_assert_num_queries, count: int) -> None:
    for number in range(count):
        search = a_search(number)
        a_run(search, "indeed", "found")
        a_run(search, "linkedin", "empty")
    client = program(Scope.OPERATIONS)
    ask(client, "searches/")
    with django_assert_num_queries(6):
        assert ask(client, "searches/", page_size=100)["count"] == count
