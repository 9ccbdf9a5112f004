"""Versions in a real browser: what changed as bubbles, going back, planning and cancelling."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .accessible import assert_accessible
from .dashboard import Dashboard
from .demonstration import Demonstration
from .phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(600)]

OLD, NEW = "Que bom ter você por aqui!", "Que alegria ter você por aqui!"
LATER, LATER_STILL = "24/12/2090 10:00", "24/12/2090 12:00"


def test_an_editor_reads_what_changed_goes_back_plans_and_cancels(
    demo: Demonstration,
    new_context: Callable[..., BrowserContext],
    subtests: pytest.Subtests,
) -> None:
    editor = Dashboard(new_context().new_page(), demo)
    ana = Phone(new_context().new_page(), demo.phone, "Ana")
    _publish(editor)
    with subtests.test("what changed stands side by side, with the words marked"):
        _read_the_difference(editor)
    with subtests.test("the older version comes back, after what will be read was shown"):
        _go_back(editor)
        ana.say("oi")
        ana.hears(OLD)
    with subtests.test("a version is planned and the plan is cancelled, by keyboard"):
        _plan(editor)
        _cancel(editor)
    with subtests.test("on a phone nothing is wider than the screen"):
        _on_a_phone(editor)


def _publish(editor: Dashboard) -> None:
    editor.open_flow("Início")
    editor.text_of_step(0).fill(NEW)
    editor.publish()
    editor.is_told("publicado")


def _read_the_difference(editor: Dashboard) -> None:
    editor.open("Bot", "Versões")
    page = editor.page
    expect(page.get_by_role("row").filter(has_text="Versão 2")).to_contain_text("1 texto")
    _has_no_fault(page)
    page.get_by_role("link", name="Versão 2", exact=True).click()
    expect(page.get_by_role("heading", name="Da Versão 1 para a Versão 2")).to_be_visible()
    expect(page.locator(".diff-side--after ins").first).to_contain_text("alegria")
    before, after = (page.locator(f".diff-side--{side}").first for side in ("before", "after"))
    left, right = before.bounding_box(), after.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    _has_no_fault(page)


def _go_back(editor: Dashboard) -> None:
    editor.open("Bot", "Versões")
    page = editor.page
    page.get_by_role("link", name="Voltar para esta (Versão 1)").click()
    expect(page.locator(".diff-side--before del").first).to_contain_text("alegria")
    _has_no_fault(page)
    page.get_by_role("button", name="Sim, pôr no ar").click()
    editor.is_told("A Versão 1 está no ar.")


def _plan(editor: Dashboard) -> None:
    page = editor.page
    page.get_by_role("link", name="Agendar Versão 2").press("Enter")
    expect(page.get_by_label("Entra no ar em")).to_be_visible()
    _has_no_fault(page)  # before the calendar of Wagtail's own is opened
    page.get_by_label("Entra no ar em").fill(LATER)
    page.get_by_label("Volta à versão de antes em").fill(LATER_STILL)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Agendar", exact=True).press("Enter")
    editor.is_told(f"Agendado: Versão 2, de {LATER} a {LATER_STILL}.")
    expect(page.get_by_role("listitem").filter(has_text=LATER).last).to_be_visible()


def _cancel(editor: Dashboard) -> None:
    page = editor.page
    page.get_by_role("link", name="Cancelar Versão 2").press("Enter")
    page.get_by_role("button", name="Sim, cancelar").press("Enter")
    editor.is_told("Cancelado: Versão 2")
    expect(page.get_by_role("link", name="Cancelar Versão 2")).to_have_count(0)


def _on_a_phone(editor: Dashboard) -> None:
    page = editor.page
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("", "2/", "voltar/2/", "agendar/2/", "mover/"):
        page.goto(f"{editor.where.site}/dashboard/bot/versoes/{path}")
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wider), path


def _has_no_fault(page: Page) -> None:
    assert_accessible(page)
