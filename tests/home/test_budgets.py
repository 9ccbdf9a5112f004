"""What a page may weigh and ask for: the HTML, the whole first view on a phone, and the queries."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Response

import courses.demo
import home.demo
import vacancies.demo
from courses.selectors import live_courses
from home.models import SiteIdentity
from tests.home.content import a_match, a_vacancy, with_pictures
from vacancies.matching import match_course
from vacancies.models import Posting, Vacancy

pytestmark = [pytest.mark.django_db, *with_pictures]
HTML_BYTES, VIEW_BYTES = 60_000, 150_000
LIST_QUERIES, DETAIL_QUERIES, MOST_QUERIES = 7, 6, 12
PHONE = {"width": 390, "height": 844}


def load_demo() -> list[str]:
    """The demonstration, matched; the address of a page of each kind."""
    courses.demo.load(home.demo.load())
    vacancies.demo.load()
    identity = SiteIdentity.load()
    identity.whatsapp_number = "5541999990000"
    identity.save()
    for course in live_courses():
        match_course(int(course.id), course.name, course.terms)
    long = a_vacancy("Com muito texto", description="Muita coisa é pedida. " * 900)
    paths = ["/", "/cursos/", "/cursos/engenharia-de-software/", "/vagas/", "/privacidade/"]
    return [*paths, "/busca/?texto=dados", f"/vagas/{long.pk}/"]


def test_every_page_is_light(client) -> None:
    for path in load_demo():
        assert len(client.get(path).content) < HTML_BYTES, path


@pytest.mark.browser
@pytest.mark.timeout(240)
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_whole_first_view_on_a_phone_is_light(live_server, browser: Browser) -> None:
    heavy = {}
    for path in load_demo():
        answers: list[Response] = []
        page = browser.new_page(viewport=PHONE, device_scale_factor=2, is_mobile=True)
        page.on("response", lambda answer, kept=answers: kept.append(answer))
        page.goto(live_server.url + path, wait_until="networkidle")
        heavy[path] = sum(len(answer.body()) for answer in answers if answer.ok)
        page.close()
    assert not {path: weight for path, weight in heavy.items() if weight >= VIEW_BYTES}


def a_full_vacancy(number: int) -> Vacancy:
    vacancy = a_vacancy(f"Vaga {number}", link=f"https://example.org/{number}")
    for course in (7, 8):
        a_match(vacancy, course, "UX/UI")
        a_match(vacancy, course, "ilustração")
    for site in ("indeed", "linkedin"):
        url = f"https://{site}.example.org/{number}"
        Posting.objects.create(
            vacancy=vacancy, site=site, external_id=str(number), url=url, title="x"
        )
    return vacancy


def test_the_list_asks_as_much_with_one_row_as_with_thirty(
    client: Client, django_assert_num_queries
) -> None:
    a_full_vacancy(0)
    client.get("/vagas/?tipo=estagio")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/vagas/?tipo=estagio")
    for number in range(1, 30):
        a_full_vacancy(number)
    with django_assert_num_queries(LIST_QUERIES + COUNTED):
        client.get("/vagas/?tipo=estagio")
    assert LIST_QUERIES + COUNTED <= MOST_QUERIES


COUNTED = 1  # a page that is full has to count what comes after it


def test_a_vacancy_asks_as_much_with_one_source_as_with_many(
    client: Client, django_assert_num_queries
) -> None:
    vacancy = a_full_vacancy(1)
    path = f"/vagas/{vacancy.pk}/"
    client.get(path)
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(path)
    for number in range(30):
        a_match(vacancy, 100 + number)
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(path)
    assert DETAIL_QUERIES <= MOST_QUERIES
