"""What editors did about what people said."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HandledPhrase(models.Model):
    """A phrase that no step understood, and that an editor has dealt with.

    ``folded`` is the phrase as the engine compares it; ``flow`` and ``step`` are the ids of
    the place where it was said.
    """

    class Way(models.TextChoices):
        PROPOSED = "proposed", _("virou proposta")
        IGNORED = "ignored", _("deixada de lado")

    flow = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    folded = models.CharField(_("frase"), max_length=300)
    way = models.CharField(_("o que se fez"), max_length=8, choices=Way.choices)
    handled_at = models.DateTimeField(_("quando"), default=timezone.now)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("por"),
    )

    class Meta:
        verbose_name = _("frase tratada")
        verbose_name_plural = _("frases tratadas")
        constraints = (
            models.UniqueConstraint(fields=["flow", "step", "folded"], name="handled_once"),
        )

    def __str__(self) -> str:
        return self.folded
