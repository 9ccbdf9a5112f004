"""Who may ask the sites, when, and what is kept of their answers."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.jobboard.board import Board, Job
from vacancies import refresh
from vacancies.models import Search, SearchRun, Vacancy, VacancySettings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SLOW = pytest.mark.timeout(180)


def only(*sites: str, **fields: int) -> VacancySettings:
    """The settings with only these sites on."""
    names = ("indeed", "linkedin", "glassdoor")
    uses = {f"use_{name}": name in sites for name in names}
    return VacancySettings.objects.create(**uses, **fields)


def finished(term: str, at: datetime, *, answered: bool = True, blocked: bool = False) -> Search:
    return Search.objects.create(
        term=term,
        place="brasil",
        label=term,
        place_label="Brasil",
        finished_at=at,
        answered_at=at if answered else None,
        blocked=blocked,
    )


@pytest.mark.django_db
def test_what_was_never_searched_is_stale_and_queued_once() -> None:
    assert refresh.freshness(["Dados"], "", now=NOW) == refresh.Freshness(None, True, False, ())
    queued = refresh.request(["Dados", "DADOS ", "!!"], "", now=NOW)
    assert len(queued) == 1
    assert refresh.request(["dados"], "Brasil", now=NOW) == []
    assert refresh.freshness(["dados"], "", now=NOW).pending == tuple(queued)
    assert refresh.pending(10) == queued


@pytest.mark.django_db
def test_another_place_is_another_search() -> None:
    first = refresh.request(["dados"], "Curitiba/PR", now=NOW)
    second = refresh.request(["dados"], "Londrina/PR", now=NOW)
    assert len({*first, *second}) == 2


@pytest.mark.django_db
def test_at_most_three_at_once_the_rest_the_next_time() -> None:
    terms = ["um", "dois", "três", "quatro"]
    assert len(refresh.request(terms, "", now=NOW)) == 3
    assert not Search.objects.filter(term="quatro").exists()
    Search.objects.update(requested_at=None, finished_at=NOW, answered_at=NOW)
    assert len(refresh.request(terms, "", now=NOW)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "stale"), [(5 * HOUR, False), (7 * HOUR, True)])
def test_an_answer_is_good_for_the_hours_of_the_settings(age: timedelta, stale: bool) -> None:
    finished("dados", NOW - age)
    known = refresh.freshness(["dados"], "", now=NOW)
    assert (known.stale, known.searched_at) == (stale, NOW - age)
    assert bool(refresh.request(["dados"], "", now=NOW)) == stale


@pytest.mark.django_db
def test_a_block_is_said_and_not_repeated_at_every_message() -> None:
    finished("dados", NOW - timedelta(minutes=5), answered=False, blocked=True)
    known = refresh.freshness(["dados"], "", now=NOW)
    assert (known.blocked, known.stale, known.searched_at) == (True, True, None)
    assert refresh.request(["dados"], "", now=NOW) == []
    assert len(refresh.request(["dados"], "", now=NOW + HOUR)) == 1


@pytest.mark.django_db
def test_blocked_means_all_of_them() -> None:
    finished("dados", NOW, answered=False, blocked=True)
    finished("redes", NOW)
    assert not refresh.freshness(["dados", "redes"], "", now=NOW).blocked
    assert refresh.freshness(["dados", "nunca"], "", now=NOW).blocked


@pytest.mark.django_db
def test_freshness_costs_two_statements_whatever_the_terms() -> None:
    for terms in (["a1"], [f"t{n}" for n in range(50)]):
        with CaptureQueriesContext(connection) as seen:
            refresh.freshness(terms, "", now=NOW)
        assert len(seen) == 2


@pytest.mark.django_db
def test_no_site_no_search() -> None:
    only()
    assert refresh.request(["dados"], "", now=NOW) == []


def at_once(work: Callable[[int], object], count: int = 2) -> list[object]:
    """Run ``work`` in threads that start together; each closes its own connection."""
    gate, results = threading.Barrier(count), []

    def one(number: int) -> None:
        gate.wait()
        try:
            results.append(work(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_ask_at_the_same_instant_queue_one_search() -> None:
    for round_ in range(5):
        found = at_once(lambda n, r=round_: refresh.request([f"termo {r}"], "", now=NOW), 4)
        assert sorted(len(ids) for ids in found) == [0, 0, 0, 1]  # type: ignore[arg-type]


@SLOW
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_run_a_search_once(board: Board) -> None:
    only("indeed")
    board.indeed.jobs = [Job("k1", "Dados")]
    [search_id] = refresh.request(["dados"], "", now=NOW)
    assert sorted(map(bool, at_once(lambda n: refresh.run(search_id), 2))) == [False, True]
    assert SearchRun.objects.count() == Vacancy.objects.count() == 1


@SLOW
@pytest.mark.django_db
def test_a_run_keeps_what_each_site_said(board: Board) -> None:
    only("indeed", "linkedin", "glassdoor", time_limit_seconds=60)
    board.indeed.jobs = [Job("k1", "Estágio em Análise de Dados"), Job("k2", "Dados")]
    board.linkedin.mood = "429"
    [search_id] = refresh.request(["dados"], "Curitiba/PR", now=NOW)
    reported: list[SearchRun] = []
    assert refresh.run(search_id, now=lambda: NOW, report=reported.append)
    runs = {run.site: run for run in SearchRun.objects.all()}
    assert {site: run.outcome for site, run in runs.items()} == {
        "indeed": "found",
        "linkedin": "blocked",
        "glassdoor": "empty",
    }
    assert (runs["indeed"].found, runs["indeed"].new) == (2, 2)
    assert "429" in runs["linkedin"].message
    assert len(reported) == 3
    known = refresh.freshness(["dados"], "Curitiba/PR", now=NOW)
    assert known == refresh.Freshness(NOW, False, False, ())
    assert not refresh.run(search_id, now=lambda: NOW)


@SLOW
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mood", "answered", "blocked"), [("ok", True, False), ("403", False, True), ("garbage", 0, 0)]
)
def test_empty_blocked_and_failed_are_three_things(
    board: Board, mood: str, answered: bool, blocked: bool
) -> None:
    only("indeed")
    board.indeed.mood = mood
    [search_id] = refresh.request(["dados"], "", now=NOW)
    refresh.run(search_id, now=lambda: NOW)
    known = refresh.freshness(["dados"], "", now=NOW)
    assert (known.searched_at == NOW, known.blocked) == (answered, blocked)
    assert known.pending == ()


@SLOW
@pytest.mark.django_db
def test_a_hung_site_costs_only_itself(board: Board) -> None:
    only("indeed", "glassdoor", time_limit_seconds=12)
    board.indeed.mood = "hang"
    board.glassdoor.jobs = [Job("1", "Dados")]
    [search_id] = refresh.request(["dados"], "", now=NOW)
    assert refresh.run(search_id)
    outcomes = dict(SearchRun.objects.values_list("site", "outcome"))
    assert outcomes == {"indeed": "failed", "glassdoor": "found"}
    assert "tempo total" in SearchRun.objects.get(site="indeed").message


@SLOW
@pytest.mark.django_db
def test_a_search_that_died_is_found_again_when_its_lease_is_over(board: Board) -> None:
    only("indeed")
    [search_id] = refresh.request(["dados"], "", now=NOW)
    lease = datetime.now(UTC) + HOUR
    Search.objects.filter(pk=search_id).update(running_until=lease)  # as a killed worker leaves it
    assert refresh.pending(10) == []
    assert not refresh.run(search_id)
    Search.objects.filter(pk=search_id).update(running_until=datetime.now(UTC))
    assert refresh.pending(10) == [search_id]
    assert refresh.run(search_id)


@pytest.mark.django_db
def test_a_search_that_kills_its_worker_every_time_is_given_up() -> None:
    [search_id] = refresh.request(["dados"], "", now=NOW)
    Search.objects.filter(pk=search_id).update(attempts=refresh.MOST_ATTEMPTS)
    assert refresh.run(search_id, now=lambda: NOW)
    search = Search.objects.get()
    assert (search.requested_at, search.finished_at, search.answered_at) == (None, NOW, None)


@pytest.mark.django_db
def test_an_unknown_search_is_not_run() -> None:
    assert not refresh.run(404)


@SLOW
@pytest.mark.django_db
def test_a_fault_of_ours_never_leaves_a_search_running(board: Board, settings) -> None:
    only("indeed")
    settings.JOBSPY_CA_CERT = "/nowhere/at/all.pem"
    [search_id] = refresh.request(["dados"], "", now=NOW)
    assert refresh.run(search_id, now=lambda: NOW)
    assert Search.objects.get().requested_at is None
    assert SearchRun.objects.get().outcome == "failed"


@SLOW
@pytest.mark.django_db
def test_the_operators_command_says_a_line_for_each_site(board: Board) -> None:
    only("indeed", "linkedin")
    board.indeed.jobs = [Job("k1", "Dados")]
    board.linkedin.mood = "429"
    out = StringIO()
    call_command("refresh_vacancies", "--term", "dados", "--place", "Curitiba/PR", stdout=out)
    said = out.getvalue()
    assert "Indeed · encontrou · 1 anúncios, 1 vagas novas" in said
    assert "LinkedIn · bloqueada pelo site" in said


@pytest.mark.django_db
def test_the_operators_command_refuses_what_makes_no_search() -> None:
    with pytest.raises(CommandError):
        call_command("refresh_vacancies", "--term", "!!")
    only()
    with pytest.raises(CommandError):
        call_command("refresh_vacancies", "--term", "dados")
