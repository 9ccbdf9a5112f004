"""axe finds nothing on any page of ours in the dashboard, in both lights, narrow and wide.

The pages are those of the menu "Bot" and what they lead to; one that is not in the list below
is found by the last test, so that a new page cannot be forgotten.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import BrowserContext, Page

from .accessible import assert_accessible, assert_fits
from .dashboard import Dashboard
from .demonstration import Demonstration

LOOKS = (("light", 390), ("dark", 1280))
BOT = "/dashboard/bot/"
PAGES = (
    "simulador/",
    "simulador/?versao=publicado",
    "testes/rodar/",
    "mapa/",
    "mapa/?numeros=1",
    "problemas/",
    "nao-entendi/",
    "saidas/",
    "versoes/",
    "versoes/1/",
    "versoes/agendar/1/",
    "versoes/mover/",
    "levar-e-trazer/",
    "levar-e-trazer/sem-uso/",
    "atendimentos/",
    "menus/",
)
# Answers of scripts, results of a form or a click, pages that need something that is not there
# yet; the tests of their own areas look at those that are pages.
ELSEWHERE = (
    "texto/",
    "palavras/",
    "quantos/",
    "resultados/",
    "results/",
    "parte/",
    "revisao/",
    "devolver/",
    "exportar/",
    "ensaio/",
    "nao-entendi/.+",
    "testes/.*<int:pk>.*",
    "testes/recusa/",
    "versoes/cancelar/",
    "versoes/voltar/",
    "versoes/mover/<int:pk>/",
)


@pytest.mark.browser
@pytest.mark.drill
@pytest.mark.timeout(600)
def test_every_page_is_clean(
    demo: Demonstration,
    new_context: Callable[..., BrowserContext],
    subtests: pytest.Subtests,
) -> None:
    page = Dashboard(new_context(reduced_motion="reduce").new_page(), demo).page
    for address in PAGES:
        page.goto(f"{demo.site}{BOT}{address}")
        for scheme, width in LOOKS:
            with subtests.test(f"{address} {scheme} {width}"):
                _is_clean(page, scheme, width)


def _is_clean(page: Page, scheme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert_accessible(page)
    assert_fits(page)


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for item in patterns:
        here = before + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _addresses(item.url_patterns, here)
        elif here.startswith("dashboard/bot/"):
            yield here.removeprefix("dashboard/bot/")


def test_no_page_is_forgotten() -> None:
    looked_at = {re.sub(r"\d+", "<int:pk>", page.partition("?")[0]) for page in PAGES}
    left = [
        address
        for address in _addresses(get_resolver().url_patterns)
        if address not in looked_at and not any(re.search(part, address) for part in ELSEWHERE)
    ]
    assert not left
