"""The sheet to print, and the code on it: read back by what draws such codes."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from home import qr
from home.models import SiteIdentity
from tests.home.content import a_course, a_course_list, a_site, with_pictures

pytestmark = [pytest.mark.django_db, *with_pictures]


@pytest.fixture
def number() -> str:
    identity = SiteIdentity.load()
    identity.whatsapp_number, identity.institution = "5541999990000", "Universidade & Cia"
    identity.save()
    return identity.whatsapp_number


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def talk(html: str) -> str:
    """What the link to WhatsApp says for the student."""
    link = re.search(r'class="button button-talk" href="([^"]+)"', html)
    assert link
    address = urlsplit(link[1].replace("&amp;", "&"))
    assert (address.scheme, address.netloc, address.path) == ("https", "wa.me", "/5541999990000")
    return parse_qs(address.query)["text"][0]


def test_the_course_page_links_its_own_talk_as_link_and_code(client, number) -> None:
    a_course(a_course_list(a_site()), "Design & Cia", slug="design")
    html = page(client, "/cursos/design/")
    said = talk(html)
    assert "Design & Cia" in said
    identity = SiteIdentity.load()
    _side, path = qr.draw(identity.whatsapp_link_saying(said))
    assert f'd="{path}"' in html
    assert 'href="/cursos/design/cartaz/"' in html


def test_the_poster_has_the_name_the_code_and_the_address(client, number, settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"
    a_course(a_course_list(a_site()), "Design")
    course, poster = page(client, "/cursos/design/"), page(client, "/cursos/design/cartaz/")
    _side, path = qr.draw(SiteIdentity.load().whatsapp_link_saying(talk(course)))
    assert f'd="{path}"' in poster
    assert "https://vagas.example.br/cursos/design/" in poster
    assert "Universidade &amp; Cia" in poster
    assert 'name="robots" content="noindex"' in poster
    assert poster.count("<h1>Design</h1>") == 1


def test_without_a_number_the_code_leads_to_the_page(client, settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"
    a_course(a_course_list(a_site()), "Design")
    poster = page(client, "/cursos/design/cartaz/")
    assert f'd="{qr.draw("https://vagas.example.br/cursos/design/")[1]}"' in poster
    assert "wa.me" not in poster
    assert "wa.me" not in page(client, "/cursos/design/")


def test_a_draft_has_no_poster_and_nothing_else_hangs_below_a_course(client) -> None:
    index = a_course_list(a_site())
    a_course(index, "Design", live=False)
    a_course(index, "Moda")
    assert client.get("/cursos/design/cartaz/").status_code == 404
    assert client.get("/cursos/moda/outra/").status_code == 404


@pytest.mark.parametrize("text", ["oi", "vagas de Ciência da Computação & Cia? #1 100%", "a\nb+c"])
def test_a_link_to_whatsapp_says_exactly_these_words(text) -> None:
    link = SiteIdentity(whatsapp_number="5541999990000").whatsapp_link_saying(text)
    assert parse_qs(urlsplit(link).query) == {"text": [text]}
    assert SiteIdentity().whatsapp_link_saying(text) == ""


def test_the_code_is_drawn_as_its_modules_say() -> None:
    import qrcode

    text = "https://wa.me/5541999990000?text=vagas%20de%20Design"
    code = qrcode.QRCode(border=qr.QUIET, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    side, path = qr.draw(text)
    wanted = {(x, y) for y, row in enumerate(code.get_matrix()) for x, on in enumerate(row) if on}
    drawn = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", path)
        for step in range(int(width))
    }
    assert drawn == wanted
    assert side == len(code.get_matrix())
