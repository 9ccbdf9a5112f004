"""Every public page in a real browser: axe finds nothing, nothing is loaded from elsewhere."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import courses.demo
import home.demo
import vacancies.demo
from courses.models import CoursePage
from home.models import SiteIdentity
from tests.home.content import a_match, with_pictures
from vacancies.models import SearchRun, Vacancy

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    *with_pictures,
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 1280)


@pytest.fixture
def addresses() -> list[str]:
    """One address of each kind of page, on the demonstration's content."""
    courses.demo.load(home.demo.load())
    vacancies.demo.load()
    identity = SiteIdentity.load()
    identity.whatsapp_number = "5541999990000"
    identity.save()
    open_, hidden = Vacancy.objects.order_by("pk")[:2]
    Vacancy.objects.filter(pk=hidden.pk).update(live=False)
    a_match(open_, CoursePage.objects.get(code="ENG-SW"))
    SearchRun.objects.filter(site="linkedin").update(outcome="blocked")
    return [
        "/",
        "/cursos/",
        "/cursos/engenharia-de-software/",
        "/privacidade/",
        "/vagas/",
        "/vagas/?texto=astronauta&uf=XX",
        f"/vagas/{open_.pk}/",
        f"/vagas/{open_.pk}/avisar/",
        f"/vagas/{hidden.pk}/",
        "/nada/",
    ]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(live_server, browser: Browser, addresses, scheme) -> None:
    trouble: list[str] = []
    for width in WIDTHS:
        page = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme, locale="pt-BR"
        )
        page.on("console", lambda message: trouble.append(message.text))
        page.on("request", lambda request: trouble.append(request.url))
        for address in addresses:
            page.goto(live_server.url + address)
            found = Axe().run(page, options={"runOnly": WCAG})
            assert not found.response["violations"], f"{address}\n{found.generate_report()}"
            width_needed = page.evaluate("document.documentElement.scrollWidth")
            assert width_needed <= width, f"{address} scrolls sideways at {width}"
        page.close()
    assert not [said for said in trouble if _is_trouble(said, live_server.url)]


def _is_trouble(said: str, own: str) -> bool:
    """Something from elsewhere, or refused by the policy; the pages that are gone say so too."""
    answered = "status of 404" in said or "status of 410" in said
    return not (answered or said.startswith((own, "data:")))


def test_a_keyboard_finds_the_content_and_the_filters(
    live_server, browser: Browser, addresses
) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/vagas/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Ir para o conteúdo"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("dados")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vagas/?texto=dados**")
    assert page.locator("article.vacancy").count() > 0
    page.close()


def test_the_documentation_of_the_api_draws_itself(live_server, browser: Browser) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}/api/docs/")
    page.get_by_text("/api/v1/vacancies/", exact=True).first.wait_for()
    assert not errors
    page.close()
