"""One way to ask axe about a page: once nothing moves any more, by the same rules everywhere."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A colour that is still fading in has a contrast of its own.
_AT_REST = """
() => Promise.all(
    document.getAnimations()
        .filter(animation => Number.isFinite(animation.effect?.getComputedTiming().endTime))
        .map(animation => animation.finished.catch(() => null))
)
"""


def assert_accessible(page: Page, context: Any = None, where: str = "") -> None:
    """Axe finds nothing on the page, or in the part of it that ``context`` names."""
    page.evaluate(_AT_REST)
    found = Axe().run(page, context=context, options={"runOnly": WCAG})
    assert not found.response["violations"], f"{where or page.url}\n{found.generate_report()}"


def assert_fits(page: Page) -> None:
    """The page is no wider than its window."""
    needed, width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert needed <= width, f"{page.url} scrolls sideways at {width}"
