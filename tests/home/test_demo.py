"""The demonstration's site: made once, and every page of it opens."""

import pytest
from wagtail.models import Page, Site

import courses.demo
import home.demo
from courses.models import CoursePage
from courses.selectors import live_courses
from home.models import HomePage, SiteIdentity
from tests.home.content import with_pictures

pytestmark = [pytest.mark.django_db, *with_pictures]


def load() -> HomePage:
    page = home.demo.load()
    courses.demo.load(page)
    return page


def test_it_becomes_the_site_and_every_page_opens(client) -> None:
    root = load()
    assert Site.objects.get(is_default_site=True).root_page_id == root.pk
    assert list(Page.objects.filter(depth=2).values_list("pk", flat=True)) == [root.pk]
    pages = Page.objects.filter(depth__gte=2).live()
    assert pages.count() == 10
    for page in pages:
        assert client.get(page.get_url()).status_code == 200


def test_a_second_time_changes_nothing() -> None:
    load()
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision"))
    load()
    assert list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision")) == before


def test_what_an_editor_changed_stays() -> None:
    root = load()
    root.hero_title = "Outra chamada"
    root.save_revision().publish()
    SiteIdentity.objects.update(footer_text="Nosso rodapé")
    CoursePage.objects.get(code="DES").delete()
    load()
    assert HomePage.objects.get().hero_title == "Outra chamada"
    assert SiteIdentity.objects.get().footer_text == "Nosso rodapé"
    assert CoursePage.objects.filter(code="DES").exists()


def test_the_site_gets_the_public_address(settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"
    load()
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("vagas.example.br", 443)


def test_the_courses_and_terms_are_those_that_were_promised() -> None:
    load()
    assert {course.name: list(course.terms) for course in live_courses()} == {
        "Engenharia de Software": [
            "desenvolvimento web", "testes de software", "dados", "suporte de TI",
        ],
        "Sistemas de Informação": [
            "dados", "suporte de TI", "desenvolvimento web", "análise de sistemas",
        ],
        "Engenharia Elétrica": ["automação", "eletrotécnica", "manutenção elétrica"],
        "Engenharia Mecânica": ["projetos mecânicos", "manutenção", "produção industrial"],
        "Engenharia Química": ["laboratório", "processos químicos", "qualidade"],
        "Design": ["design gráfico", "UX/UI", "ilustração"],
    }  # fmt: skip


def test_every_form_of_the_demonstration_would_pass_the_editor() -> None:
    load()
    for page in Page.objects.filter(depth__gte=2).specific():
        page.full_clean()
