"""The compiled bot, numbered and never changed."""

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bot_flows import cities
from bot_flows.engine import codec
from bot_flows.engine.release import Release as Bot


class Release(models.Model):
    """One publication of all live bot content. Going back is activating an older one."""

    number = models.AutoField(_("número"), primary_key=True)
    document = models.JSONField(_("documento"))
    digest = models.CharField(max_length=64, editable=False)
    active = models.BooleanField(_("no ar"), default=False)
    created_at = models.DateTimeField(_("criada em"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("por"),
    )
    reason = models.CharField(_("motivo"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("versão")
        verbose_name_plural = _("versões")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="one_active"),
        )

    def __str__(self) -> str:
        return _("Versão %(number)s") % {"number": self.number}


@lru_cache(maxsize=32)
def load(number: int) -> Bot:
    """The compiled release of this number: immutable, so it is kept in memory."""
    document = Release.objects.values_list("document", flat=True).get(number=number)
    return codec.from_json(document, number=number, cities=cities.known())
