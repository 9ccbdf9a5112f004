"""axe finds nothing on any page of the vacancies and of the keys, in both lights, narrow and wide.

The pages are found by walking the addresses: whatever answers with a page is looked at, and
what does not is named below, so that a new page cannot be forgotten.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver
from playwright.sync_api import Page

from courses.models import CoursePage
from tests.bot_flows.access.doors import DASHBOARD, Door, House, _walk
from tests.home.content import a_course, a_course_list, a_site
from tests.vacancies.access import doors as vacancies
from tests.vacancies.furnished import Furnished, furnish
from vacancies.matching import match_course
from vacancies.models import MissedSearch, SearchRun, SynonymGroup, VacancyRule

from .accessible import assert_accessible, assert_fits
from .test_admin_axe import LOOKS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.timeout(1200),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
KEYS = f"{DASHBOARD}integracoes/"
LISTS = (
    "snippets/vacancies/vacancy/",
    "snippets/vacancies/vacancyrule/",
    "vagas/sinonimos/",
    "integracoes/",
)
# Posted to, fetched into a page, or leading elsewhere.
NO_PAGES = {
    "vagas/moderacao/decidir/",
    "vagas/moderacao/desfazer/",
    "vagas/duplicadas/<int:pk>/diferentes/",
    "vagas/sem-resultado/resultados/",
    "vagas/sem-resultado/deixar-de-lado/<int:pk>/",
    "vagas/sem-resultado/desfazer/<int:pk>/",
    "^vacancies/searchrun/create/$",
    r"^vacancies/searchrun/edit/(?P<instance_pk>[-\w]+)/$",
    r"^vacancies/searchrun/delete/(?P<instance_pk>[-\w]+)/$",
    *(f"{room}{part}" for room in LISTS for part in ("results/", "history-results/<int:pk>/")),
}
ROOM_FOR_A_NAME, ROOM_ABOVE = 180, 16  # pixels
EMPTY = (
    "vagas/buscas/",
    "vagas/moderacao/",
    "vagas/moderacao/?estado=marcadas",
    "vagas/envios/",
    "vagas/avisos/",
    "vagas/cursos/",
    "vagas/duplicadas/",
    "vagas/sem-resultado/",
    "integracoes/",
)
# What an address says after its question mark, and errors of a form.
ALSO = (
    "vagas/moderacao/?estado=marcadas",
    "vagas/moderacao/?estado=escondidas",
    "vagas/moderacao/?estado=recusadas",
    "vagas/duplicadas/?situacao=decididas",
    "vagas/sinonimos/add/?palavra=ovni",
)


def doors() -> list[Door]:
    keys = [Door(p) for p, _view in _walk(get_resolver().url_patterns) if p.startswith(KEYS)]
    return [*vacancies.doors(), *keys]


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("ana", "ana@exemplo.com.br", "x")


@pytest.fixture
def client(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


@pytest.fixture
def editor(client: Client, live_server: Any, page: Page) -> Page:
    """A browser in which somebody who may do everything is logged in."""
    name = settings.SESSION_COOKIE_NAME
    cookie = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    page.emulate_media(reduced_motion="reduce")
    return page


def house_of(furnished: Furnished, boss: User) -> House:
    vacancy, course = furnished.vacancy, _course()
    values = {
        "pk": vacancy.pk,
        "revision_id": vacancy.save_revision(user=boss).pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "site": "linkedin",
        "act": "parar",
        "action": "hide",
    }
    paths = {
        "/vacancyrule/": VacancyRule.objects.latest("pk").pk,
        "/sinonimos/": SynonymGroup.objects.latest("pk").pk,
        "/cursos/": course.pk,
        "/duplicadas/": furnished.pair.pk,
        "/duplicadas/<int:pk>/desfazer/": furnished.decided.pk,
        "/fontes/": furnished.posting.pk,
        "/sem-resultado/": MissedSearch.objects.latest("pk").pk,
        "/searchrun/": SearchRun.objects.latest("pk").pk,
        "/integracoes/": furnished.token.pk,
    }
    return House(boss, values, paths)


def _course() -> CoursePage:
    course = a_course(a_course_list(a_site()), "Engenharia de Software", "Python", "dados", "-web")
    match_course(course.pk, course.title, ["Python", "dados"])
    return course


def answers_with_a_page(client: Client, url: str) -> bool:
    response = client.get(url)
    if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
        return False
    return b"</html>" in response.content


def pages(client: Client, house: House) -> Iterator[tuple[str, str]]:
    """Every door that opens on a page: its path as Django knows it, and an address."""
    for door in doors():
        url = door.url(house.key(door))
        if answers_with_a_page(client, url):
            yield door.path, url


def look(page: Page, url: str, subtests: pytest.Subtests) -> None:
    page.goto(url)
    with subtests.test(page.url):
        is_clean(page)


def is_clean(page: Page) -> None:
    for scheme, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert_accessible(page, where=f"{page.url} {scheme} {width}")
        assert_fits(page)


def test_every_page_is_clean(
    client: Client, boss: User, editor: Page, live_server: Any, subtests: pytest.Subtests
) -> None:
    for address in EMPTY:
        look(editor, f"{live_server.url}/{DASHBOARD}{address}", subtests)
    found = dict(pages(client, house_of(furnish(), boss)))
    known = {door.path.removeprefix(DASHBOARD) for door in doors()}
    assert known - {path.removeprefix(DASHBOARD) for path in found} == NO_PAGES
    for url in (*found.values(), *(f"/{DASHBOARD}{address}" for address in ALSO)):
        look(editor, f"{live_server.url}{url}", subtests)


def test_a_new_key_is_shown_once_and_clean(editor: Page, live_server: Any) -> None:
    editor.goto(f"{live_server.url}/{KEYS}new/")
    editor.get_by_label("Vale até").fill("ontem")
    editor.get_by_role("button", name="Criar").click()
    editor.locator(".error-message").first.wait_for()
    is_clean(editor)
    editor.get_by_label("Vale até").fill("")
    editor.get_by_label("Nome").fill("Painel da Pró-Reitoria de Graduação")
    editor.get_by_role("button", name="Criar").click()
    editor.get_by_role("button", name="Copiar a chave").wait_for()
    is_clean(editor)
    editor.set_viewport_size({"width": 390, "height": 900})
    editor.get_by_role("link", name="Já guardei").click()
    name = editor.locator("td.title").first.bounding_box()
    assert name
    assert name["width"] > ROOM_FOR_A_NAME, "words break letter by letter"


def test_a_header_leaves_room_above_the_text(
    boss: User, editor: Page, live_server: Any, subtests: pytest.Subtests
) -> None:
    house = house_of(furnish(), boss)
    editor.set_viewport_size({"width": 390, "height": 900})
    for door in (
        Door(f"{DASHBOARD}vagas/{path}")
        for path in (
            "sem-resultado/",
            "duplicadas/<int:pk>/juntar/",
            "duplicadas/<int:pk>/desfazer/",
            "fontes/<int:pk>/separar/",
            "avisos/",
        )
    ):
        editor.goto(f"{live_server.url}{door.url(house.key(door))}")
        with subtests.test(door.path):
            header = editor.locator("header.w-slim-header").bounding_box()
            text = editor.locator("main p").first.bounding_box()
            assert header
            assert text
            assert text["y"] - header["y"] - header["height"] >= ROOM_ABOVE


def test_a_rule_shows_first_what_it_would_take(editor: Page, live_server: Any) -> None:
    furnish()
    editor.goto(f"{live_server.url}/{DASHBOARD}snippets/vacancies/vacancyrule/add/")
    editor.get_by_label("O que procurar").select_option(label="palavra ou expressão")
    editor.get_by_role("textbox", name="Texto").fill("embarcado")
    editor.get_by_role("textbox", name="Motivo").fill("Para este teste")
    editor.get_by_role("button", name="Salvar").click()
    editor.locator(".rule-preview").wait_for()
    is_clean(editor)
