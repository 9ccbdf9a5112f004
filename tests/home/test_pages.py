"""The home page, text pages, and the frame around every public page."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from home.models import SiteIdentity
from tests.home.content import (
    a_course,
    a_course_list,
    a_site,
    a_text_page,
    a_vacancy,
    with_pictures,
    without_data,
)

pytestmark = [pytest.mark.django_db, *with_pictures]


def page(client: Client, path: str = "/", status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_home_page_shows_what_the_editor_wrote(client) -> None:
    home = a_site()
    home.how_it_works = [("step", {"title": "Diga oi", "text": "No WhatsApp."})]
    home.chat_example = [("line", {"who": "bot", "text": "Oi!\n1. Vagas"})]
    home.links = [
        ("link", {"label": "A lei", "text": "", "page": None, "url": "https://a.org/lei"})
    ]
    home.save()
    a_course(a_course_list(home), "Design", featured=True)
    a_vacancy("Pessoa ilustradora")
    html = page(client)
    for text in ("Vagas numa conversa", "Mande oi.", "Mande PARAR.", "Diga oi", "Oi!<br>1. Vagas"):
        assert text in html
    assert 'href="https://a.org/lei" rel="noopener"' in html
    assert "/cursos/design/" in html
    assert "Pessoa ilustradora" in html


def test_only_featured_live_courses_are_on_the_home_page(client) -> None:
    index = a_course_list(a_site())
    a_course(index, "Design", featured=True)
    a_course(index, "Moda")
    a_course(index, "Letras", featured=True, live=False)
    html = page(client)
    assert "Design" in html
    assert "Moda" not in html
    assert "Letras" not in html


def test_a_text_page_renders_its_rich_text(client) -> None:
    home = a_site()
    a_text_page(home, "Privacidade", intro="Pouco.", body="<h2>O que</h2><p>Nada <b>mais</b>.</p>")
    html = page(client, "/privacidade/")
    assert "<h1>Privacidade</h1>" in html
    assert "<h2>O que</h2>" in html
    assert 'content="Pouco."' in html


def test_the_menu_marks_where_one_is(client) -> None:
    home = a_site()
    a_text_page(home, "Sobre", show_in_menus=True)
    a_text_page(home, "Oculta")
    html = page(client, "/sobre/")
    menu = html[html.index('class="menu"') : html.index("</nav>")]
    assert 'href="/sobre/" aria-current="page"' in menu
    assert "Oculta" not in menu
    assert '<a href="/vagas/">' in menu


def test_a_course_marks_the_list_above_it_in_the_menu(client) -> None:
    a_course(a_course_list(a_site()))
    assert 'href="/cursos/" aria-current="true"' in page(client, "/cursos/design/")


def test_whatsapp_buttons_need_a_number(client) -> None:
    a_site()
    assert "wa.me" not in page(client)
    identity = SiteIdentity.load()
    identity.whatsapp_number, identity.footer_text = "5541999990000", "Equipe da casa"
    identity.save()
    html = page(client)
    assert 'href="https://wa.me/5541999990000?text=oi"' in html
    assert "Equipe da casa" in html


def test_the_canonical_address_forgets_the_query(client, settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"
    a_site()
    assert '<link rel="canonical" href="https://vagas.example.br/">' in page(client, "/?utm=x")


def test_every_page_says_its_language_and_has_a_skip_link_and_no_script(client) -> None:
    home = a_site()
    a_text_page(home, "Sobre")
    for path in ("/", "/sobre/", "/vagas/"):
        html = page(client, path)
        assert '<html lang="pt-br">' in html
        assert 'href="#conteudo"' in html
        assert html.count("<h1") == 1
        assert not re.search(r"<script|\sstyle=|\son\w+=|javascript:", without_data(html))


def test_what_does_not_exist_is_a_friendly_404(client) -> None:
    a_site()
    html = page(client, "/nada/", 404)
    assert "Não achei esta página" in html
    assert 'href="/vagas/"' in html


def test_a_404_works_on_a_site_without_pages(client) -> None:
    from wagtail.models import Site

    Site.objects.all().delete()
    assert "Não achei esta página" in page(client, "/nada/", 404)


def test_the_500_page_asks_nothing_of_the_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        html = render_to_string("500.html")
    assert "Algo deu errado" in html
    assert "Você não pode abrir" in render_to_string("403.html")


def test_the_home_page_costs_the_same_with_one_or_six_courses(client, django_assert_num_queries):
    index = a_course_list(a_site())
    image = get_image_model().objects.create(title="x", file=get_test_image_file())
    a_course(index, "Curso 0", image=image, featured=True, slug="c0")
    a_vacancy("Vaga 0")
    page(client)
    with django_assert_num_queries(HOME_QUERIES):
        page(client)
    for number in range(1, 6):
        a_course(index, f"Curso {number}", image=image, featured=True, slug=f"c{number}")
        a_vacancy(f"Vaga {number}")
    with django_assert_num_queries(HOME_QUERIES):
        page(client)


HOME_QUERIES = 12
