"""What the product is for, in a real browser and real processes: a student finds vacancies on
the phone, an editor changes what the bot says, a visitor finds the same vacancies on the site.

One test, so that one demonstration is started even where tests run side by side; each part
is told apart as a subtest.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot_flows.demo_content import REPLIES
from bot_flows.engine.wording import Reply

from .dashboard import Dashboard
from .demonstration import Demonstration
from .phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.timeout(300)]

ANA, BRUNO = "Ana", "Bruno"
WELCOME = "Que bom ter você por aqui!"
NEW_WELCOME = "Oi! A capivara acordou cedo hoje."
PAGE = 5  # vacancies at a time, as the settings of the demonstration say


def test_student_editor_and_visitor(
    demo: Demonstration,
    new_context: Callable[..., BrowserContext],
    subtests: pytest.Subtests,
) -> None:
    ana = Phone(new_context().new_page(), demo.phone, ANA)
    bruno = Phone(new_context().new_page(), demo.phone, BRUNO)
    with subtests.test("a student goes by the numbers of the menus"):
        _by_numbers(ana)
    with subtests.test("a student goes by words"):
        _by_words(bruno)
    editor = Dashboard(new_context().new_page(), demo)
    with subtests.test("what an editor publishes is heard on the next message"):
        _publish_a_welcome(editor, ana)
    with subtests.test("the Enter key publishes nothing"):
        _press_enter(editor, ana)
    with subtests.test("what would break the bot is refused at the field, and kept as a draft"):
        _refuse_an_unknown_placeholder(editor, ana)
    with subtests.test("a menu without choices is refused"):
        _refuse_an_empty_menu(editor, ana)
    with subtests.test("the version before comes back"):
        _go_back(editor, ana)
    with subtests.test("the log of messages is read in words"):
        _read_the_log(editor)
    with subtests.test("a visitor finds the vacancies on the site"):
        _visit(new_context().new_page(), demo)


def _by_numbers(phone: Phone) -> None:
    phone.say("oi")
    phone.hears(WELCOME, "Como posso ajudar?", "3. Vagas do meu curso")
    phone.say("3")
    phone.hears("Qual é o seu curso?", "1. Engenharia de Software")
    phone.say("1")
    phone.hears("Que tipo de vaga em Engenharia de Software?")
    phone.say("1")
    first = _vacancies(phone)
    phone.say("mais")
    second = _vacancies(phone)
    assert len(first) == len(second) == PAGE
    assert not set(first) & set(second)


def _by_words(phone: Phone) -> None:
    phone.say("vagas")
    phone.hears("Qual é o seu curso?")
    phone.choose("Sistemas de Informação")
    phone.hears("Que tipo de vaga em Sistemas de Informação?")
    phone.say("dados")
    first = _vacancies(phone)
    phone.choose("Mais vagas")
    second = _vacancies(phone)
    assert second
    assert not set(first) & set(second)


def _vacancies(phone: Phone) -> list[tuple[str, str]]:
    """Title and address of each vacancy of the page that was just shown."""
    phone.hears(REPLIES[Reply.VACANCIES_NEXT])
    return list(zip(phone.vacancy_titles(), phone.links(), strict=True))


def _publish_a_welcome(editor: Dashboard, phone: Phone) -> None:
    editor.open_flow("Início")
    editor.text_of_step(0).fill(NEW_WELCOME)
    editor.publish()
    editor.is_told("publicado")
    phone.say("oi")
    phone.hears(NEW_WELCOME, "Como posso ajudar?")


def _press_enter(editor: Dashboard, phone: Phone) -> None:
    editor.open_flow("Início")
    editor.text_of_step(0).fill("Oi, pela metade")
    editor.page.locator("#id_title").press("Enter")
    editor.is_told("atualizado")
    phone.say("oi")
    phone.hears(NEW_WELCOME)


def _refuse_an_unknown_placeholder(editor: Dashboard, phone: Phone) -> None:
    editor.open_flow("Início")
    editor.text_of_step(0).fill("Oi, {inexistente}!")
    editor.publish()
    editor.is_refused("text", "{inexistente} não existe")
    phone.say("oi")
    phone.hears(NEW_WELCOME)
    editor.save_draft()
    editor.is_told("atualizado")
    editor.open_flow("Início")
    expect(editor.text_of_step(0)).to_have_value("Oi, {inexistente}!")
    phone.say("oi")
    phone.hears(NEW_WELCOME)


def _refuse_an_empty_menu(editor: Dashboard, phone: Phone) -> None:
    editor.open_flow("Menu")
    editor.drop_choices()
    editor.publish()
    editor.is_refused("choices", "não tem nenhuma opção")
    phone.say("menu")
    phone.hears("Como posso ajudar?", "3. Vagas do meu curso")
    editor.save_draft()
    editor.is_told("atualizado")
    phone.say("menu")
    phone.hears("Como posso ajudar?", "3. Vagas do meu curso")


def _go_back(editor: Dashboard, phone: Phone) -> None:
    editor.go_back_to("Versão 1")
    phone.say("oi")
    phone.hears(WELCOME)


def _read_the_log(editor: Dashboard) -> None:
    editor.open("Bot", "Mensagens recebidas")
    editor.page.get_by_role("link", name="texto", exact=True).click()
    row = editor.page.get_by_role("row").filter(has_text="vagas")
    expect(row).to_contain_text(BRUNO)
    expect(row).to_contain_text("texto")


def _visit(page: Page, demo: Demonstration) -> None:
    page.goto(demo.site)
    page.get_by_role("link", name="Cursos", exact=True).first.click()
    page.get_by_role("link", name="Engenharia de Software").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Engenharia de Software")
    page.get_by_role("link", name="Ver as vagas deste curso").click()
    vacancy = page.locator("article.vacancy a").first
    title = vacancy.inner_text()
    vacancy.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    _leads_outside(page, demo)


def _leads_outside(page: Page, demo: Demonstration) -> None:
    """The link to the source says that it leaves the site, and gives nothing away to it."""
    link = page.get_by_role("link", name="Ver a vaga no site")
    target = urlsplit(link.get_attribute("href") or "")
    assert target.scheme == "https"
    assert target.hostname
    assert f"{target.scheme}://{target.netloc}" != demo.site
    expect(page.locator("p", has=link)).to_contain_text(target.hostname)
    assert {"nofollow", "noopener"} <= set((link.get_attribute("rel") or "").split())
    expect(page.get_by_text("O link sai do CapyVagas.")).to_be_visible()
