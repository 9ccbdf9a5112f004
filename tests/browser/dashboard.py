"""The dashboard, in the words of the editor who sits before it."""

from playwright.sync_api import FrameLocator, Locator, Page, expect

from .demonstration import Demonstration

PATIENCE_MS = 20_000


class Dashboard:
    """A logged-in editor's browser."""

    def __init__(self, page: Page, where: Demonstration) -> None:
        self.page, self.where = page, where
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{where.site}/dashboard/")
        page.get_by_role("textbox", name="Usuário").fill(where.user)
        page.get_by_placeholder("Digite sua senha").fill(where.password)
        page.get_by_role("button", name="Entrar").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    def open(self, menu: str, item: str) -> None:
        """Go to a page of the menu at the left."""
        side = self.page.locator("#wagtail-sidebar")
        group = side.get_by_role("button", name=menu, exact=True)
        group.click()
        side.get_by_role("link", name=item, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(item)

    def open_flow(self, title: str) -> None:
        self.open("Bot", "Fluxos")
        flows = self.page.locator("#listing-results")
        flows.get_by_role("link", name=title, exact=True).click()
        expect(self.page.locator("#id_title")).to_have_value(title)

    def text_of_step(self, number: int) -> Locator:
        """The text box of a Say step, counted from 0."""
        return self.page.locator(f"[name=steps-{number}-value-text]")

    def drop_choices(self) -> None:
        """Delete every choice of the flow's first step, a menu."""
        choices = self.page.locator("[data-contentpath=choices]")
        delete = choices.get_by_role("button", name="Excluir")
        expect(delete.first).to_be_visible()
        for left in range(delete.count() - 1, -1, -1):
            delete.first.click()
            expect(delete).to_have_count(left)

    def fold_menu(self) -> None:
        """Leave only the icons of the menu at the left."""
        self.page.get_by_role("button", name="Alternar barra lateral").first.click()
        expect(self.page.locator("body.sidebar-collapsed")).to_be_visible()

    def preview(self) -> FrameLocator:
        """Open the preview beside the form."""
        self.page.get_by_role("button", name="Alternar pré-visualização").click()
        return self.page.frame_locator("#w-preview-iframe")

    def close_preview(self) -> None:
        self.page.get_by_role("button", name="Alternar pré-visualização").click()

    def publish(self) -> None:
        self.page.get_by_role("button", name="Publicar", exact=True).click()

    def save_draft(self) -> None:
        self.page.get_by_role("button", name="Mais ações").click()
        self.page.get_by_role("button", name="Salvar rascunho").click()

    def is_told(self, text: str) -> None:
        """Wagtail says this at the top of the page."""
        expect(self.page.locator(".messages")).to_contain_text(text, timeout=PATIENCE_MS)

    def is_refused(self, field: str, reason: str) -> None:
        """Nothing was published, and the reason stands at this field of the steps."""
        self.is_told("Não foi publicado")
        place = self.page.locator(f"[data-contentpath={field}]")
        at_field = place.locator(".error-message, .help-critical")
        expect(at_field.filter(has_text=reason).first).to_be_visible(timeout=PATIENCE_MS)

    def go_back_to(self, version: str) -> None:
        """Put an older version of the bot on the air."""
        self.open("Bot", "Versões")
        row = self.page.get_by_role("row").filter(has_text=version)
        row.get_by_role("link", name="Voltar para esta").click()
        self.page.get_by_role("button", name="Sim, pôr no ar").click()
        self.is_told(f"A {version} está no ar.")
