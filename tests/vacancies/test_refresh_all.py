"""``refresh_vacancies --all``: from nothing to a site full of vacancies, in one command."""

import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from bot_flows.progress import Progress
from courses.models import CourseIndexPage, CoursePage, CourseSearchTerm
from tests.jobboard.board import Board, Job
from vacancies import sites
from vacancies.models import SearchRun, Vacancy, VacancyMatch, VacancySettings, Visit

BASE = Path(__file__).resolve().parents[2]
SLOW = pytest.mark.timeout(400)


def a_course(*terms: str) -> CoursePage:
    root = Page.objects.get(depth=1)
    index = root.add_child(instance=CourseIndexPage(title="Cursos", slug="cursos"))
    course = CoursePage(
        title="Mecânica", slug="mecanica", code="MEC", campus="Curitiba", summary="Máquinas."
    )
    course.search_terms = [CourseSearchTerm(term=term) for term in terms]
    index.add_child(instance=course)
    return course


def refresh_all(*more: str) -> str:
    out = StringIO()
    try:
        call_command("refresh_vacancies", "--all", *more, stdout=out)
    except CommandError as error:
        out.write(f"ERRO: {error}")
    return out.getvalue()


@SLOW
@pytest.mark.django_db
def test_from_nothing_the_site_is_full_a_block_is_said_and_the_next_run_goes_on(
    board: Board,
) -> None:
    VacancySettings.objects.create(use_glassdoor=False)
    a_course("soldagem", "usinagem")
    board.indeed.jobs = [Job(f"k{n}", f"Estágio em soldagem {n}") for n in range(12)]
    board.linkedin.mood = "429"
    said = refresh_all()
    assert "[1/2]" in said
    assert "[2/2]" in said
    assert "LinkedIn: bloqueada pelo site" in said
    assert Vacancy.objects.filter(listed=True).count() == 12
    assert VacancyMatch.objects.filter(term="soldagem").count() == 12
    runs = SearchRun.objects.filter(site="linkedin")
    assert runs.count() == 1  # the second term left the site alone
    assert "ERRO: 2 perguntas ficaram sem resposta; rode de novo mais tarde." in said
    table = {line.split()[0]: line.split()[1:] for line in said.splitlines() if "  " in line}
    assert table["Indeed"] == ["2", "0", "0", "0", "0", "24", "12"]
    assert table["LinkedIn"] == ["0", "0", "1", "0", "1", "0", "0"]
    board.linkedin.mood = "ok"
    sites.start("linkedin", timezone.now())
    asked = len(board.indeed.requests)
    again = refresh_all()
    assert "ERRO" not in again
    assert len(board.indeed.requests) == asked
    assert "Tudo em dia" in refresh_all()
    assert not Visit.objects.filter(answered_at=None).exists()


@pytest.mark.django_db
def test_without_a_course_and_without_a_site_it_says_why() -> None:
    assert "ERRO: Nenhum curso publicado tem termos de busca ativos." in refresh_all()
    VacancySettings.objects.create(use_indeed=False, use_linkedin=False, use_glassdoor=False)
    assert "ERRO: Todos os sites estão desligados" in refresh_all()


@pytest.mark.django_db
def test_a_stopped_site_is_left_out_and_named() -> None:
    VacancySettings.objects.create(use_linkedin=False, use_glassdoor=False)
    sites.pause("indeed", None, timezone.now())
    a_course("soldagem")
    said = refresh_all()
    assert "Indeed está parado no painel" in said
    assert not SearchRun.objects.exists()


@pytest.mark.parametrize("arguments", [[], ["--all", "--term", "x"]])
def test_it_is_told_what_to_ask(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("refresh_vacancies", *arguments)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_and_a_file_sees_lines() -> None:
    from django.core.management.base import OutputWrapper

    shown, kept = Terminal(), StringIO()
    for out in (shown, kept):
        progress = Progress(OutputWrapper(out), 2)
        progress.begin("dados")
        progress.tell("Indeed: encontrou")
        progress.done()
        progress.end()
    assert "\r████████████░░░░░░░░░░░░ [1/2] dados · Indeed: encontrou" in shown.getvalue()
    assert kept.getvalue() == "[1/2] dados · Indeed: encontrou\n"


@SLOW
@pytest.mark.drill
def test_ctrl_c_ends_it_at_once_and_the_next_run_goes_on(board: Board, tmp_path: Path) -> None:
    """A process of its own on a database of its own: the site hangs, somebody presses Ctrl-C."""
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "capyvagas.settings.dev",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DATA_DIR": str(tmp_path),
        "JOBSPY_PROXIES": board.proxy,
        "JOBSPY_CA_CERT": board.ca_cert,
    }
    command = [sys.executable, "manage.py"]
    quiet = {"cwd": BASE, "env": environ, "check": True, "capture_output": True}
    subprocess.run([*command, "migrate", "-v", "0"], **quiet)  # type: ignore[call-overload]
    subprocess.run([*command, "load_demo"], **quiet)  # type: ignore[call-overload]
    for site in (board.indeed, board.linkedin, board.glassdoor):
        site.mood = "hang"
    running = subprocess.Popen(
        [*command, "refresh_vacancies", "--all", "--again"],
        cwd=BASE,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in its background has them ignore what Ctrl-C sends.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        until = time.monotonic() + 120
        while not board.indeed.requests and time.monotonic() < until:
            time.sleep(0.2)
        pressed = time.monotonic()
        running.send_signal(signal.SIGINT)
        _out, errors = running.communicate(timeout=60)
    finally:
        running.kill()
        running.communicate()
    assert running.returncode == 130, errors
    assert time.monotonic() - pressed < 30
    assert "continua de onde parou" in errors
