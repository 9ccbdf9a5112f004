"""A conversation is recorded as a test, a change breaks it, and the editor sees both bubbles."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .accessible import assert_accessible
from .dashboard import PATIENCE_MS, Dashboard
from .demonstration import Demonstration
from .phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(600)]

TEST = "Primeiro contato"
NEW_WELCOME = "A capivara acordou cedo hoje."
OLD_WELCOME = "Que bom ter você por aqui!"


def test_a_recorded_conversation_holds_up_a_change_that_breaks_it(
    demo: Demonstration, new_context: Callable[..., BrowserContext], subtests: pytest.Subtests
) -> None:
    editor = Dashboard(new_context().new_page(), demo)
    with subtests.test("all tests are played, with a bar"):
        _run_all(editor, failing=0)
    with subtests.test("a conversation is recorded"):
        _record(editor)
    with subtests.test("a change that breaks it is refused, with both bubbles"):
        _break(editor)
    with subtests.test("who has the right publishes anyway, with a reason"):
        _override(editor)
    with subtests.test("the phone hears what was published"):
        phone = Phone(new_context().new_page(), demo.phone, "Bruno")
        phone.say("oi")
        phone.hears(NEW_WELCOME)
    with subtests.test("the list tells, and recording again mends it"):
        _mend(editor)


def _run_all(editor: Dashboard, *, failing: int) -> None:
    editor.open("Bot", "Testes de conversa")
    editor.page.get_by_role("link", name="Rodar todos").click()
    verdict = f"{failing} de" if failing else "passam."
    expect(editor.page.locator("[data-status]")).to_contain_text(verdict, timeout=PATIENCE_MS)
    progress = editor.page.locator("progress")
    expect(progress).to_have_js_property("value", progress.evaluate("bar => bar.max"))
    expect(editor.page.locator("tr[data-result=failed]")).to_have_count(failing)
    _is_accessible(editor.page)


def _open_result(editor: Dashboard) -> None:
    editor.open("Bot", "Testes de conversa")
    _is_accessible(editor.page)
    row = editor.page.get_by_role("row").filter(has_text=TEST)
    row.get_by_role("link", name="passa").or_(row.get_by_role("link", name="falha")).click()
    expect(editor.page.locator("ol.talk")).to_be_visible()


def _record(editor: Dashboard) -> None:
    _open_result(editor)
    editor.page.get_by_role("link", name="Gravar de novo").click()
    editor.page.get_by_role("button", name="Sim, gravar de novo").click()
    editor.is_told("foi gravado de novo")
    expect(editor.page.locator(".talk-tick").first).to_be_visible()
    _is_accessible(editor.page)


def _break(editor: Dashboard) -> None:
    editor.open_flow("Início")
    editor.text_of_step(0).fill(NEW_WELCOME)
    editor.publish()
    expect(editor.page.locator(".talk-expected").first).to_contain_text(
        OLD_WELCOME, timeout=PATIENCE_MS
    )
    expect(editor.page.locator(".talk-got").first).to_contain_text(NEW_WELCOME)
    expect(editor.page.get_by_role("alert")).to_contain_text("Nada mudou no ar")
    _is_accessible(editor.page)


def _override(editor: Dashboard) -> None:
    reason = editor.page.get_by_label("Por quê?")
    reason.fill("A saudação mudou de propósito.")
    reason.press("Enter")
    editor.is_told("foi publicado, apesar dos testes que falham")


def _mend(editor: Dashboard) -> None:
    _run_all(editor, failing=1)
    _open_result(editor)
    editor.page.get_by_role("link", name="Gravar de novo").click()
    editor.page.get_by_role("button", name="Sim, gravar de novo").click()
    editor.is_told("foi gravado de novo")
    _run_all(editor, failing=0)


def _is_accessible(page: Page) -> None:
    """What is ours on this page; Wagtail's own furniture around it is Wagtail's."""
    assert_accessible(page, context="#main")
