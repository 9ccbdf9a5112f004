"""The pictures of the README and of the editors' guide, taken from the running product.

`pytest tests/browser/pictures.py` does what the pictures show and writes `docs/images/`.
It is no test: its name keeps it out of the others. A font with emoji must be installed.
"""

import io
import os
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from .dashboard import Dashboard
from .demonstration import BASE, Demonstration, furnish
from .phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

IMAGES = BASE / "docs" / "images"
COLOURS = 256
LARGEST = 120_000  # bytes
PHONE, EDITOR, WHOLE, HEIGHT = 440, 840, 1280, 880
SAID = "Que bom ter você por aqui, {nome}! 🦫\nQue vaga vamos procurar hoje?"

type Window = Callable[[int], Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser's own words, as in a field for a date, are Portuguese too."""
    given = browser_type_launch_args
    own = {"args": [*given["args"], "--lang=pt-BR"], "env": {**os.environ, "LANGUAGE": "pt_BR"}}
    return {**given, **own}


@pytest.fixture
def window(new_context: Callable[..., BrowserContext]) -> Window:
    """Opens a page of this width."""

    def opened(width: int) -> Page:
        size = {"width": width, "height": HEIGHT}
        return new_context(viewport=size, reduced_motion="reduce").new_page()

    return opened


def test_draw(demo: Demonstration, window: Window) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    _phone_beside_flow(demo, window)
    _editors_guide(Dashboard(window(WHOLE), demo))


def test_draw_vacancies(demo: Demonstration, window: Window) -> None:
    furnish(demo)
    _vacancies(Dashboard(window(WHOLE), demo))


def _phone_beside_flow(demo: Demonstration, window: Window) -> None:
    editor = Dashboard(window(EDITOR), demo)
    editor.open_flow("Início")
    editor.text_of_step(0).fill(SAID)
    editor.publish()
    editor.is_told("publicado")
    phone = Phone(window(PHONE), demo.phone, "Ana")
    phone.say("oi")
    phone.say("tem trampo?")
    phone.say("oi")
    phone.hears("Que vaga vamos procurar hoje?", "Falar com uma pessoa")
    expect(phone.page.locator("#notice")).to_be_hidden(timeout=30_000)
    editor.open_flow("Início")
    editor.fold_menu()
    whole = Image.new("RGB", (WHOLE, HEIGHT))
    whole.paste(_shot(phone.page), (0, 0))
    whole.paste(_shot(editor.page), (PHONE, 0))
    _write("telefone-e-fluxo", whole)


def _editors_guide(editor: Dashboard) -> None:
    editor.open("Bot", "Fluxos")
    _write("editor-fluxos", _shot(editor.page))
    editor.open_flow("Vagas do meu curso")
    _write("editor-fluxo", _shot(editor.page))
    editor.open_flow("Menu")
    expect(editor.preview().get_by_text("Como posso ajudar?").first).to_be_visible()
    _write("editor-previa", _shot(editor.page))
    editor.close_preview()
    editor.open_flow("Início")
    editor.text_of_step(0).fill("Oi, {apelido}! 🦫")
    editor.publish()
    editor.is_refused("text", "{apelido} não existe")
    _write("editor-recusa", _shot(editor.page))
    editor.open("Bot", "Versões")
    _write("editor-versoes", _shot(editor.page))
    _studio(editor)


def _studio(editor: Dashboard) -> None:
    page, site = editor.page, editor.where.site
    page.goto(f"{site}/dashboard/bot/simulador/")
    for said in ("oi", "vagas"):
        page.get_by_label("Mensagem", exact=True).fill(said)
        page.get_by_role("button", name="Enviar", exact=True).click()
        expect(page.get_by_role("log", name="Mensagens")).to_contain_text(said)
    expect(page.get_by_role("log", name="Mensagens")).to_contain_text("Qual é o seu curso?")
    _write("editor-simulador", _shot(page))
    editor.open("Bot", "Testes de conversa")
    page.get_by_role("link", name="Menu por número e por palavra").first.click()
    expect(page.locator("#id_title")).to_have_value("Menu por número e por palavra")
    _write("editor-teste", _shot(page))
    page.goto(f"{site}/dashboard/bot/mapa/")
    _write("editor-mapa", _shot(page))
    page.goto(f"{site}/dashboard/bot/nao-entendi/")
    _write("editor-nao-entendi", _shot(page))


def _vacancies(editor: Dashboard) -> None:
    page, site = editor.page, editor.where.site
    page.goto(f"{site}/dashboard/vagas/buscas/")
    _write("editor-buscas", _shot(page))
    page.goto(f"{site}/dashboard/vagas/moderacao/")
    expect(page.get_by_role("heading", name="Estágio em robótica")).to_be_visible()
    _write("editor-moderacao", _shot(page))
    page.goto(f"{site}/dashboard/vagas/duplicadas/")
    expect(page.get_by_role("link", name="É a mesma vaga")).to_be_visible()
    _write("editor-duplicadas", _shot(page))
    page.goto(f"{site}/dashboard/vagas/cursos/")
    page.get_by_role("link", name="Design", exact=True).last.click()
    page.get_by_label("Termos ligados").fill("ilustração\nlaboratório")
    page.get_by_role("button", name="Ver o que muda").click()
    expect(page.locator(".matching-list--coming a").first).to_be_visible()
    _write("editor-termos", _shot(page))


def _shot(page: Page) -> Image.Image:
    page.wait_for_load_state()
    page.evaluate("document.activeElement.blur()")
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))


def _write(name: str, picture: Image.Image) -> None:
    path = IMAGES / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    assert path.stat().st_size <= LARGEST, f"{name} is too large"
