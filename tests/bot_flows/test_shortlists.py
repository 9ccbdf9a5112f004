"""W13, W14, W16, W17 through the real rows: filters of the site, marks, saved vacancies."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from bot_flows import compiler, conversations, inbox
from bot_flows.engine.release import AnswerKind, SearchSource
from bot_flows.models import Contact, OutboundMessage
from courses.models import CourseIndexPage, CoursePage, CourseSearchTerm
from tests import builders as b
from vacancies import marks, phrases, search
from vacancies.models import Vacancy, VacancyMark, VacancyMatch, VacancyReport, VacancySettings
from vacancies.search import Criteria

from .incoming import ANA, ANA_LID, BIA, incoming
from .test_conversations import publish

pytestmark = pytest.mark.django_db
NO_SITES = {"use_indeed": False, "use_linkedin": False, "use_glassdoor": False}
CARD = "{numero}) {titulo} [{porque}] [{confirmada}] [{marca}] [{fatos}] {link}"


@pytest.fixture(autouse=True)
def bot() -> None:
    VacancySettings.objects.create(**NO_SITES)
    publish(
        b.a_release(
            b.a_flow(
                "Início",
                b.ask("O que você procura?", slot="termo", kind=AnswerKind.TEXT),
                b.vacancies(SearchSource.TYPED),
                triggers=("oi",),
            ),
            b.a_flow("Vagas", b.vacancies(), triggers=("vagas",)),
            replies={**b.REPLIES, "vacancy_card": CARD},
        )
    )


@pytest.fixture
def stored() -> list[Vacancy]:
    """Fifteen of Curitiba with Python, and others that are not."""
    for number in range(15):
        Vacancy.objects.create(
            title=f"Estágio Python {number}",
            city="Curitiba",
            state="PR",
            kind="estagio",
            link=f"https://exemplo.com.br/{number}",
            posted_at=date(2026, 11, 1) + timedelta(number),
            hours_week=20 if number % 2 else 30,
            semester_min=number % 8 + 1,
        )
    Vacancy.objects.create(title="Python", city="Manaus", state="AM", kind="estagio")
    Vacancy.objects.create(title="Estágio Java", city="Curitiba", state="PR", kind="estagio")
    Vacancy.objects.create(title="Python escondida", city="Curitiba", live=False, kind="estagio")
    return list(Vacancy.objects.filter(title__startswith="Estágio Python").order_by("-posted_at"))


def tell(text: str, chat: str = ANA) -> str:
    """What the bot answers, all of it."""
    before = OutboundMessage.objects.count()
    with transaction.atomic():
        contact = inbox.receive(incoming(text, chat=chat))
        assert contact is not None
        conversations.answer(contact)
    rows = OutboundMessage.objects.order_by("pk").values_list("text", flat=True)
    return "\n".join(rows[before:])


def fits(vacancies: list[Vacancy], course: int, name: str, term: str) -> None:
    for vacancy in vacancies:
        VacancyMatch.objects.create(
            vacancy=vacancy, course_id=course, course_name=name, term=term, said=term, strength=3
        )


def titles(said: str) -> list[str]:
    return re.findall(r"^\d+\) (.+?) \[", said, re.MULTILINE)


FILTERS = [
    Criteria(text="python", city="Curitiba/PR", kind="estagio"),
    Criteria(text="python", hours=20),
    Criteria(state="PR", semester=3),
    Criteria(posted_since=date(2026, 11, 10)),
    Criteria(),
    Criteria(kind="emprego", remote=True),
]


@pytest.mark.parametrize("criteria", FILTERS)
def test_the_sentence_of_a_filter_finds_what_the_list_shows(
    criteria: Criteria, stored: list[Vacancy]
) -> None:
    shown = search.find(criteria, limit=5)
    said = tell(phrases.say(criteria))
    assert titles(said) == [vacancy.title for vacancy in shown.vacancies]
    assert (str(shown.total) in said) or not shown.total


def test_a_filter_with_a_course_finds_what_was_recorded_for_it(stored: list[Vacancy]) -> None:
    root = Page.get_first_root_node()
    index = root.add_child(instance=CourseIndexPage(title="Cursos", slug="cursos"))
    page = index.add_child(
        instance=CoursePage(title="Mecatrônica", code="MEC", campus="Curitiba", summary="Robôs.")
    )
    CourseSearchTerm.objects.create(page=page, term="python", sort_order=1)
    fits([stored[0], stored[4]], page.pk, page.title, "python")
    courses = compiler.compile_release().courses
    publish(
        b.a_release(
            b.a_flow("Vagas", b.vacancies()),
            courses=courses,
            replies={**b.REPLIES, "vacancy_card": CARD},
        )
    )
    criteria = Criteria(course=page.pk, kind="estagio")
    said = tell(phrases.say(criteria, page.title))
    assert titles(said) == [stored[0].title, stored[4].title]
    assert "[Bate com: python]" in said
    # The poster's link: no colon, and it lands in the course's own step.
    landed = tell(phrases.say(Criteria(), page.title), BIA)
    assert titles(landed) == [
        vacancy.title for vacancy in search.find(Criteria(terms=("python",)), limit=5).vacancies
    ]


def test_each_shown_reason_is_in_the_record(stored: list[Vacancy]) -> None:
    fits(stored[:1], 5, "Engenharia de Software", "Python")
    said = tell("Vagas: python, em Curitiba/PR")
    assert said.count("Bate com:") == 1
    assert f"1) {stored[0].title} [Bate com: Python]" in said


def test_cards_say_when_they_were_confirmed_and_what_is_known(stored: list[Vacancy]) -> None:
    Vacancy.objects.filter(pk=stored[0].pk).update(
        last_seen_at=timezone.now() - timedelta(hours=3), modality="hibrido"
    )
    said = tell("vagas: python em curitiba")
    facts = f"{stored[0].hours_week} h por semana · Híbrido · a partir do 7º semestre"
    assert f"[Confirmada há 3 h] [] [{facts}]" in said


def test_three_pages_have_no_repeats(stored: list[Vacancy]) -> None:
    pages = [tell("vagas: python, em Curitiba/PR"), tell("mais"), tell("mais")]
    found = [title for page in pages for title in titles(page)]
    assert len(found) == len(set(found)) == 15
    assert "15) " in pages[2]


def test_hidden_never_returns_in_any_search_of_that_contact(stored: list[Vacancy]) -> None:
    hidden = stored[2].title
    assert titles(tell("vagas: python, em Curitiba"))[2] == hidden
    assert "Escondi a 3" in tell("esconder 3")
    searches = ("mais", "mais", "vagas: python", "mais", "oi", "python", "vagas: todas", "mais")
    assert not any(hidden in titles(tell(text)) for text in searches)
    assert hidden in titles(tell("vagas: python, em Curitiba", BIA))
    ana = Contact.objects.earliest("pk")
    assert marks.marks_of(Contact.owner(ana.pk)).hidden == {stored[2].pk}


def test_saved_vacancies_are_listed_newest_first_in_pages(stored: list[Vacancy]) -> None:
    tell("vagas: python, em curitiba")
    tell("salvar 1 e 2")
    tell("mais")
    for number in (6, 7, 8, 9):
        tell(f"salva a {number}")
    first = tell("minhas vagas")
    assert titles(first) == [stored[at].title for at in (8, 7, 6, 5, 1)]
    assert "[Guardada]" in first
    assert titles(tell("mais")) == [stored[0].title]
    tell("tirar a 1")
    assert titles(tell("minhas vagas")) == [stored[at].title for at in (7, 6, 5, 1, 0)]


def test_a_saved_vacancy_that_closed_says_so_and_has_no_link(stored: list[Vacancy]) -> None:
    tell("vagas: python, em curitiba")
    tell("salvar 1")
    Vacancy.objects.filter(pk=stored[0].pk).update(closed_at=timezone.now(), closed_reason="gone")
    said = tell("minhas vagas")
    assert f"1) {stored[0].title} [] [] [Guardada · encerrada]" in said
    assert stored[0].link not in said


def test_applied_is_marked_and_undone(stored: list[Vacancy]) -> None:
    tell("vagas: python, em curitiba")
    tell("já me candidatei na 2")
    assert f"2) {stored[1].title} [] [Confirmada agora há pouco] [Você se candidatou]" in tell(
        "vagas: python, em curitiba"
    )
    tell("candidatei na 1")
    tell("desfazer")
    assert VacancyMark.objects.get().vacancy_id == stored[1].pk


def test_two_reports_of_a_dead_link_start_a_check(stored: list[Vacancy]) -> None:
    for chat in (ANA, BIA):
        tell("vagas: python, em curitiba", chat)
        assert "Vou ver o link da 2" in tell("a 2 não abre", chat)
        tell("link quebrado 2", chat)
    found = VacancyReport.objects.filter(vacancy=stored[1])
    assert sorted(found.values_list("reporter", "kind")) == sorted(
        (Contact.owner(pk), "dead") for pk in Contact.objects.values_list("pk", flat=True)
    )
    stored[1].refresh_from_db()
    assert stored[1].check_at is not None
    assert stored[1].check_at <= timezone.now()


def test_a_mark_goes_with_its_person(stored: list[Vacancy]) -> None:
    tell("vagas: python, em curitiba")
    tell("salvar 1")
    tell("vagas: python, em curitiba", ANA_LID)
    tell("salvar 2", ANA_LID)
    tell("esconder 3", ANA_LID)
    inbox.receive(incoming("sou eu", chat=ANA_LID, also=(ANA,)))
    person = Contact.objects.get()
    found = marks.marks_of(Contact.owner(person.pk))
    assert set(found.saved) == {stored[0].pk, stored[1].pk}
    assert found.hidden == {stored[2].pk}
    assert set(VacancyMark.objects.values_list("owner", flat=True)) == {Contact.owner(person.pk)}
    person.delete()
    assert not VacancyMark.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "vagas: <script>alert(1)</script>",
        "vagas: " + "x" * 65_000,
        "vagas: \x00\u202e“",
        "vagas: ' OR 1=1 --",
        "vagas: desde 99/99/9999, até 999 h, 0º semestre",
        "salvar 99999999999999999999",
        "salvar 0",
        "esconder 16",
        "tirar 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
    ],
)
def test_odd_input_is_answered(text: str, stored: list[Vacancy]) -> None:
    tell("vagas: python, em curitiba")
    said = tell(text)
    assert said.strip()
    assert not VacancyMark.objects.exists()
    assert "\x00" not in said


def test_a_page_costs_the_same_for_one_vacancy_and_for_five(stored: list[Vacancy]) -> None:
    tell("vagas: java")
    tell("salvar 1")
    one, saved = statements("vagas: java"), statements("minhas vagas")
    assert titles(tell("vagas: python, em curitiba"))[4:]
    tell("salvar 1 2 3 4")
    # SQLite looks the words up in its own index, with two statements more.
    assert one == (17 if connection.vendor == "postgresql" else 19)
    assert statements("vagas: python, em curitiba") <= one + 1  # a full page is counted, too
    assert statements("minhas vagas") == saved


def statements(text: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        tell(text)
    return len(captured)
