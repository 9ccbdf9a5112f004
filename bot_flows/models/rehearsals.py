"""Who the bot is tried with, and the conversations that it must keep answering well."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin, RevisionMixin

from bot_flows.blocks.script import AnswersBlock, ScriptBlock

from .content import Flow

WORLDS = (
    ("some", _("encontra vagas de exemplo")),
    ("none", _("não encontra nenhuma vaga")),
    ("blocked", _("os sites de vagas não respondem")),
)


def _known() -> Any:
    return StreamField(
        AnswersBlock(),
        verbose_name=_("respostas já conhecidas"),
        blank=True,
        help_text=_("O que a pessoa já disse antes: semestre, cidade, termo…"),
    )


class Persona(RevisionMixin, models.Model):
    """Somebody to try the bot as."""

    title = models.CharField(_("título"), max_length=80, help_text=_("Como: “Caloura de TDS”."))
    name = models.CharField(_("nome no WhatsApp"), max_length=100, default="Ana Souza")
    course = models.ForeignKey(
        "courses.CoursePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("curso"),
    )
    returning = models.BooleanField(_("já conversou com o bot"), default=False)
    known = _known()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class ConversationTest(PreviewableMixin, RevisionMixin, models.Model):
    """A dialogue that the bot must keep answering well; played before each publication.

    ``waits_for`` names content (``Flow.reference``, ``ReplyTemplate.reference``) whose draft
    this test was recorded on: until that is published the test does not count.
    """

    title = models.CharField(_("título"), max_length=120)
    persona = models.ForeignKey(
        Persona,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("persona"),
        help_text=_("Vazio: alguém que escreve pela primeira vez."),
    )
    start = models.ForeignKey(
        Flow,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("começa no fluxo"),
        help_text=_("Vazio: a pessoa escreve primeiro, como no telefone."),
    )
    at = models.DateTimeField(
        _("dia e hora"),
        null=True,
        blank=True,
        help_text=_("Vazio: uma segunda-feira, às dez da manhã."),
    )
    world = models.CharField(_("a busca de vagas"), max_length=8, choices=WORLDS, default="some")
    script = StreamField(ScriptBlock(), verbose_name=_("conversa"))
    enabled = models.BooleanField(
        _("vale na publicação"),
        default=True,
        help_text=_("Desligado: só roda quando alguém pede."),
    )
    waits_for = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("teste de conversa")
        verbose_name_plural = _("testes de conversa")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title
