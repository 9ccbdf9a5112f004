"""The demonstration's home page, its plain pages, and the site that they belong to."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Site

from home.models import ContentPage, HomePage, SiteIdentity

IMAGES = Path(__file__).parent / "demo_images"
INTERNSHIP_LAW = "https://www.planalto.gov.br/ccivil_03/_ato2007-2010/2008/lei/l11788.htm"
HERO = "CapyVagas: capivara e celular"

HERO_TEXT = (
    "O CapyVagas procura estágios e empregos que combinam com o seu curso e conta tudo "
    "no WhatsApp, sem cadastro e sem aplicativo novo."
)
PRIVACY_LINE = (
    "Guardamos só o necessário para responder. Mande PARAR quando quiser: "
    "o CapyVagas não escreve mais."
)
STEPS = (
    ("Diga oi", "Mande “oi” no WhatsApp. O CapyVagas mostra um menu curto, com números."),
    ("Escolha o curso", "Cada curso tem termos de busca que os professores escolheram."),
    ("Receba as vagas", "Vêm as mais novas primeiro, com empresa, cidade e link. Peça “mais”."),
    ("Candidate-se na fonte", "O link leva ao anúncio de verdade. Nada é cobrado de você."),
)
CHAT = (
    ("student", "oi"),
    ("bot", "Oi! Eu sou o CapyVagas. O que você procura?\n1. Vagas\n2. Cursos\n3. Falar com gente"),
    ("student", "1"),
    ("bot", "Qual é o seu curso?\n1. Engenharia de Software\n2. Design"),
    ("student", "design"),
    ("bot", "Achei vagas de UX/UI. Mando cinco de cada vez; para ver outras, diga “mais”."),
)
ABOUT_INTRO = "Um assistente que procura vagas para estudantes de uma universidade tecnológica."
ABOUT = """
<h2>O que é</h2>
<p>O CapyVagas conversa pelo WhatsApp e neste site. Ele procura estágios, empregos, vagas de
trainee e de aprendiz em sites de vagas conhecidos e mostra as que combinam com cada curso.</p>
<h2>De onde vêm as vagas</h2>
<p>De anúncios públicos. Cada vaga diz a fonte, o dia em que foi publicada e quando foi vista pela
última vez. Quando um site não responde, o CapyVagas avisa: não dizer nada seria parecer que
não há vagas.</p>
<h2>O que ele não faz</h2>
<ul><li>Não se candidata por você.</li><li>Não cobra nada, de ninguém.</li>
<li>Não garante que a vaga ainda esteja aberta: confira sempre na fonte.</li></ul>
<h2>Quem escreve as respostas</h2>
<p>Pessoas da universidade. Os textos, os menus e os termos de busca são editados por elas, e
uma correção publicada vale já na mensagem seguinte.</p>
"""
PRIVACY_INTRO = "O que o CapyVagas guarda, por quanto tempo e como pedir para apagar."
PRIVACY = """
<h2>O que é guardado</h2>
<ul><li>O número do seu WhatsApp e o nome que aparece no seu perfil.</li>
<li>As mensagens trocadas com o CapyVagas e o ponto da conversa em que você está.</li>
<li>O que você respondeu, como o curso e a cidade.</li></ul>
<p>Não pedimos CPF, senha, foto nem documento. Se alguém pedir em nome do CapyVagas,
não responda.</p>
<h2>Para que serve</h2>
<p>Para responder a você e para consertar o que não funcionou. Não vendemos nem entregamos seus
dados a empresas, e quem anuncia uma vaga não fica sabendo que você a viu.</p>
<h2>Por quanto tempo</h2>
<p>Enquanto o CapyVagas existir, ou até você pedir para apagar: o que for seu sai em até 15 dias
depois do pedido.</p>
<h2>Como parar</h2>
<p>Mande <b>PARAR</b> na conversa. O CapyVagas confirma e não escreve mais. Para voltar, basta
mandar uma mensagem.</p>
<h2>Seus direitos</h2>
<p>A Lei Geral de Proteção de Dados garante que você veja, corrija e apague o que guardamos.
Peça atendimento de uma pessoa na conversa e diga o que quer: ver, corrigir ou apagar.</p>
"""
FOOTER = (
    "Demonstração do CapyVagas. A universidade, os cursos e as vagas marcadas como "
    "demonstração são inventados."
)


INSTITUTION = "Universidade Tecnológica da Demonstração"


@transaction.atomic
def load() -> HomePage:
    """The home page, made once with everything below; what an editor changed stays."""
    existing = HomePage.objects.first()
    home = existing or _build_home()
    about = _plain_page(home, "sobre", "Sobre", ABOUT_INTRO, ABOUT)
    privacy = _plain_page(home, "privacidade", "Privacidade", PRIVACY_INTRO, PRIVACY)
    if not existing:
        home.links = _links(about, privacy)
        home.save_revision().publish()
    identity = SiteIdentity.load()
    if not identity.footer_text:
        identity.footer_text = FOOTER
        identity.institution = identity.institution or INSTITUTION
        identity.save()
    return home


def _build_home() -> HomePage:
    home = HomePage(
        title="CapyVagas",
        slug="capyvagas",
        hero_title="Vagas do seu curso, numa conversa",
        hero_text=HERO_TEXT,
        hero_image=_hero(),
        how_it_works=[("step", {"title": title, "text": text}) for title, text in STEPS],
        chat_example=[("line", {"who": who, "text": text}) for who, text in CHAT],
        privacy_line=PRIVACY_LINE,
        search_description=HERO_TEXT,
    )
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    _serve(home)
    _drop_welcome()
    return home


def _serve(home: HomePage) -> None:
    """Make ``home`` the root of the default site, at the public address."""
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port = address.hostname or "localhost", port
    site.site_name, site.root_page = "CapyVagas", home
    site.save()


def _drop_welcome() -> None:
    """Wagtail's own first page: a bare ``Page`` below the root that no site uses any more."""
    bare = Page.objects.filter(depth=2, content_type__model="page", sites_rooted_here=None)
    for page in bare.filter(slug="home", content_type__app_label="wagtailcore"):
        page.delete()


def _plain_page(home: HomePage, slug: str, title: str, intro: str, body: str) -> Page:
    found = home.get_children().filter(slug=slug).first()
    if found:
        return found
    page = ContentPage(
        title=title, slug=slug, intro=intro, body=body, show_in_menus=slug == "sobre"
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _links(about: Page, privacy: Page) -> list[tuple[str, dict[str, Any]]]:
    def link(label: str, text: str, page: Page | None = None, url: str = "") -> tuple[str, Any]:
        return "link", {"label": label, "text": text, "page": page, "url": url}

    return [
        link("Sobre o CapyVagas", "O que ele faz, e o que não faz.", about),
        link("Privacidade", "O que é guardado e como pedir para apagar.", privacy),
        link("Lei do Estágio", "Seus direitos: jornada, bolsa e recesso.", url=INTERNSHIP_LAW),
    ]


def _hero() -> AbstractImage:
    images = get_image_model().objects
    found = images.filter(title=HERO).first()
    if found:
        return found
    with (IMAGES / "capivara.webp").open("rb") as file:
        return images.create(title=HERO, file=ImageFile(file, name="capivara.webp"))
