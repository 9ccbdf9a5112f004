"""The pictures of the README and of the editors' guide, taken from the running product.

    python -m tests.browser.pictures

starts the demonstration with data of its own, does what the pictures show, and writes
`docs/images/`. A font with emoji must be installed.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import CHROMIUM, FLAGS

from .dashboard import Dashboard
from .demonstration import BASE, Demonstration, demonstration
from .phone import Phone

IMAGES = BASE / "docs" / "images"
COLOURS = 128
PHONE_WIDTH, EDITOR_WIDTH, HEIGHT = 440, 840, 860
SAID = "Oi, {nome}! Que bom ter você por aqui! 🦫\nQue vaga vamos procurar hoje?"


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        demonstration(Path(home)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        phone_beside_flow(browser, demo)
        editors_guide(browser, demo)
        browser.close()
    return 0


def phone_beside_flow(browser: Browser, demo: Demonstration) -> None:
    editor = Dashboard(_page(browser, EDITOR_WIDTH), demo)
    editor.open_flow("Início")
    editor.text_of_step(0).fill(SAID)
    editor.publish()
    editor.is_told("publicado")
    phone = Phone(_page(browser, PHONE_WIDTH), demo.phone, "Ana")
    phone.say("oi")
    phone.hears("Que vaga vamos procurar hoje?", "Falar com uma pessoa")
    editor.open_flow("Início")
    whole = Image.new("RGB", (PHONE_WIDTH + EDITOR_WIDTH, HEIGHT))
    whole.paste(_shot(phone.page), (0, 0))
    whole.paste(_shot(editor.page), (PHONE_WIDTH, 0))
    _write("telefone-e-fluxo", whole)


def editors_guide(browser: Browser, demo: Demonstration) -> None:
    editor = Dashboard(_page(browser, 1280), demo)
    editor.open("Bot", "Fluxos")
    _write("editor-fluxos", _shot(editor.page))
    editor.open_flow("Menu")
    _write("editor-fluxo", _shot(editor.page))
    editor.open_preview()
    expect(editor.preview.get_by_text("Como posso ajudar?")).to_be_visible()
    _write("editor-previa", _shot(editor.page))
    editor.open_flow("Início")
    editor.text_of_step(0).fill("Oi, {apelido}!")
    editor.publish()
    editor.is_refused("text", "{apelido} não existe")
    _write("editor-recusa", _shot(editor.page))
    editor.open("Bot", "Versões")
    _write("editor-versoes", _shot(editor.page))


def _page(browser: Browser, width: int) -> Page:
    return browser.new_page(
        viewport={"width": width, "height": HEIGHT},
        locale="pt-BR",
        timezone_id="America/Sao_Paulo",
        reduced_motion="reduce",
    )


def _shot(page: Page) -> Image.Image:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur()")
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))


def _write(name: str, picture: Image.Image) -> None:
    path = IMAGES / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(BASE)}  {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
