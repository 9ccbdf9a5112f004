"""The studio from end to end: a redator changes a menu, sees it, tries it, keeps the try as a
test and submits; a revisor approves, and the phone hears it; the revisor takes it back, and the
phone hears what it heard before."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .dashboard import Dashboard
from .demonstration import Demonstration
from .phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(600)]

OLD = "Responda com o número ou com as palavras."
NEW = "Escreva o número, ou diga do seu jeito."
TEST = "A pergunta do menu"


def test_from_a_draft_to_the_phone_and_back(
    demo: Demonstration,
    new_context: Callable[..., BrowserContext],
    subtests: pytest.Subtests,
) -> None:
    writer = Dashboard(new_context().new_page(), replace(demo, user="redatora"))
    reviewer = Dashboard(new_context().new_page(), replace(demo, user="revisora"))
    phone = Phone(new_context().new_page(), demo.phone, "Ana")
    with subtests.test("the phone hears what is published"):
        _hears(phone, OLD)
    with subtests.test("a redator changes a menu and sees it in the preview"):
        _change(writer)
        expect(writer.preview().get_by_text(NEW).first).to_be_visible()
        writer.close_preview()
        writer.save_draft()
        writer.is_told("atualizado")
    with subtests.test("tries it in the simulator, on the draft, and keeps the try as a test"):
        _try(writer.page, demo)
    with subtests.test("submits it, and the phone still hears what was published"):
        _submit(writer)
        _hears(phone, OLD)
    with subtests.test("a revisor approves, and the phone hears it"):
        _approve(reviewer)
        _hears(phone, NEW)
    with subtests.test("the revisor takes it back, and the phone hears what it was"):
        _take_back(reviewer)
        _hears(phone, OLD)


def _hears(phone: Phone, question: str) -> None:
    phone.say("menu")
    phone.hears(question)


def _change(writer: Dashboard) -> None:
    writer.open_flow("Menu")
    writer.page.locator("[name=steps-0-value-prompt]").fill(f"*Como posso ajudar?*\n{NEW}")


def _try(page: Page, demo: Demonstration) -> None:
    page.goto(f"{demo.site}/dashboard/bot/simulador/")
    log = page.get_by_role("log", name="Mensagens")
    page.get_by_label("Mensagem", exact=True).fill("menu")
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(log).to_contain_text(NEW)
    page.get_by_label("O que esta conversa mostra").fill(TEST)
    page.get_by_role("button", name="Salvar como teste").click()
    expect(page.locator("#id_title")).to_have_value(TEST)


def _submit(writer: Dashboard) -> None:
    writer.open_flow("Menu")
    writer.page.get_by_role("button", name="Mais ações").click()
    writer.page.get_by_role("button", name="Enviar para Revisão do bot").click()
    writer.is_told("enviado para moderação")


def _approve(reviewer: Dashboard) -> None:
    page = reviewer.page
    page.goto(f"{reviewer.where.site}/dashboard/")
    waiting = page.locator("#awaiting-review-section, #awaiting-review-content").first
    waiting.get_by_role("button", name="Ações").click()
    address = page.get_by_role("link", name="Pré-visualizar").get_attribute("href")
    page.goto(f"{reviewer.where.site}{address}")
    expect(page.locator(".reading-row.is-changed").first).to_contain_text(NEW)
    expect(page.get_by_role("heading", name="Testes de conversa")).to_be_visible()
    page.get_by_role("button", name="Aprovar e publicar").click()
    reviewer.is_told("foi aprovado e está no ar.")


def _take_back(reviewer: Dashboard) -> None:
    """The test that came with the new wording fails on the old one: whoever may goes back all
    the same, knowing it."""
    reviewer.open("Bot", "Versões")
    page = reviewer.page
    page.get_by_role("link", name="Voltar para esta (Versão 1)").click()
    page.get_by_role("button", name="Sim, pôr no ar").click()
    expect(page.get_by_role("heading", name=TEST)).to_be_visible()
    page.get_by_label("Por quê?").fill("O texto novo confundiu as pessoas.")
    page.get_by_role("button", name="Publicar mesmo assim").click()
    reviewer.is_told("está no ar")
