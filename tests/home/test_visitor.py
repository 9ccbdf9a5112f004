"""A visitor in a real browser: filters, opens a vacancy, follows it to where it was announced."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.home.content import a_course, a_course_list, a_match, a_site, a_vacancy, with_pictures

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    *with_pictures,
]


class Source(BaseHTTPRequestHandler):
    """The site that announced the vacancy: it says what it was asked for."""

    seen: list[tuple[str, str | None]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers.get("Referer")))
        body = b"<!doctype html><title>Fonte</title><h1>Vaga 42 na fonte</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def source() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Source)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_filter_open_and_follow(live_server, browser: Browser, source: str) -> None:
    course = a_course(a_course_list(a_site()), "Design", "UX/UI")
    wanted = a_vacancy("Estágio em design", link=f"{source}/vaga/42")
    a_match(wanted, course)
    a_vacancy("Pessoa eletricista", kind="emprego", link=f"{source}/vaga/43")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{live_server.url}/vagas/")
    expect(page.locator("article.vacancy")).to_have_count(2)
    page.get_by_label("O que você procura").fill("design")
    page.get_by_label("Curso").select_option("Design")
    page.get_by_role("button", name="Filtrar").click()
    expect(page.locator("article.vacancy")).to_have_count(1)
    assert "texto=design" in page.url
    assert f"curso={course.pk}" in page.url
    expect(page.locator("article.vacancy")).to_contain_text("Bate com: UX/UI")
    page.get_by_role("link", name="Estágio em design").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Estágio em design")
    page.get_by_role("link", name="Ver a vaga no site").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vaga 42 na fonte")
    assert ("/vaga/42", None) in Source.seen, "the source is not told where the visitor was"
    page.close()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called so."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text().strip() == name:
            return
    raise AssertionError(f"Tab never came to {name!r}")


def test_a_keyboard_alone_filters_opens_and_follows(
    live_server, browser: Browser, source: str
) -> None:
    a_vacancy("Estágio em design", link=f"{source}/vaga/44", source="Fonte")
    a_vacancy("Pessoa eletricista", kind="emprego", link=f"{source}/vaga/45", source="Fonte")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{live_server.url}/vagas/")
    tab_to(page, "Ir para o conteúdo")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("O que você procura")).to_be_focused()
    page.keyboard.type("design")
    tab_to(page, "Filtrar")
    page.keyboard.press("Enter")
    expect(page.locator("article.vacancy")).to_have_count(1)
    tab_to(page, "Estágio em design")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Estágio em design")
    tab_to(page, "Ver a vaga no site Fonte")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vaga 42 na fonte")
    assert ("/vaga/44", None) in Source.seen
    page.close()


def test_an_address_gives_the_same_list_without_scripts(live_server, browser: Browser) -> None:
    index = a_course_list(a_site())
    a_course(index, "Design", shift="manha")
    a_course(index, "Moda", shift="noite")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/cursos/")
    page.get_by_label("Turno").select_option(value="noite")
    page.get_by_role("button", name="Filtrar").click()
    expect(page.locator(".course-card")).to_have_count(1)
    address = page.url
    page.goto(f"{live_server.url}/cursos/")
    page.goto(address)
    expect(page.locator(".course-card")).to_contain_text("Moda")
    page.context.close()
