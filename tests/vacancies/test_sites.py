"""How a site that blocks is left alone, and a stopped one too."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from vacancies import sites
from vacancies.models import Search, SearchRun, SiteState, VacancySettings, Visit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_search(term: str = "dados") -> Search:
    search, _new = Search.objects.get_or_create(
        term=term, place="brasil", defaults={"label": term, "place_label": "Brasil"}
    )
    return search


def said(site: str, outcome: str, at: datetime = NOW) -> SiteState:
    run = SearchRun.objects.create(
        search=a_search(), site=site, outcome=outcome, started_at=at, finished_at=at
    )
    return sites.record(run, VacancySettings.current())


def test_the_rest_doubles_from_a_short_one_to_a_cap() -> None:
    rests = [sites.rest_after("linkedin", n) for n in range(1, 30)]
    assert timedelta(seconds=60) <= rests[0] <= timedelta(seconds=78)
    assert all(
        timedelta(seconds=60) * 2**n <= rest <= timedelta(seconds=78) * 2**n
        for n, rest in enumerate(rests[:8])
    )
    assert set(rests[12:]) == {sites.LONGEST_REST}
    assert sites.rest_after("indeed", 1) >= sites.USUAL_REST
    assert sites.rest_after("indeed", 10**9) == sites.LONGEST_REST


def test_chance_keeps_two_installations_apart() -> None:
    assert len({sites.rest_after("indeed", 3) for _n in range(20)}) > 10


def test_a_block_rests_one_site_and_an_answer_ends_it() -> None:
    state = said("linkedin", "blocked")
    assert state.blocked_until is not None
    assert MINUTE <= state.blocked_until - NOW <= 2 * MINUTE
    settings = VacancySettings.current()
    assert sites.open_now(settings, NOW) == ["indeed", "glassdoor"]
    assert sites.open_now(settings, state.blocked_until) == ["indeed", "linkedin", "glassdoor"]
    again = said("linkedin", "blocked", NOW + 5 * MINUTE)
    assert again.failures == 2
    assert again.blocked_until is not None
    assert again.blocked_until - (NOW + 5 * MINUTE) >= 2 * MINUTE
    assert said("linkedin", "empty", NOW + 20 * MINUTE).blocked_until is None
    assert SiteState.objects.get(site="linkedin").failures == 0


def test_a_failure_is_counted_and_is_no_block() -> None:
    state = said("indeed", "failed")
    assert (state.failures, state.blocked_until, state.last_outcome) == (1, None, "failed")


def test_a_stopped_site_is_not_asked_until_somebody_resumes_it() -> None:
    ana = User.objects.create_user("ana")
    settings = VacancySettings.current()
    assert sites.pause("indeed", ana, NOW)
    assert not sites.pause("indeed", ana, NOW)
    assert SiteState.objects.get(site="indeed").paused_by == ana
    assert "indeed" not in sites.open_now(settings, NOW + timedelta(days=9))
    assert sites.resume("indeed", NOW)
    assert not sites.resume("indeed", NOW)
    assert "indeed" in sites.open_now(settings, NOW)


def test_whoever_stopped_it_may_leave() -> None:
    ana = User.objects.create_user("ana")
    sites.pause("indeed", ana, NOW)
    ana.delete()
    state = SiteState.objects.get(site="indeed")
    assert (state.paused_at, state.paused_by) == (NOW, None)


def test_the_clock_asks_so_often_in_an_hour_and_no_more() -> None:
    settings = VacancySettings.objects.create(hourly_limit=2)
    said("indeed", "found", NOW - 50 * MINUTE)
    assert "indeed" in sites.within_limit(settings, settings.sites, NOW)
    said("indeed", "found", NOW - 10 * MINUTE)
    assert sites.within_limit(settings, settings.sites, NOW) == ["linkedin", "glassdoor"]
    assert "indeed" in sites.within_limit(settings, settings.sites, NOW + 11 * MINUTE)


def test_the_next_run_waits_for_the_turn_the_block_and_the_limit() -> None:
    settings = VacancySettings.objects.create(hourly_limit=1)
    visit = Visit.objects.create(search=a_search(), site="indeed", due_at=NOW + 5 * MINUTE)
    state = SiteState(site="indeed")
    assert sites.next_run(state, settings, NOW) == visit.due_at
    state.blocked_until = NOW + 9 * MINUTE
    assert sites.next_run(state, settings, NOW) == NOW + 9 * MINUTE
    said("indeed", "found", NOW - 20 * MINUTE)
    assert sites.next_run(state, settings, NOW) == NOW + 40 * MINUTE
    state.paused_at = NOW
    assert sites.next_run(state, settings, NOW) is None
    assert sites.next_run(SiteState(site="glassdoor"), settings, NOW) is None


def test_starting_one_ends_its_rest_and_brings_all_its_turns_forward() -> None:
    said("linkedin", "blocked")
    for n in range(3):
        due = NOW + timedelta(hours=n + 1)
        Visit.objects.create(search=a_search(f"t{n}"), site="linkedin", due_at=due)
    assert sites.start("linkedin", NOW) == 3
    state = SiteState.objects.get(site="linkedin")
    assert (state.blocked_until, state.next_run_at) == (None, NOW)
    assert set(Visit.objects.values_list("due_at", flat=True)) == {NOW}
