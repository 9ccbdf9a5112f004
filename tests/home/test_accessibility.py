"""Every public page in a real browser: axe finds nothing, nothing is loaded from elsewhere."""

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.views.defaults import server_error
from playwright.sync_api import Browser, Page

import courses.demo
import home.demo
import vacancies.demo
from courses.models import CoursePage
from home.models import SiteIdentity
from tests.browser.accessible import assert_accessible, assert_fits
from tests.home.content import a_match, a_vacancy, with_pictures
from vacancies import submissions
from vacancies.models import SearchRun, Vacancy
from vacancies.submissions import Offer, Sender

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    *with_pictures,
]
PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 800}
# Small enough to miss with a finger, and no link within a sentence; what nobody is to see, apart.
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, summary")]
  .filter(e => e.offsetParent && getComputedStyle(e).display !== "inline")
  .filter(e => !e.closest("[aria-hidden=true]"))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.top >= 0 && Math.min(box.width, box.height) < 24)
  .map(([e]) => e.outerHTML.slice(0, 120))"""
FOCUSED = """() => {
  const e = document.activeElement;
  const ring = n => n && getComputedStyle(n).outlineStyle !== "none";
  const box = e.getBoundingClientRect();
  return { tag: e.tagName, at: e.outerHTML.slice(0, 200),
           ring: ring(e) || ring(e.closest(".card")), seen: box.width > 0 && box.height > 0 };
}"""


@pytest.fixture
def addresses() -> list[str]:
    """One address of each kind of page, on the demonstration's content."""
    courses.demo.load(home.demo.load())
    vacancies.demo.load()
    identity = SiteIdentity.load()
    identity.whatsapp_number = "5541999990000"
    identity.save()
    open_, hidden, closed = Vacancy.objects.order_by("pk")[:3]
    Vacancy.objects.filter(pk=hidden.pk).update(live=False)
    Vacancy.objects.filter(pk=closed.pk).update(closed_at=timezone.now(), closed_reason="gone")
    bare = a_vacancy(description="", link="", benefits=["transporte", "plr", "Café bom"])
    sender = Sender("Rita", "rita@exemplo.br", "DAINF", "professor", "1")
    offer = Offer("Robótica", "Laboratório", "estagio", how="Escreva")
    receipt = submissions.submit(offer, sender, now=timezone.now())
    a_match(open_, CoursePage.objects.get(code="ENG-SW"))
    SearchRun.objects.filter(site="linkedin").update(outcome="blocked")
    return [
        "/",
        "/cursos/",
        "/cursos/?turno=noite&texto=astronauta",
        "/cursos/engenharia-de-software/",
        "/cursos/engenharia-de-software/cartaz/",
        "/privacidade/",
        "/vagas/",
        "/vagas/?texto=astronauta&uf=XX",
        "/busca/",
        "/busca/?texto=design",
        "/busca/?texto=astronauta",
        f"/vagas/{open_.pk}/",
        f"/vagas/{open_.pk}/avisar/",
        f"/vagas/{open_.pk}/avisar/?obrigado=1",
        f"/vagas/{bare.pk}/",
        f"/vagas/{hidden.pk}/",
        f"/vagas/{closed.pk}/",
        "/vagas/enviar/",
        f"/vagas/enviar/{receipt.token}/",
        "/nada/",
    ]


@pytest.mark.drill
@pytest.mark.timeout(600)
def test_axe_finds_nothing_in_either_theme(live_server, browser: Browser, addresses) -> None:
    """Light and dark on a phone, dark at a desk: one visit for each page."""
    trouble: list[str] = []
    page = browser.new_page(viewport=PHONE, color_scheme="light", locale="pt-BR")
    page.on("console", lambda message: trouble.append(message.text))
    page.on("request", lambda request: trouble.append(request.url))
    for address in addresses:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + address)
        _is_accessible(page, f"{address} in light")
        assert not page.evaluate(SMALL_TARGETS), f"{address} has targets that are too small"
        page.emulate_media(color_scheme="dark")
        _is_accessible(page, f"{address} in dark")
        page.set_viewport_size(DESK)
        _is_accessible(page, f"{address} in dark at a desk")
    page.close()
    assert not [said for said in trouble if _is_trouble(said, live_server.url)]


def test_the_page_of_an_error_and_the_errors_of_the_form_are_clean(
    live_server, browser: Browser, addresses
) -> None:
    page = browser.new_page(viewport=PHONE, locale="pt-BR")
    said = server_error(RequestFactory().get("/")).content
    page.route("**/quebrou/", lambda route: route.fulfill(status=500, body=said))
    page.goto(f"{live_server.url}/quebrou/")
    assert page.get_by_role("heading", level=1).inner_text() == "Algo deu errado por aqui"
    _is_accessible_in_both(page)
    page.goto(f"{live_server.url}/vagas/enviar/")
    page.get_by_role("button", name="Enviar para revisão").click()
    page.get_by_text("Falta pouco").wait_for()
    _is_accessible_in_both(page)
    page.close()


def _is_accessible_in_both(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        _is_accessible(page, f"{page.url} in {scheme}")


def _is_accessible(page: Page, where: str) -> None:
    assert_accessible(page, where=where)
    assert_fits(page)


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


@pytest.mark.parametrize("path", ["/cursos/", "/cursos/engenharia-de-software/", "/vagas/"])
def test_a_keyboard_walks_through_the_page_and_sees_where_it_is(
    live_server, browser: Browser, addresses, path
) -> None:
    page = browser.new_page(viewport=PHONE, reduced_motion="reduce")
    page.goto(live_server.url + path)
    stops = []
    for _step in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] in ("BODY", "HTML"):
            break
        assert stop["ring"], f"nothing shows that this has the focus: {stop['at']}"
        assert stop["seen"], stop["at"]
        stops.append(stop["at"])
    there = page.locator("a[href]:visible, button:visible, input:visible, select:visible").count()
    assert len(stops) == there
    assert "skip-link" in stops[0]
    page.close()


def test_nothing_moves_for_who_asked_for_stillness(
    live_server, browser: Browser, addresses
) -> None:
    page = browser.new_page(reduced_motion="reduce", forced_colors="active")
    page.goto(f"{live_server.url}/vagas/")
    moving = """() => [...document.querySelectorAll("*")].map(e => getComputedStyle(e))
      .filter(s => s.transitionProperty !== "none" && s.transitionDuration !== "0s").length"""
    assert page.evaluate(moving) == 0
    border = page.locator(".card").first.evaluate("e => getComputedStyle(e).borderTopStyle")
    assert border == "solid"
    page.close()


def test_the_documentation_of_the_api_draws_itself(live_server, browser: Browser) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}/api/docs/")
    page.get_by_text("/api/v1/vacancies/", exact=True).first.wait_for()
    assert not errors
    page.close()
