"""A file with the bot, or with its wording, that somebody brought and has not applied yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Parcel(models.Model):
    """What was brought, kept between the trial and the decision."""

    class Kind(models.TextChoices):
        BOT = "bot", _("o bot inteiro")
        WORDING = "wording", _("os textos")

    kind = models.CharField(_("o que traz"), max_length=8, choices=Kind.choices)
    filename = models.CharField(_("arquivo"), max_length=200)
    content = models.BinaryField(editable=False)
    brought_at = models.DateTimeField(_("trazido em"), default=timezone.now)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("por"),
    )
    applied_at = models.DateTimeField(_("aplicado em"), null=True, blank=True)
    summary = models.CharField(_("o que mudou"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("arquivo trazido")
        verbose_name_plural = _("arquivos trazidos")
        ordering = ("-brought_at",)

    def __str__(self) -> str:
        return self.filename
