"""Searches that found nothing: what people look for and vacancies do not say."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MissedSearch(models.Model):
    """A phrase at one door. Never who asked. ``handled_at`` takes it off the list of editors."""

    class Door(models.TextChoices):
        SITE = "site", _("site")
        BOT = "bot", _("WhatsApp")
        API = "api", _("API")

    class Way(models.TextChoices):
        SYNONYM = "synonym", _("virou sinônimo")
        DISMISSED = "dismissed", _("deixada de lado")

    key = models.CharField(max_length=80)
    door = models.CharField(_("onde"), max_length=4, choices=Door.choices)
    phrase = models.CharField(_("busca"), max_length=80)
    count = models.PositiveIntegerField(_("vezes"), default=1)
    first_at = models.DateTimeField(_("primeira vez"), default=timezone.now)
    last_at = models.DateTimeField(_("última vez"), default=timezone.now)
    handled_at = models.DateTimeField(_("tratada em"), null=True, blank=True)
    way = models.CharField(_("o que foi feito"), max_length=9, choices=Way.choices, blank=True)

    class Meta:
        verbose_name = _("busca sem resultado")
        verbose_name_plural = _("buscas sem resultado")
        ordering = ("-count", "-last_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["key", "door"], name="missed_once"),)
        indexes = (
            models.Index(
                fields=["-count", "-last_at"], name="missed_open", condition=Q(handled_at=None)
            ),
        )

    def __str__(self) -> str:
        return self.phrase
