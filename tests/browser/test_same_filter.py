"""The same filter on the site and in WhatsApp: a visitor filters, goes on in the phone, and
reads the same vacancies there."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from vacancies.phrases import say
from vacancies.search import Criteria

from .demonstration import Demonstration
from .phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(300)]
FILTERS = {
    "/vagas/?texto=dados&tipo=estagio": Criteria(text="dados", kind="estagio"),
    "/vagas/?cidade=Curitiba&texto=desenvolvimento": Criteria(
        text="desenvolvimento", city="Curitiba"
    ),
    "/vagas/?uf=PR&remota=on": Criteria(state="PR", remote=True),
    "/vagas/": Criteria(),
}


def test_the_same_vacancies_on_the_site_and_in_the_bot(
    demo: Demonstration, new_context: Callable[..., BrowserContext], subtests: pytest.Subtests
) -> None:
    site, phone = (
        new_context().new_page(),
        Phone(new_context().new_page(), demo.phone, "Ana"),
    )
    for address, criteria in FILTERS.items():
        with subtests.test(address):
            site.goto(f"{demo.site}{address}")
            shown = site.locator("ol.vacancies h2").all_inner_texts()
            phone.say(_text_of_link(site) or say(criteria))
            phone.hears("E agora?" if shown else "Nenhuma vaga guardada combina")
            assert phone.vacancy_titles() == [title.strip() for title in shown[:5]]


def _text_of_link(page: Page) -> str:
    """What the page's link to WhatsApp brings along; empty where it has none."""
    links: list[str] = page.locator("main a[href*='wa.me']").evaluate_all(
        "all => all.map(a => a.href)"
    )
    texts = [parse_qs(urlsplit(link).query).get("text", [""])[0] for link in links]
    return next((text for text in texts if text.startswith("Vagas")), "")
