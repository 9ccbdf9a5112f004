"""The map and the problems in a real browser: by keyboard, at every width, in light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from bot_flows import publishing
from bot_flows.models import Flow
from tests.browser.accessible import assert_accessible, assert_fits
from tests.factories import (
    a_bot,
    a_flow,
    choice,
    edit_url,
    end,
    form_data,
    go_to,
    menu,
    say,
    set_steps,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PATIENCE_MS, A_TYPIST_MS = 30_000, 400
MAP, PROBLEMS = "/dashboard/bot/mapa/", "/dashboard/bot/problemas/"

type Opened = Callable[..., Page]


@pytest.fixture
def editor(live_server: Any) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editora"))
    return client


@pytest.fixture
def opened(live_server: Any, editor: Client, new_context: Callable[..., BrowserContext]) -> Opened:
    """Opens a page of the dashboard as somebody who may do everything."""
    session = editor.cookies[settings.SESSION_COOKIE_NAME].value

    def at(address: str, width: int = 1280, scheme: str = "light") -> Page:
        size = {"width": width, "height": 900}
        context = new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(live_server.url + address)
        return page

    return at


@pytest.fixture
def town() -> list[Flow]:
    """A start, three flows that it leads to, one that nothing leads to; in reading order."""
    start, _release = a_bot()
    courses, about = a_flow("Cursos", go_to(start)), a_flow("Sobre o bot", end(), triggers="sobre")
    jobs = a_flow("Vagas", say("Oi, {nome}!"), end())
    set_steps(
        start,
        menu("E aí?", choice("Cursos", courses), choice("Vagas", jobs), choice("Sobre", about)),
    )
    publishing.publish(None, "teste")
    alone = a_flow("Sozinho", say("Tome {salame}"), say("**oi**"), end(), live=False)
    return [start, courses, jobs, about, alone]


def test_the_map_is_walked_by_keyboard(opened: Opened, town: list[Flow]) -> None:
    page = opened(MAP)
    page.locator(".bot-map__area").focus()
    for flow in town:
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        expect(focused).to_have_attribute("href", edit_url(flow))
        assert focused.evaluate("link => link.closest('svg') !== null")
        assert focused.get_attribute("aria-label", timeout=1000).startswith(flow.title)
        _is_seen(page)
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("item => item.closest('svg') === null")


def _is_seen(page: Page) -> None:
    """The focused card is within the window, and marked by more than the others."""
    box = page.locator(":focus .bot-map__box")
    area, inside = page.locator(".bot-map__area").bounding_box(), box.bounding_box()
    assert area
    assert inside
    assert area["x"] <= inside["x"] + inside["width"] / 2 <= area["x"] + area["width"]
    assert box.evaluate("box => getComputedStyle(box).strokeWidth") == "5px"


def test_enter_opens_the_editor(opened: Opened, town: list[Flow]) -> None:
    page = opened(MAP)
    page.locator(".bot-map__area").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_have_value("Cursos")


def test_the_drawing_gets_larger_and_smaller_without_a_script(
    opened: Opened, town: list[Flow]
) -> None:
    page = opened(MAP)
    card = page.locator(".bot-map__box").first

    def width() -> float:
        box = card.bounding_box()
        assert box
        return box["width"]

    normal = width()
    page.get_by_label("Pequeno").check()
    assert width() < normal * 0.8
    page.get_by_label("Grande").check()
    assert width() > normal * 1.2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(opened: Opened, town: list[Flow], width: int, scheme: str) -> None:
    for address in (MAP, f"{MAP}?numeros=1&versao=ar", f"{MAP}?fluxo={town[0].key}", PROBLEMS):
        page = opened(address, width, scheme)
        for summary in page.locator(".bot-map__legend summary").all():
            summary.click()
        assert_accessible(page)
        assert_fits(page)
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["", "mapa"])
def test_axe_finds_nothing_in_the_preview(
    opened: Opened, editor: Client, town: list[Flow], mode: str, scheme: str
) -> None:
    url = reverse("wagtailsnippets_bot_flows_flow:preview_on_edit", args=[town[0].pk])
    editor.post(url, form_data(town[0]))
    page = opened(f"{url}?mode={mode}", 390, scheme)
    expect(page.locator("h1")).to_contain_text("Início")
    for summary in page.locator("summary").all():
        summary.click()
    assert_accessible(page, context="main")
    assert_fits(page)


def test_a_problem_leads_to_its_very_field(opened: Opened, town: list[Flow]) -> None:
    page = opened(PROBLEMS)
    entry = page.locator(".bot-problem").filter(has_text="{salame}")
    entry.get_by_role("link", name="Corrigir").click()
    field = page.locator("[name=steps-0-value-text]")
    expect(field).to_have_value("Tome {salame}")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


def test_the_preview_changes_while_one_types(opened: Opened, town: list[Flow]) -> None:
    page = opened(edit_url(town[2]))
    page.get_by_role("button", name="Alternar pré-visualização").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.get_by_text("Oi, Ana!")).to_be_visible(timeout=PATIENCE_MS)
    page.locator("#id_title").press("End")
    page.locator("#id_title").press_sequentially(" novas", delay=A_TYPIST_MS)
    expect(frame.get_by_role("heading", name="Vagas novas")).to_be_visible(timeout=PATIENCE_MS)
    page.locator("#id_preview_mode").select_option(label="Mapa")
    expect(frame.locator(".bot-map__narrow .bot-map__card--focus")).to_contain_text(
        "Vagas novas", timeout=PATIENCE_MS
    )
