"""The picture of a shared link: drawn from any words, kept for ever, only of what is public."""

import re
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from home.cards import Card, draw
from tests.home.content import (
    a_course,
    a_course_list,
    a_site,
    a_text_page,
    a_vacancy,
    with_pictures,
)
from vacancies.models import Vacancy

pytestmark = [pytest.mark.django_db, *with_pictures]
WORDS = (
    "",
    "Estágio em ação: ãçéíõúÀÊ º ª – “aspas” €",
    "W" * 400,
    "palavra " * 120,
    "\u202eodíbmi",
    "🦫" * 60,
    "日本語",
    "\x00\x07",
)


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def card_path(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    found = re.findall(
        r'property="og:image" content="(https://vagas\.example\.br/cartao/[^"]+)"', html
    )
    assert len(found) == 1, path
    return found[0].removeprefix("https://vagas.example.br")


@pytest.mark.parametrize("text", WORDS, ids=range(len(WORDS)))
def test_any_words_make_a_picture_of_the_size_that_is_promised(text) -> None:
    made = picture(draw(Card(text, text, (text, text, text))))
    assert made.size == (1200, 630)
    assert made.format == "PNG"


def test_nothing_is_drawn_beyond_the_margin() -> None:
    made = picture(draw(Card("Muito " * 80, "W" * 300, ("ç" * 400,)))).convert("RGB")
    right = made.crop((1130, 0, 1200, 630))
    assert len(right.getcolors()) == 1


def test_other_words_are_another_address() -> None:
    versions = {
        Card("a").version,
        Card("b").version,
        Card("a", "b").version,
        Card("a", "", ("b",)).version,
    }
    assert len(versions) == 4


def test_every_page_names_its_picture_and_gets_it(client, settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"
    home = a_site()
    a_course(a_course_list(home), "Design")
    a_text_page(home, "Sobre")
    vacancy = a_vacancy()
    pages = ("/", "/cursos/", "/cursos/design/", "/sobre/", "/vagas/", f"/vagas/{vacancy.pk}/")
    addresses = [card_path(client, path) for path in pages]
    assert len(set(addresses)) == len(pages)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/png"
        assert "immutable" in answer.headers["Cache-Control"]
        assert picture(answer.content).size == (1200, 630)
        assert len(answer.content) < 60_000


def test_an_old_address_leads_to_the_new_one(client, settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"
    vacancy = a_vacancy()
    old = card_path(client, f"/vagas/{vacancy.pk}/")
    Vacancy.objects.update(title="Outro título")
    answer = client.get(old)
    assert answer.status_code == 302
    assert answer.headers["Location"] == card_path(client, f"/vagas/{vacancy.pk}/")


def test_a_picture_is_drawn_once(client, monkeypatch) -> None:
    from capyvagas import cards

    vacancy = a_vacancy()
    address = cards.address_of(vacancy)
    first = client.get(address).content
    monkeypatch.setattr(cards, "draw", lambda _card: b"again")
    assert client.get(address).content == first


@pytest.mark.parametrize("path", ["vaga/999999/x", "pagina/999999/x", "outra/1/x", "site/7/x"])
def test_what_is_not_there_has_no_picture(client, path) -> None:
    assert client.get(f"/cartao/{path}.png").status_code == 404


def test_what_is_not_public_has_no_picture(client) -> None:
    hidden = a_vacancy(live=False)
    draft = a_course(a_course_list(a_site()), live=False)
    for path in (f"vaga/{hidden.pk}/x", f"pagina/{draft.pk}/x"):
        assert client.get(f"/cartao/{path}.png").status_code == 404
