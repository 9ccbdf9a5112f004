"""What two people wrote in vain is taught to the bot in one click, and the next one is understood.

One test with parts, so that one demonstration is started.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .accessible import assert_accessible, assert_fits
from .dashboard import PATIENCE_MS, Dashboard
from .demonstration import Demonstration
from .phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(600)]

CHOICE = "Buscar vaga por palavra"
ASKED = "Que vaga você procura?"
STEP = re.compile(r"/flow/edit/\d+/#block-[0-9a-f-]+-section$")


def test_from_what_was_not_understood_to_what_is(
    demo: Demonstration,
    new_context: Callable[..., BrowserContext],
    subtests: pytest.Subtests,
) -> None:
    ana = Phone(new_context().new_page(), demo.phone, "Ana")
    bruno = Phone(new_context().new_page(), demo.phone, "Bruno")
    for phone in (ana, bruno):
        phone.say("oi")
        phone.say("trampo")
        phone.hears("não entendi")
    editor = Dashboard(new_context().new_page(), demo)
    with subtests.test("one row for both, taught by keyboard in one step"):
        _teach(editor)
    with subtests.test("no page has anything that axe finds"):
        _axe(editor.page, demo)
    with subtests.test("left aside, and back again"):
        _leave_aside(editor, bruno)
    with subtests.test("once the draft is published the phone is understood"):
        _publish(editor, ana)
    with subtests.test("the report tells where they left, and leads to the step"):
        _report(editor)


def _teach(editor: Dashboard) -> None:
    editor.open("Bot", "Não entendi")
    row = editor.page.locator(".heard-entry").filter(has_text="trampo")
    expect(row).to_contain_text("2 vezes")
    expect(row).to_contain_text("2 pessoas")
    row.get_by_label("Quer dizer").select_option(label=CHOICE)
    row.get_by_role("button", name="Ensinar: trampo").focus()
    editor.page.keyboard.press("Enter")
    done = editor.page.get_by_role("status").filter(has_text="Rascunho feito")
    expect(done).to_contain_text(f"“trampo” leva a “{CHOICE}”")
    expect(done.get_by_role("link", name="Simular")).to_be_visible()
    expect(editor.page.locator(".heard-entry").filter(has_text="trampo")).to_have_count(0)


def _axe(page: Page, demo: Demonstration) -> None:
    for width, scheme in ((390, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for address in ("nao-entendi/", "nao-entendi/?situacao=tratadas", "saidas/"):
            page.goto(f"{demo.site}/dashboard/bot/{address}")
            assert_accessible(page)
            assert_fits(page)


def _leave_aside(editor: Dashboard, phone: Phone) -> None:
    phone.say("blablabla")
    phone.hears("número")
    editor.open("Bot", "Não entendi")
    editor.page.get_by_role("button", name="Deixar de lado: blablabla").click()
    done = editor.page.get_by_role("status").filter(has_text="foi deixada de lado")
    done.get_by_role("button", name="Desfazer").click()
    editor.is_told("“blablabla” voltou à lista.")
    expect(editor.page.locator(".heard-entry").filter(has_text="blablabla")).to_have_count(1)


def _publish(editor: Dashboard, phone: Phone) -> None:
    editor.open_flow("Menu")
    editor.publish()
    editor.is_told("publicado")
    phone.say("menu")  # a question that was put before is answered by what it showed then
    phone.say("trampo")
    phone.hears(ASKED)


def _report(editor: Dashboard) -> None:
    editor.open("Bot", "Onde as pessoas saem")
    row = editor.page.get_by_role("row").filter(has_text="Como posso ajudar?")
    expect(row.first).to_contain_text("trampo")
    row.first.get_by_role("link").first.click()
    expect(editor.page).to_have_url(STEP, timeout=PATIENCE_MS)
    expect(editor.page.locator("#id_title")).to_have_value("Menu", timeout=PATIENCE_MS)
