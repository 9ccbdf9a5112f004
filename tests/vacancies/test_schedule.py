"""The clock: every course's terms, spread out, one after the other, people's searches first."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.jobboard.board import Board, Job
from vacancies import refresh, schedule, sites
from vacancies.models import Search, SearchRun, SiteState, Vacancy, VacancySettings, Visit
from vacancies.visits import due_sites, settle, slot_after

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SLOW = pytest.mark.timeout(240)
db = pytest.mark.django_db


def only(*names: str, **fields: int) -> VacancySettings:
    uses = {f"use_{n}": n in names for n in ("indeed", "linkedin", "glassdoor")}
    return VacancySettings.objects.create(**uses, **fields)


@db
def test_every_term_is_planned_at_every_site_once() -> None:
    only("indeed", "linkedin")
    first = schedule.plan(["Dados", "dados ", "Redes", "!!"], now=NOW)
    again = schedule.plan(["Dados", "Redes"], now=NOW + HOUR)
    assert (first.added, first.removed, first.total) == (4, 0, 4)
    assert (again.added, again.removed, again.total) == (0, 0, 4)
    assert Visit.objects.count() == 4


@db
def test_a_term_that_no_course_has_any_more_is_forgotten() -> None:
    schedule.plan(["Dados", "Redes"], now=NOW)
    assert schedule.plan(["Redes"], now=NOW).removed == 3
    assert set(Visit.objects.values_list("search__term", flat=True)) == {"redes"}
    assert schedule.plan([], now=NOW).total == 0
    assert not Visit.objects.exists()


@db
def test_a_site_that_is_switched_off_is_planned_no_more() -> None:
    settings = only("indeed", "linkedin")
    schedule.plan(["Dados"], now=NOW)
    settings.use_linkedin = False
    settings.save()
    assert schedule.plan(["Dados"], now=NOW).total == 1


@db
def test_the_turns_are_spread_over_the_period_and_always_the_same() -> None:
    settings = VacancySettings(refresh_hours=12)
    terms = [f"termo {n}" for n in range(120)]
    slots = [slot_after(term, "indeed", NOW, settings) for term in terms]
    assert slots == [slot_after(term, "indeed", NOW, settings) for term in terms]
    assert all(NOW < slot <= NOW + 12 * HOUR for slot in slots)
    per_hour = [sum(NOW + n * HOUR < s <= NOW + (n + 1) * HOUR for s in slots) for n in range(12)]
    assert max(per_hour) <= 25
    assert min(per_hour) >= 2
    [later] = [slot_after("termo 1", "indeed", slots[1], settings)]
    assert later - slots[1] == 12 * HOUR


@db
@pytest.mark.parametrize("many", [1, 60])
def test_planning_costs_the_same_for_few_and_many(many: int, django_assert_num_queries) -> None:
    terms = [f"termo {n}" for n in range(many)]
    schedule.plan(terms, now=NOW)
    with django_assert_num_queries(12):
        schedule.plan(terms, now=NOW)


@db
def test_one_at_a_time_and_a_persons_search_first() -> None:
    schedule.plan(["dados", "redes"], now=NOW)
    Visit.objects.update(due_at=NOW)
    [queued] = schedule.queue_next(NOW)
    assert Search.objects.get(pk=queued).by_clock
    assert schedule.queue_next(NOW) == []
    [asked] = refresh.request(["outro"], "", now=NOW)
    assert refresh.pending(10) == [asked, queued]


@db
def test_while_a_person_waits_the_clock_begins_nothing() -> None:
    schedule.plan(["dados"], now=NOW)
    Visit.objects.update(due_at=NOW)
    refresh.request(["outro"], "", now=NOW)
    assert schedule.queue_next(NOW) == []


@db
def test_a_person_who_asks_for_what_the_clock_queued_goes_first_at_all_sites() -> None:
    schedule.plan(["dados"], now=NOW)
    Visit.objects.update(due_at=NOW)
    [queued] = schedule.queue_next(NOW)
    assert refresh.request(["dados"], "", now=NOW) == []
    assert refresh.freshness(["dados"], "", now=NOW).pending == (queued,)
    assert not Search.objects.get(pk=queued).by_clock


@db
def test_a_search_that_runs_is_not_begun_again_by_the_clock() -> None:
    schedule.plan(["dados"], now=NOW)
    Visit.objects.update(due_at=NOW)
    Search.objects.update(requested_at=NOW, running_until=NOW + HOUR)
    assert schedule.queue_next(NOW) == []
    assert not refresh.queue_by_clock(Search.objects.get().pk, NOW)


@db
def test_nothing_is_due_at_a_site_that_rests_is_stopped_or_had_enough() -> None:
    settings = only("indeed", "linkedin", "glassdoor", hourly_limit=1)
    schedule.plan(["dados"], now=NOW)
    Visit.objects.update(due_at=NOW)
    search = Search.objects.get()
    SiteState.objects.filter(site="linkedin").update(blocked_until=NOW + HOUR)
    sites.pause("glassdoor", None, NOW)
    assert due_sites(search.pk, NOW) == ["indeed"]
    SearchRun.objects.create(
        search=search, site="indeed", outcome="found", started_at=NOW, finished_at=NOW
    )
    assert due_sites(search.pk, NOW) == []
    assert schedule.queue_next(NOW) == []
    assert settings.hourly_limit == 1


@db
@pytest.mark.parametrize(
    ("outcome", "earliest", "latest"),
    [("found", 6, 18), ("empty", 6, 18), ("failed", 0.4, 0.6), ("blocked", 0, 0)],
)
def test_what_a_site_said_decides_when_it_is_asked_again(
    outcome: str, earliest: float, latest: float
) -> None:
    settings = only("indeed", refresh_hours=12)
    schedule.plan(["dados"], now=NOW)
    Visit.objects.update(due_at=NOW)
    run = SearchRun(search=Search.objects.get(), site="indeed", outcome=outcome, finished_at=NOW)
    settle(run, 1, settings)
    waits = (Visit.objects.get().due_at - NOW) / HOUR
    assert earliest <= waits <= latest


def blocked_then(board: Board) -> None:
    board.indeed.jobs = [Job("k1", "Estágio em dados")]
    board.glassdoor.jobs = [Job("1", "Redes e dados")]
    board.linkedin.mood = "429"


@SLOW
@db
def test_a_429_rests_its_site_the_others_go_on_and_the_next_run_respects_it(board: Board) -> None:
    only("indeed", "linkedin", "glassdoor")
    blocked_then(board)
    schedule.plan(["dados"], now=NOW)
    Visit.objects.update(due_at=NOW)
    [search_id] = schedule.queue_next(NOW)
    assert refresh.run(search_id, now=lambda: NOW)
    states = {state.site: state for state in SiteState.objects.all()}
    assert {s: state.last_outcome for s, state in states.items()} == {
        "indeed": "found",
        "linkedin": "blocked",
        "glassdoor": "found",
    }
    until = states["linkedin"].blocked_until
    assert until is not None
    assert until > NOW
    assert states["linkedin"].next_run_at == until
    assert Vacancy.objects.count() == 2
    assert schedule.queue_next(NOW) == []
    asked = len(board.linkedin.requests)
    refresh.ask("dados", "", now=NOW)
    assert refresh.run(search_id, now=lambda: NOW)  # a person asks: not the site that rests
    assert len(board.linkedin.requests) == asked
    board.linkedin.mood = "ok"
    assert schedule.queue_next(until) == [search_id]
    assert refresh.run(search_id, now=lambda: until)
    assert SiteState.objects.get(site="linkedin").last_outcome == "empty"
    assert SearchRun.objects.filter(site="linkedin").count() == 2


@SLOW
@db
def test_a_block_by_the_last_open_site_is_said_as_a_block(board: Board) -> None:
    only("indeed", "linkedin")
    board.indeed.mood = "403"
    SiteState.objects.create(site="linkedin", blocked_until=NOW + HOUR)
    search_id = refresh.ask("dados", "", now=NOW)
    refresh.run(search_id, now=lambda: NOW)
    assert refresh.freshness(["dados"], "", now=NOW).blocked


@db
def test_a_persons_search_while_all_sites_rest_is_a_block_and_asks_nobody() -> None:
    only("indeed")
    SiteState.objects.create(site="indeed", blocked_until=NOW + HOUR)
    search_id = refresh.ask("dados", "", now=NOW)
    assert refresh.run(search_id, now=lambda: NOW)
    known = refresh.freshness(["dados"], "", now=NOW)
    assert (known.blocked, known.searched_at, known.pending) == (True, None, ())
    assert not SearchRun.objects.exists()


@db
def test_what_was_answered_lately_is_no_errand() -> None:
    only("indeed", "linkedin")
    schedule.plan(["dados"], now=NOW)
    Visit.objects.filter(site="indeed").update(answered_at=NOW - HOUR)
    [errand] = schedule.errands(now=NOW)
    assert errand.sites == ("linkedin",)
    [errand] = schedule.errands(now=NOW, again=True)
    assert set(errand.sites) == {"indeed", "linkedin"}
    sites.pause("linkedin", None, NOW)
    assert schedule.errands(now=NOW) == []
