"""Writing in a real browser: fields by the keyboard, the counter, mends and their undo, folded
steps, the words that open a flow, and what autosave keeps.

One test, so that one demonstration is started; each part is told apart as a subtest.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from .accessible import assert_accessible
from .dashboard import PATIENCE_MS, Dashboard
from .demonstration import Demonstration

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(600)]

# Wagtail compares with the form as it was two seconds after it opened: faster than any person.
WATCHING = """
document.addEventListener('w-unsaved:watch-edits', ({target}) => { target.dataset.watched = 'yes' })
"""
OUR_OWN = [[".bot-writing"], [".bot-words"]]


def test_writing_a_flow(
    demo: Demonstration, new_context: Callable[..., BrowserContext], subtests: pytest.Subtests
) -> None:
    page = new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
    editor = Dashboard(page, demo)
    expect.set_options(timeout=PATIENCE_MS)
    with subtests.test("a field is inserted with the keyboard only, and the counter counts it"):
        _insert_a_field(editor)
    with subtests.test("a mend is applied and undone"):
        _mend_and_undo(editor)
    with subtests.test("a text that is too long shows where it is divided"):
        _too_long(editor)
    with subtests.test("a folded step says what is in it"):
        _fold(editor)
    with subtests.test("a condition reads as a sentence"):
        _condition(editor)
    with subtests.test("each word says which flow it opens"):
        _words(editor)
    with subtests.test("axe finds nothing in the helpers, on a phone and in the dark"):
        _accessible(new_context, demo)
    with subtests.test("an unfinished flow is saved by itself, and is there after a reload"):
        _autosave(editor)


def _insert_a_field(editor: Dashboard) -> None:
    editor.open_flow("Início")
    text, help_ = editor.text_of_step(0), _help(editor.page)
    expect(help_).to_contain_text("1 mensagem")
    text.fill("Oi, !")
    expect(help_).to_contain_text("até 5 de 4.096 caracteres")
    text.press("ArrowLeft")
    text.press("Tab")
    expect(editor.page.get_by_role("button", name="Inserir campo").first).to_be_focused()
    keys = editor.page.keyboard
    keys.press("Enter")
    fields = help_.get_by_role("menuitem")
    expect(fields.first).to_be_focused()
    expect(fields.first).to_contain_text("Primeiro nome da pessoa")
    expect(fields.first).to_contain_text("ex.: Ana")
    keys.press("ArrowDown")
    keys.press("Escape")
    expect(editor.page.get_by_role("button", name="Inserir campo").first).to_be_focused()
    keys.press("ArrowDown")
    keys.press("n")
    keys.press("Enter")
    expect(text).to_have_value("Oi, {nome}!")
    expect(text).to_be_focused()
    expect(help_).to_contain_text("até 30 de 4.096 caracteres")


def _mend_and_undo(editor: Dashboard) -> None:
    text, help_ = editor.text_of_step(0), _help(editor.page)
    text.fill("Oi, **{Nome}**! Veja *isto")
    expect(help_).to_contain_text("não é formatação do WhatsApp")
    help_.get_by_role("button", name="Corrigir").press("Enter")
    expect(text).to_have_value("Oi, *{nome}*! Veja isto")
    undo = help_.get_by_role("button", name="Desfazer")
    expect(undo).to_be_focused()
    expect(help_).not_to_contain_text("não é formatação do WhatsApp")
    undo.press("Enter")
    expect(text).to_have_value("Oi, **{Nome}**! Veja *isto")
    expect(help_.get_by_role("button", name="Corrigir")).to_be_visible()
    text.fill("isto")
    text.press("Control+a")
    text.press("Control+b")
    expect(text).to_have_value("*isto*")


def _too_long(editor: Dashboard) -> None:
    text, help_ = editor.text_of_step(0), _help(editor.page)
    text.fill("\n\n".join(f"Vaga {number}: " + "palavra " * 12 for number in range(50)))
    expect(help_).to_contain_text("2 mensagens")
    help_.get_by_text("Onde o WhatsApp dividiria este texto").click()
    parts = help_.locator("li")
    expect(parts.filter(has_text="Mensagem 2")).to_contain_text("palavra")
    text.fill("Que bom ter você por aqui!")
    expect(help_).to_contain_text("1 mensagem")


def _fold(editor: Dashboard) -> None:
    editor.open_flow("Menu")
    _toggle(editor.page, "Menu")
    expect(_heading(editor.page, "Menu")).to_contain_text("5 opções · Cursos, ")
    _toggle(editor.page, "Menu")
    choices = editor.page.locator("[data-contentpath=choices] .w-panel__heading")
    expect(choices.first).to_have_text("Opção Cursos → Cursos", use_inner_text=True)
    editor.open_flow("Início")
    _toggle(editor.page, "Ir para")
    expect(_heading(editor.page, "Ir para")).to_contain_text("→ Menu")


def _condition(editor: Dashboard) -> None:
    page = editor.page
    page.locator("[data-contentpath=steps] .c-sf-add-button").last.click()
    page.get_by_role("option", name="Se…").click()
    page.locator("select[name$=-value-slot]").select_option("semestre")
    page.locator("select[name$=-value-operator]").select_option("at_least")
    page.locator("input[name$=-value-value]").fill("3")
    expect(page.locator(".bot-reads")).to_have_text("Lê-se: Se o semestre é pelo menos 3")
    expect(page.locator("[data-contentpath=custom]")).to_be_hidden()
    page.locator("select[name$=-value-operator]").select_option("is_filled")
    expect(page.locator("[data-contentpath=value]")).to_be_hidden()
    _toggle(page, "Regra")
    expect(_heading(page, "Regra")).to_contain_text("Se o semestre foi informado → ")


def _words(editor: Dashboard) -> None:
    page = editor.page
    page.locator("#id_triggers").fill("oi\nvagas\nmenu\nbolsa")
    listed = page.get_by_role("list", name="O que cada palavra abre").get_by_role("listitem")
    expect(listed.filter(has_text="“oi” abre este fluxo.")).to_be_visible()
    expect(
        listed.filter(has_text="“vagas” já abre “Vagas do meu curso”, que vence")
    ).to_be_visible()
    expect(listed.filter(has_text="“menu” vale em toda a conversa")).to_be_visible()
    phrase = page.get_by_label("O que aconteceria se a pessoa escrevesse:")
    phrase.fill("quero ver os cursos")
    expect(page.locator(".bot-words__said")).to_contain_text("Abre “Cursos”")


def _accessible(new_context: Callable[..., BrowserContext], demo: Demonstration) -> None:
    for width, scheme in ((1280, "light"), (390, "dark")):
        size = {"width": width, "height": 900}
        page = new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce").new_page()
        Dashboard(page, demo)
        page.goto(f"{demo.site}/dashboard/snippets/bot_flows/flow/")
        page.locator("#listing-results").get_by_role("link", name="Ajuda", exact=True).click()
        text = page.locator("[name=steps-0-value-text]")
        text.fill("Oi, **{Nome}**")
        expect(_help(page).get_by_role("button", name="Corrigir")).to_be_visible()
        _help(page).get_by_role("button", name="Inserir campo").click()
        page.locator(".bot-words").scroll_into_view_if_needed()
        assert_accessible(page, context={"include": OUR_OWN})
        _fits(page)


def _fits(page: Page) -> None:
    """Nothing of ours is wider than the window."""
    widest = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('.bot-writing *, .bot-words *')]"
        ".map(item => item.getBoundingClientRect().right))"
    )
    assert widest <= page.viewport_size["width"]  # type: ignore[index]


def _autosave(editor: Dashboard) -> None:
    page = editor.page
    page.add_init_script(WATCHING)
    page.goto(f"{editor.where.site}/dashboard/snippets/bot_flows/flow/add/")
    expect(page.locator("#w-editor-form")).to_have_attribute("data-watched", "yes")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Menu", exact=True).click()
    page.locator("[name=steps-0-value-prompt]").fill("E aí, {salame} **já**?")
    page.locator("#id_triggers").fill(
        "uma frase comprida demais para ser digitada por inteiro por alguém"
    )
    page.locator("#id_triggers").press("Tab")
    indicator = page.locator("#w-autosave-indicator")
    expect(indicator).to_have_attribute("data-w-autosave-state-value", "saved")
    expect(page).to_have_url(re.compile("/flow/edit/"))
    page.reload()
    expect(page.locator("[name=steps-0-value-prompt]")).to_have_value("E aí, {salame} **já**?")
    expect(page.locator("#id_title")).to_have_value("Sem título")


def _help(page: Page) -> Locator:
    return page.get_by_role("group", name="Ajuda para este texto").first


def _heading(page: Page, kind: str) -> Locator:
    typed = page.locator(".c-sf-block__type", has_text=kind)
    return page.locator(".w-panel__heading", has=typed).first


def _toggle(page: Page, kind: str) -> None:
    header = page.locator(".w-panel__header").filter(has=_heading(page, kind)).first
    header.locator("[data-panel-toggle]").click()
