"""The simulator by keyboard alone: choose who, talk, read why, step back, keep the talk as a test.

One test, so that one demonstration is started; each part is told apart as a subtest.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from .accessible import assert_accessible, assert_fits
from .dashboard import PATIENCE_MS, Dashboard
from .demonstration import Demonstration

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(300)]

TITLE = "Acha o curso pelo menu"
MOST_TABS = 60


def test_a_talk_by_keyboard(
    demo: Demonstration, new_context: Callable[..., BrowserContext], subtests: pytest.Subtests
) -> None:
    page = new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    editor = Dashboard(page, demo)
    expect.set_options(timeout=PATIENCE_MS)
    _add_a_persona(editor)
    editor.open("Bot", "Simulador")
    with subtests.test("somebody is chosen, and the bot calls them by their name"):
        _choose_and_talk(page)
    with subtests.test("bubbles that are there stay, so that only new ones are read aloud"):
        _keep_bubbles(page)
    with subtests.test("a step back gives the message back"):
        _step_back(page)
    with subtests.test("an address repeats the talk, without JavaScript too"):
        _by_address(page, new_context)
    with subtests.test("axe finds nothing, on a phone and in the dark"):
        _accessible(page, new_context)
    with subtests.test("the talk becomes a test, and its editor opens"):
        _save(page)


def _add_a_persona(editor: Dashboard) -> None:
    page = editor.page
    page.goto(f"{editor.where.site}/dashboard/snippets/bot_flows/persona/add/")
    page.locator("#id_title").fill("Caloura")
    page.locator("#id_name").fill("Bia Lima")
    page.locator("#id_name").press("Enter")
    expect(page.locator(".messages")).to_contain_text("Caloura")


def _choose_and_talk(page: Page) -> None:
    page.locator("#id_versao").focus()
    _tab_to(page, page.locator("#id_persona"))
    page.keyboard.type("Cal")
    _tab_to(page, page.locator("#sim-text"))
    _say(page, "oi")
    expect(_log(page)).to_contain_text("Oi, Bia!")
    _say(page, "3")
    expect(_log(page)).to_contain_text("Qual é o seu curso?")
    expect(_log(page)).to_contain_text("Leu como a opção 3, Vagas do meu curso: pelo número.")
    expect(page.locator("#sim-text")).to_be_focused()
    expect(page.locator("#sim-memory")).to_contain_text("Bia")


def _keep_bubbles(page: Page) -> None:
    first = _log(page).locator(".sim-item").first
    first.evaluate("item => { item.seen = true; }")
    _say(page, "xyzw")
    expect(_log(page)).to_contain_text("Não entendeu: nada parecido.")
    assert first.evaluate("item => item.seen")
    expect(_log(page)).to_have_attribute("role", "log")


def _step_back(page: Page) -> None:
    back = page.get_by_role("button", name="Desfazer última")
    _tab_to(page, back)
    page.keyboard.press("Enter")
    expect(_log(page)).not_to_contain_text("xyzw")
    expect(page.locator("#sim-text")).to_have_value("xyzw")
    expect(back).to_be_focused()
    page.locator("#sim-text").fill("")


def _by_address(page: Page, new_context: Callable[..., BrowserContext]) -> None:
    address = page.get_by_role("link", name="Endereço desta conversa").get_attribute("href")
    context = new_context(storage_state=page.context.storage_state(), java_script_enabled=False)
    again = context.new_page()
    again.goto(address or "")
    assert (
        again.locator(".sim-text").all_inner_texts() == page.locator(".sim-text").all_inner_texts()
    )
    again.locator("#sim-text").fill("1")
    again.get_by_role("button", name="Enviar", exact=True).click()
    expect(_log(again)).to_contain_text("Que tipo de vaga em Engenharia de Software?")
    context.close()


def _accessible(page: Page, new_context: Callable[..., BrowserContext]) -> None:
    address = page.get_by_role("link", name="Endereço desta conversa").get_attribute("href")
    state = page.context.storage_state()
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
        context = new_context(
            storage_state=state,
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        narrow = context.new_page()
        narrow.goto(address or "")
        narrow.get_by_text("Mandar outra coisa").click()
        assert_accessible(narrow, context="#sim")
        assert_fits(narrow)
        context.close()


def _save(page: Page) -> None:
    title = page.get_by_label("O que esta conversa mostra")
    _tab_to(page, title)
    page.keyboard.type(TITLE)
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text(f"O teste “{TITLE}” foi criado.")
    expect(page.locator("#id_title")).to_have_value(TITLE)


def _log(page: Page) -> Locator:
    return page.get_by_role("log")


def _say(page: Page, text: str) -> None:
    expect(page.locator("#sim-text")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(_log(page).locator(".sim-item--person").last).to_contain_text(text)


def _tab_to(page: Page, wanted: Locator) -> None:
    """Press the tabulator until this has the focus."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not get to {wanted}")
