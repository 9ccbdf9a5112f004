"""JobSpy's own code, unpatched, in its own process, against a board on loopback."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.jobboard.board import Board, Job
from vacancies import jobspy
from vacancies.jobspy import Answer, Request

ROOT = Path(__file__).resolve().parents[2]
SLOW = pytest.mark.timeout(180)


def ask(board: Board, site: str, **changes) -> Answer:
    request = {"term": "dados", "proxies": (board.proxy,), "ca_cert": board.ca_cert}
    return jobspy.search(Request(site, **{**request, "time_limit": 60, **changes}))


@SLOW
def test_indeed_is_read_page_by_page_with_accents(board: Board) -> None:
    board.indeed.jobs = [Job(f"k{n}", f"Estágio nº {n} em Análise") for n in range(25)]
    board.indeed.jobs[0].pay = (1500, 2000)
    answer = ask(board, "indeed", location="Curitiba, PR", hours_old=48)
    assert (answer.outcome, len(answer.postings)) == ("found", 25)
    first = next(p for p in answer.postings if p["id"] == "in-k0")
    assert first["title"] == "Estágio nº 0 em Análise"
    assert first["location"] == "Curitiba, PR, Brazil"
    assert (first["min_amount"], first["interval"]) == (1500, "monthly")
    assert first["description"] == "<p>Descrição da vaga.</p>"
    assert len(board.indeed.requests) == 3
    assert 'where: \\"Curitiba, PR\\"' in board.indeed.requests[0]["body"]


@SLOW
def test_linkedin_is_read_from_its_guest_pages(board: Board) -> None:
    board.linkedin.jobs = [Job(str(n), "Designer UX/UI", city="São José") for n in range(3)]
    answer = ask(board, "linkedin", location="Brazil")
    assert (answer.outcome, len(answer.postings)) == ("found", 3)
    assert answer.postings[0]["location"] == "São José, Paraná, Brazil"
    assert "keywords=dados" in board.linkedin.requests[0]["path"]


@SLOW
def test_glassdoor_is_read(board: Board) -> None:
    board.glassdoor.jobs = [Job("11", "Técnico de laboratório"), Job("12", "Químico")]
    answer = ask(board, "glassdoor", location="Curitiba")
    assert (answer.outcome, len(answer.postings)) == ("found", 2), answer


@SLOW
@pytest.mark.parametrize("site", ["indeed", "linkedin", "glassdoor"])
@pytest.mark.parametrize(
    ("mood", "outcome"), [("ok", "empty"), ("429", "blocked"), ("403", "blocked")]
)
def test_an_empty_page_and_a_block_are_two_things(
    board: Board, site: str, mood: str, outcome: str
) -> None:
    getattr(board, site).mood = mood
    answer = ask(board, site)
    assert (answer.outcome, answer.postings) == (outcome, ())
    assert bool(answer.message) == (outcome == "blocked")


@SLOW
@pytest.mark.parametrize(("site", "outcome"), [("indeed", "failed"), ("linkedin", "blocked")])
def test_rubbish_is_never_empty(board: Board, site: str, outcome: str) -> None:
    """LinkedIn's wall is a page without jobs: JobSpy itself calls it a block."""
    getattr(board, site).mood = "garbage"
    assert ask(board, site).outcome == outcome


@SLOW
def test_a_block_on_the_second_page_keeps_the_first(board: Board) -> None:
    board.indeed.jobs = [Job(f"k{n}", "Vaga") for n in range(15)]
    board.indeed.mood = "late block"
    answer = ask(board, "indeed")
    assert (answer.outcome, len(answer.postings)) == ("found", 10)
    assert "429" in answer.message


@SLOW
def test_a_site_that_hangs_is_ended_with_its_whole_group(board: Board) -> None:
    board.indeed.mood = "hang"
    begun = time.monotonic()
    answer = ask(board, "indeed", time_limit=6)
    assert (answer.outcome, answer.message) == ("failed", jobspy.OVERRAN)
    assert time.monotonic() - begun < 9
    assert not _children()


@SLOW
def test_no_network_is_a_failure() -> None:
    answer = jobspy.search(Request("indeed", "dados", proxies=("http://127.0.0.1:9",)))
    assert (answer.outcome, answer.postings) == ("failed", ())


def test_a_child_that_dies_is_a_failure_and_keeps_its_last_words() -> None:
    answer = jobspy.read("indeed", '{"posting": {}}\n', "Traceback\nMemoryError: no more\n")
    assert (answer.outcome, answer.message) == ("failed", "MemoryError: no more")
    assert jobspy.read("indeed", "", "").message == jobspy.ENDED_EARLY


def test_a_proxy_that_refuses_is_not_a_site_that_blocks() -> None:
    said = '{"end": {"error": "Tunnel connection failed: 403 blocked"}}'
    assert jobspy.read("indeed", said).outcome == "failed"


@SLOW
def test_a_child_without_its_parent_ends_itself() -> None:
    """The child's alarm: its standard input is all it knows of the parent."""
    code = (
        "import json, sys, vacancies.jobspy as j, time\n"
        "j._scrape = lambda request, out: time.sleep(60)\n"
        "j.main()\n"
    )
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code], input='{"time_limit": -1.5}', text=True, cwd=ROOT, timeout=30
    )
    assert done.returncode < 0
    assert time.monotonic() - begun < 10


@SLOW
def test_pandas_and_jobspy_never_enter_this_process() -> None:
    """Everything that the web process and the worker import, and a search on top."""
    code = (
        "import django, sys; django.setup()\n"
        "from vacancies import refresh, ingest, search, jobspy, wagtail_hooks\n"
        "jobspy.search(jobspy.Request('indeed', 'x', proxies=('http://127.0.0.1:9',)))\n"
        "print(sorted({'pandas', 'numpy', 'jobspy'} & set(sys.modules)))\n"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "capyvagas.settings.test"}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, cwd=ROOT, timeout=120
    )
    assert done.stdout.strip() == "[]", done.stderr


def _children() -> list[str]:
    """The processes that this one started and that still run a search."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_bytes().decode().split("\0")
        except (OSError, ValueError):
            continue
        if parent == os.getpid() and "vacancies.jobspy" in command:
            found.append(status.parent.name)
    return found
