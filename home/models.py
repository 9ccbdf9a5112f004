"""The home page, plain pages of text, and what the whole site says about itself."""

from urllib.parse import quote

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import ChatLine, HomeLink, HowItWorksStep
from home.editions import Edition

__all__ = ["ContentPage", "Edition", "HomePage", "SiteIdentity"]

PROSE = ["h2", "h3", "bold", "italic", "ul", "ol", "link"]


class HomePage(Page):
    hero_title = models.CharField(
        _("chamada"),
        max_length=120,
        help_text=_("A frase grande no alto da página. Curta: até umas oito palavras."),
    )
    hero_text = models.TextField(
        _("texto da chamada"),
        max_length=400,
        help_text=_("Duas ou três frases que dizem o que o CapyVagas faz e para quem."),
    )
    hero_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("imagem"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Ilustração ao lado da chamada. É decorativa: não ponha texto nela."),
    )
    how_it_works = StreamField(
        [("step", HowItWorksStep())],
        verbose_name=_("como funciona"),
        blank=True,
        max_num=6,
        help_text=_("De três a seis passos, na ordem em que acontecem."),
    )
    chat_example = StreamField(
        [("line", ChatLine())],
        verbose_name=_("exemplo de conversa"),
        blank=True,
        max_num=8,
        help_text=_("Mostra como é falar com o CapyVagas. Use falas que o bot diz de verdade."),
    )
    privacy_line = models.CharField(
        _("linha de privacidade"),
        max_length=240,
        help_text=_("Uma frase sobre o que é guardado e como parar de receber mensagens."),
    )
    links = StreamField(
        [("link", HomeLink())],
        verbose_name=_("links úteis"),
        blank=True,
        max_num=8,
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("hero_text"), FieldPanel("hero_image")],
            heading=_("Chamada"),
        ),
        FieldPanel("how_it_works"),
        FieldPanel("chat_example"),
        FieldPanel("privacy_line"),
        FieldPanel("links"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("hero_title"),
        index.SearchField("hero_text"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    page_description = _("A página inicial do site. Só existe uma.")

    class Meta:
        verbose_name = _("página inicial")
        verbose_name_plural = _("páginas iniciais")


class ContentPage(Page):
    """Text and nothing else: privacy, about."""

    intro = models.TextField(
        _("introdução"),
        max_length=300,
        blank=True,
        help_text=_("Uma ou duas frases, em letra maior, logo abaixo do título."),
    )
    body = RichTextField(_("texto"), features=PROSE)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    subpage_types = ["home.ContentPage"]
    page_description = _("Uma página de texto, como privacidade ou sobre.")

    class Meta:
        verbose_name = _("página de texto")
        verbose_name_plural = _("páginas de texto")


@register_setting(icon="site")
class SiteIdentity(BaseGenericSetting):
    whatsapp_number = models.CharField(
        _("WhatsApp do CapyVagas"),
        max_length=15,
        blank=True,
        validators=[RegexValidator(r"^\d{10,15}\Z", _("Só números, de 10 a 15, com o país."))],
        help_text=_(
            "Só números, com país e DDD: 5511999990000. "
            "Sem ele, os botões “Conversar no WhatsApp” não aparecem."
        ),
    )
    institution = models.CharField(
        _("nome da universidade"),
        max_length=120,
        blank=True,
        help_text=_("Quem oferece os cursos, como aparece em buscadores e no cartaz."),
    )
    footer_text = models.TextField(
        _("texto do rodapé"),
        max_length=300,
        blank=True,
        help_text=_("Quem mantém o CapyVagas e como falar com essas pessoas."),
    )

    panels = [
        FieldPanel("whatsapp_number"),
        FieldPanel("institution"),
        FieldPanel("footer_text"),
    ]

    class Meta:
        verbose_name = _("identidade do site")

    @property
    def whatsapp_link(self) -> str:
        """Where “Conversar no WhatsApp” leads; empty while no number is set."""
        return self.whatsapp_link_saying("oi")

    def whatsapp_link_saying(self, text: str) -> str:
        """A link that opens a talk with these words already typed; empty while no number is set."""
        if not self.whatsapp_number:
            return ""
        return f"https://wa.me/{self.whatsapp_number}?text={quote(text, safe='')}"


from home.integrations import ApiToken, KeptAnswer  # noqa: E402, F401 - Django looks for models here
