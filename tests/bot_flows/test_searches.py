"""A search that a student asks for: stored vacancies at once, new ones when they come.

JobSpy's real code runs here, against the stand-in job board.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from bot_flows import conversations, inbox, matches, tasks
from bot_flows.engine.release import AnswerKind, SearchSource
from bot_flows.models import Contact, OutboundMessage, SearchWait
from courses.models import CourseIndexPage, CoursePage, CourseSearchTerm
from tests.builders import a_flow, a_release, ask, vacancies
from tests.jobboard.board import Board, Job
from tests.jobboard.fixtures import board
from vacancies import refresh
from vacancies.models import Search, SearchRun, Vacancy, VacancyMatch, VacancySettings

from .incoming import BIA, incoming
from .test_conversations import publish

__all__ = ["board"]

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(180)]
TERM = "robótica"


@pytest.fixture
def live_course() -> CoursePage:
    root = Page.get_first_root_node()
    index = root.add_child(instance=CourseIndexPage(title="Cursos", slug="cursos"))
    page = CoursePage(title="Mecatrônica", code="MEC", campus="Curitiba", summary="Robôs.")
    course = index.add_child(instance=page)
    CourseSearchTerm.objects.create(page=course, term=TERM, sort_order=1)
    return course


@pytest.fixture(autouse=True)
def one_site() -> None:
    VacancySettings.objects.create(use_linkedin=False, use_glassdoor=False)
    publish(
        a_release(
            a_flow(
                "Início",
                ask("O que você procura?", slot="termo", kind=AnswerKind.TEXT),
                vacancies(SearchSource.TYPED),
                triggers=("oi",),
            )
        )
    )


def tell(text: str, chat: str = "5541999990001@c.us") -> conversations.Outcome:
    with transaction.atomic():
        contact = inbox.receive(incoming(text, chat=chat))
        assert contact is not None
        return conversations.answer(contact)


def texts(contact: int) -> list[str]:
    rows = OutboundMessage.objects.filter(contact_id=contact).order_by("number")
    return list(rows.values_list("text", flat=True))


def run_search(search_id: int) -> None:
    """The worker's task, and then the answers that it wakes."""
    tasks.run_search.call_local(search_id)
    for contact in Contact.objects.all():
        with transaction.atomic():
            conversations.answer(contact.pk)


def test_what_was_never_searched_is_searched_once_and_everybody_hears(board: Board) -> None:
    board.indeed.jobs = [Job("r1", "Estágio em robótica", html="<p>Robótica móvel.</p>")]
    tell("oi")
    outcome = tell(TERM)
    tell("oi", BIA)
    again = tell(TERM, BIA)
    assert len(outcome.searches) == 1
    assert again.searches == ()
    assert SearchWait.objects.count() == 2
    run_search(outcome.searches[0])
    for contact in (outcome.contact_id, again.contact_id):
        assert "Estágio em robótica" in "\n".join(texts(contact))
    assert not SearchWait.objects.exists()
    assert Vacancy.objects.get().title == "Estágio em robótica"


def test_a_blocked_source_is_never_called_no_vacancies(board: Board) -> None:
    board.indeed.mood = "429"
    tell("oi")
    outcome = tell(TERM)
    run_search(outcome.searches[0])
    assert SearchRun.objects.get().outcome == "blocked"
    assert any("não responderam" in text for text in texts(outcome.contact_id)[-2:])


def test_who_went_on_is_not_interrupted(board: Board) -> None:
    board.indeed.jobs = [Job("r1", "Estágio em robótica", html="<p>Robótica móvel.</p>")]
    tell("oi")
    outcome = tell(TERM)
    tell("menu")
    before = len(texts(outcome.contact_id))
    run_search(outcome.searches[0])
    assert len(texts(outcome.contact_id)) == before


def test_who_opted_out_is_not_written_to(board: Board) -> None:
    board.indeed.jobs = [Job("r1", "Estágio em robótica", html="<p>Robótica móvel.</p>")]
    tell("oi")
    outcome = tell(TERM)
    tell("parar")
    before = len(texts(outcome.contact_id))
    run_search(outcome.searches[0])
    assert len(texts(outcome.contact_id)) == before


def test_a_search_whose_worker_died_is_told_by_the_sweep(board: Board) -> None:
    tell("oi")
    outcome = tell(TERM)
    refresh.run(outcome.searches[0])
    assert SearchWait.objects.exists()
    tasks.sweep()
    conversations.answer(outcome.contact_id)
    assert not SearchWait.objects.exists()
    assert "Nenhuma vaga" in texts(outcome.contact_id)[-2]


def test_fresh_vacancies_are_shown_without_a_search() -> None:
    now = timezone.now()
    Search.objects.create(
        term="robotica",
        place="brasil",
        label=TERM,
        place_label="Brasil",
        finished_at=now,
        answered_at=now - timedelta(minutes=5),
    )
    tell("oi")
    outcome = tell(TERM)
    assert outcome.searches == ()
    assert not SearchWait.objects.exists()


def test_courses_are_matched_by_their_terms_and_forget_others(live_course: CoursePage) -> None:
    vacancy = Vacancy.objects.create(title="Estágio em robótica", link="https://exemplo.com.br/1")
    VacancyMatch.objects.create(
        vacancy=vacancy, course_id=live_course.pk, course_name="Outro", term="termo antigo"
    )
    matches.renew()
    assert list(VacancyMatch.objects.values_list("term", flat=True)) == [TERM]
