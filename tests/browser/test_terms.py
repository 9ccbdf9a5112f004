"""An editor changes a course's terms and sees which vacancies come and go before saving.

One test with parts, so that one demonstration is started.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .accessible import assert_accessible, assert_fits
from .dashboard import Dashboard
from .demonstration import Demonstration

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(600)]

LOOKS = (("light", 390), ("dark", 1280))


def test_terms_are_tuned_and_their_effect_seen_first(
    demo: Demonstration,
    new_context: Callable[..., BrowserContext],
    subtests: pytest.Subtests,
) -> None:
    page = Dashboard(new_context(reduced_motion="reduce").new_page(), demo).page
    with subtests.test("on the page of the terms, by keyboard, before anything is saved"):
        _tune(page, demo)
    address = page.url
    with subtests.test("axe finds nothing"):
        for path in (address, f"{demo.site}/dashboard/vagas/cursos/"):
            page.goto(path)
            _is_clean(page)
    with subtests.test("below the terms of the course's own form"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        _edit(page, demo)
    with subtests.test("without JavaScript, by a button"):
        quiet = new_context(java_script_enabled=False)
        quiet.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        _without_script(quiet.new_page(), address)


def _tune(page: Page, demo: Demonstration) -> None:
    page.goto(f"{demo.site}/dashboard/vagas/cursos/")
    page.get_by_role("link", name="Química", exact=False).first.click()
    result = page.locator("[data-terms-result]")
    expect(result).to_contain_text("0 vagas entram")
    page.get_by_label("Termos ligados").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("laboratório\nilustração")
    expect(result.locator(".matching-list--coming")).to_contain_text("Designer gráfico júnior")
    expect(result.locator(".matching-list--going a").first).to_be_visible()
    page.get_by_role("button", name="Salvar os termos").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Salvo e publicado")).to_be_visible()


def _edit(page: Page, demo: Demonstration) -> None:
    page.get_by_role("main").get_by_role("link", name="Design", exact=True).click()
    page.get_by_role("link", name="Abrir o curso").click()
    result = page.locator("[data-terms-result]")
    expect(result).to_contain_text("vagas ficam")
    page.locator("#id_search_terms-0-term").fill("laboratório")
    expect(result.locator(".matching-list--coming")).to_contain_text("laboratório")
    result.scroll_into_view_if_needed()
    assert_accessible(page, context="[data-terms-result]")


def _without_script(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Termos ligados").fill("eletrotécnica")
    page.get_by_role("button", name="Ver o que muda").click()
    expect(page.locator(".matching-list--coming a").first).to_be_visible()


def _is_clean(page: Page) -> None:
    for scheme, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert_accessible(page)
        assert_fits(page)
