"""The phone page in a browser, with a small bot behind the webhook."""

import re
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot_flows.waha.client import Client
from bot_flows.waha.payloads import Incoming, parse
from bot_flows.waha.standin import Standin
from bot_flows.waha.standin.people import attachment

ANA, BRUNO = "5541999990001", "5541999990002"
MENU = "*Menu principal*\n\n*1.* Buscar vagas\n*2.* Conhecer os cursos"

pytestmark = [
    pytest.mark.browser,
    # pytest-playwright's own fixture, which pytest 10 will not take.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods"),
]


@pytest.fixture
def phone(standin: Standin, client: Client, receiver, page: Page):
    """The page, open, in front of a bot that answers each message with a menu."""
    standin.world.contact(ANA, "Ana")
    standin.world.contact(BRUNO, "Bruno")
    standin.add_webhook(receiver.url, hmac_key="key")
    answering = threading.Lock()

    def answer(number, request):
        said = parse(request.event)
        if isinstance(said, Incoming) and said.kind == "text":
            with answering:
                client.send_seen(said.chat_id)
                client.send_text(said.chat_id, f"Você disse: {said.text}")
                client.send_text(said.chat_id, MENU)
        return 200, {}

    receiver.answer = answer
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.goto(f"{standin.url}/")
    expect(page.get_by_test_id("contact-item")).to_have_count(2)
    yield page
    assert errors == []


def say(page: Page, text: str) -> None:
    page.get_by_test_id("phone-input").fill(text)
    page.get_by_test_id("phone-input").press("Enter")


def test_a_conversation(phone: Page, standin: Standin):
    say(phone, "oi *tudo bem?* <b>x</b>")
    expect(phone.get_by_test_id("bubble-in")).to_have_count(1)
    expect(phone.get_by_test_id("bubble-out")).to_have_count(2)
    expect(phone.get_by_test_id("bubble-out").first.locator("strong")).to_have_text("tudo bem?")
    expect(phone.get_by_test_id("bubble-out").first).to_contain_text("<b>x</b>")
    expect(phone.get_by_label("lida")).to_be_visible()
    replies = phone.get_by_test_id("quick-reply")
    expect(replies).to_have_text(["1. Buscar vagas", "2. Conhecer os cursos"])
    replies.nth(1).click()
    expect(phone.get_by_test_id("bubble-in").last).to_contain_text("2")
    expect(phone.get_by_test_id("bubble-out")).to_have_count(4)
    expect(phone.get_by_test_id("phone-input")).to_be_focused()


def test_two_people_have_two_chats(phone: Page, standin: Standin):
    standin.say(BRUNO, "quero vagas")
    bruno = phone.get_by_test_id("contact-item").nth(1)
    expect(bruno.locator(".badge")).to_have_text("3")
    expect(phone.get_by_test_id("bubble-in")).to_have_count(0)
    bruno.click()
    expect(phone.get_by_test_id("bubble-in")).to_contain_text("quero vagas")
    expect(bruno.locator(".badge")).to_have_count(0)
    phone.get_by_text("Novo contato").click()
    phone.get_by_label("Nome").fill("Clara")
    phone.get_by_label("Telefone").fill("+55 41 99999-0003")
    phone.get_by_role("button", name="Adicionar").click()
    expect(phone.get_by_test_id("contact-item")).to_have_count(3)
    expect(phone.locator("#who")).to_have_text("Clara")


def test_other_things_to_send(phone: Page, standin: Standin, receiver):
    for name in ("Áudio", "Figurinha", "Foto", "Localização", "Ligação"):
        phone.get_by_role("button", name=name, exact=True).click()
    expect(phone.get_by_test_id("bubble-in")).to_have_count(5)
    phone.get_by_role("button", name="Como @lid").click()
    say(phone, "oi")
    expect(phone.get_by_test_id("bubble-out")).to_have_count(2)
    assert standin.sent[0].chat.endswith("@lid")
    phone.get_by_role("button", name="Mensagem repetida").click()
    phone.get_by_role("button", name="Atendente: #bot").click()
    expect(phone.get_by_test_id("bubble-staff")).to_contain_text("#bot")
    standin.settle()
    kinds = [said.kind for item in receiver.came if isinstance(said := parse(item.event), Incoming)]
    wanted = ["audio", "call", "image", "location", "staff", "sticker", "text", "text"]
    assert sorted(kinds) == wanted


def test_what_the_bot_does(phone: Page, standin: Standin, client: Client):
    client.start_typing(f"{ANA}@c.us")
    expect(phone.locator("#presence")).to_have_text("digitando…")
    expect(phone.locator(".typing")).to_be_visible()
    image = attachment("image").data
    client.send_image(
        f"{ANA}@c.us", image, mimetype="image/png", filename="a.png", caption="Veja _isto_"
    )
    expect(phone.locator(".typing")).to_have_count(0)
    expect(phone.locator(".bubble img")).to_have_js_property("naturalWidth", 240)
    client.send_text(f"{ANA}@c.us", "Em https://exemplo.edu.br/vagas/?a=1&b=2. Ou não_é_isto 2*3*4")
    link = phone.get_by_role("link", name="https://exemplo.edu.br")
    expect(link).to_have_attribute("href", "https://exemplo.edu.br/vagas/?a=1&b=2")
    expect(phone.get_by_test_id("bubble-out").last.locator("em, strong")).to_have_count(0)


def test_trouble_can_be_switched_on_and_off(phone: Page, standin: Standin):
    panel = phone.get_by_role("group", name="No próximo envio do bot")
    panel.get_by_role("button", name="Erro 463").click()
    expect(phone.locator("#faults li")).to_have_text("Envio: erro 463 (1 vez)")
    assert standin.faults.active()[0]["kind"] == "463"
    phone.get_by_role("button", name="Desligar as falhas").click()
    expect(phone.locator("#faults li")).to_have_count(0)
    phone.get_by_role("button", name="Parar", exact=True).click()
    expect(phone.locator("#presence")).to_have_text("parado")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_can_be_used_by_everybody(phone: Page, scheme, width):
    phone.emulate_media(color_scheme=scheme)
    phone.set_viewport_size({"width": width, "height": 800})
    say(phone, "oi")
    expect(phone.get_by_test_id("quick-reply")).to_have_count(2)
    assert Axe().run(phone).response["violations"] == []
    assert phone.evaluate("document.documentElement.scrollWidth") == width
    log = phone.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    phone.get_by_test_id("phone-input").focus()
    phone.keyboard.press("Tab")
    expect(phone.get_by_test_id("phone-send")).to_be_focused()
    expect(phone).to_have_title(re.compile("CapyVagas"))
