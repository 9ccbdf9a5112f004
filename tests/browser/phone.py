"""The phone page of the stand-in, in the words of the person who holds the phone."""

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

PATIENCE_MS = 15_000
# Whatever the bot said after the person's latest message.
ANSWERS = (
    "xpath=//*[@data-testid='bubble-in'][last()]/following-sibling::*[@data-testid='bubble-out']"
)


class Phone:
    """One contact's chat with the bot."""

    def __init__(self, page: Page, address: str, contact: str) -> None:
        self.page = page
        page.goto(address)
        page.get_by_test_id("contact-item").filter(has_text=contact).click()
        expect(page.locator("#who")).to_have_text(contact)

    @property
    def answers(self) -> Locator:
        """The bubbles that answer the latest message."""
        return self.page.locator(ANSWERS)

    def say(self, text: str) -> None:
        own = self.page.get_by_test_id("bubble-in")
        before = own.count()
        self.page.get_by_test_id("phone-input").fill(text)
        self.page.get_by_test_id("phone-send").click()
        expect(own).to_have_count(before + 1, timeout=PATIENCE_MS)

    def hears(self, *texts: str) -> None:
        """Each of these is in the answers to the latest message, in one bubble or in several."""
        for text in texts:
            found = self.answers.filter(has_text=text)
            expect(found.first).to_be_visible(timeout=PATIENCE_MS)

    def choose(self, label: str) -> None:
        """Press the quick reply that stands for this option."""
        option = self.page.get_by_test_id("quick-reply").filter(has_text=label)
        own = self.page.get_by_test_id("bubble-in")
        before = own.count()
        option.click(timeout=PATIENCE_MS)
        expect(own).to_have_count(before + 1, timeout=PATIENCE_MS)

    def links(self) -> Sequence[str]:
        """The addresses in the answers to the latest message, in order."""
        found: list[str] = self.answers.locator("a").evaluate_all("all => all.map(a => a.href)")
        return found

    def vacancy_titles(self) -> Sequence[str]:
        """What is bold in the answers that have addresses: the head of the list, then titles,
        without the number that the list gives them."""
        lists = self.answers.filter(has=self.page.locator("a"))
        bold = lists.locator("strong").all_inner_texts()
        titles = bold[len(bold) - len(self.links()) :]
        return [re.sub(r"^Vaga \d+ · ", "", title) for title in titles]
