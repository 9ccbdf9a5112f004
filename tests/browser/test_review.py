"""The review of the bot in a real browser: a redator submits, a revisor reads the conversation
and the tests and approves, the phone hears it. axe finds nothing on the way."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .accessible import assert_accessible, assert_fits
from .dashboard import PATIENCE_MS, Dashboard
from .demonstration import Demonstration
from .phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(900)]

NEW = "Oi, {nome}! A capivara revisou este texto."
HEARD = "A capivara revisou este texto."
SIZES = ((390, 800), (1280, 900))


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """As long as the dashboard itself is given, on a machine that does other work too."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


def test_a_redator_submits_and_a_revisor_approves(
    demo: Demonstration,
    new_context: Callable[..., BrowserContext],
    subtests: pytest.Subtests,
) -> None:
    writer = Dashboard(new_context().new_page(), replace(demo, user="redatora"))
    reviewer = Dashboard(new_context().new_page(), replace(demo, user="revisora"))
    guest = new_context().new_page()
    phone = Phone(new_context().new_page(), demo.phone, "Ana")
    with subtests.test("a redator submits, and cannot publish"):
        _submit(writer)
    with subtests.test("the revisor finds it on the first page, and asks for changes"):
        _ask_for_changes(reviewer)
    with subtests.test("the redator reads what is asked for, and submits again"):
        _submit_again(writer)
    with subtests.test("somebody without an account reads the draft and comments it"):
        _show_a_guest(reviewer, guest)
    with subtests.test("the revisor approves, and the phone hears it"):
        _approve(reviewer)
        phone.say("oi")
        phone.hears(HEARD)
    with subtests.test("the link of the guest still says what it said, and nothing else"):
        guest.reload()
        expect(guest.get_by_text(HEARD).first).to_be_visible()


def _submit(writer: Dashboard) -> None:
    writer.open_flow("Início")
    writer.text_of_step(0).fill("Oi, {nome}! Um rascunho.")
    expect(writer.page.get_by_role("button", name="Publicar", exact=True)).to_have_count(0)
    _send(writer, "Enviar para Revisão do bot")
    row = writer.page.get_by_role("row").filter(has_text="Início")
    expect(row).to_contain_text("Aguarda revisão")


def _send(writer: Dashboard, button: str) -> None:
    writer.page.get_by_role("button", name="Mais ações").click()
    writer.page.get_by_role("button", name=button).click()
    writer.is_told("enviado para moderação")


def _open_review(reviewer: Dashboard) -> None:
    """By Wagtail's own way: what waits on the first page, and its preview."""
    page = reviewer.page
    page.goto(f"{reviewer.where.site}/dashboard/")
    waiting = page.locator("#awaiting-review-section, #awaiting-review-content").first
    waiting.get_by_role("button", name="Ações").click()
    address = page.get_by_role("link", name="Pré-visualizar").get_attribute("href")
    page.goto(f"{reviewer.where.site}{address}")
    expect(page.get_by_role("heading", name="A conversa")).to_be_visible()


def _ask_for_changes(reviewer: Dashboard) -> None:
    _open_review(reviewer)
    page = reviewer.page
    changed = page.locator(".reading-row.is-changed")
    expect(changed).to_contain_text("Que bom ter você por aqui!")
    expect(changed).to_contain_text("Oi, Ana! Um rascunho.")
    expect(page.get_by_role("heading", name="Testes de conversa")).to_be_visible()
    _is_clean(page)
    page.get_by_role("button", name="Pedir mudanças").click()
    expect(page.get_by_text("Diga o que precisa mudar.")).to_be_visible()
    page.get_by_label("Comentário").fill("Fale da capivara.")
    page.get_by_role("button", name="Pedir mudanças").click()
    reviewer.is_told("foi enviado a quem escreveu")


def _submit_again(writer: Dashboard) -> None:
    writer.open_flow("Início")
    writer.is_told("Revisora pediu mudanças: “Fale da capivara.”")
    writer.text_of_step(0).fill(NEW)
    _send(writer, "Reenviar")


def _show_a_guest(reviewer: Dashboard, guest: Page) -> None:
    _open_review(reviewer)
    reviewer.page.get_by_role("button", name="Fazer um link").click()
    address = reviewer.page.get_by_label("Endereço para enviar").input_value()
    guest.goto(address)
    expect(guest.get_by_text(HEARD).first).to_be_visible()
    _is_clean(guest)
    guest.get_by_label("Seu nome").fill("Profa. Lia")
    guest.get_by_label("Seu comentário").fill("Adorei a capivara.")
    guest.get_by_role("button", name="Enviar comentário").click()
    expect(guest.get_by_role("status")).to_contain_text("Obrigado!")
    reviewer.page.reload()
    expect(reviewer.page.get_by_text("Adorei a capivara.")).to_be_visible()


def _approve(reviewer: Dashboard) -> None:
    reviewer.page.get_by_label("Comentário").fill("Agora sim.")
    reviewer.page.get_by_role("button", name="Aprovar e publicar").click()
    reviewer.is_told("foi aprovado e está no ar.")


def _is_clean(page: Page) -> None:
    """Nothing for axe to find and nothing wider than the window, in both sizes and lights."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert_accessible(page)
        assert_fits(page)
