"""How politely we look at links: one row for each site that they lead to."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkSite(models.Model):
    """A site, by the name that it registered. ``next_at`` is the earliest time of our next look:
    after a pause, or after the time that a site which turned us away wants to be left alone.
    While somebody looks, it is the end of his lease.
    """

    name = models.CharField(_("site"), max_length=253, unique=True)
    next_at = models.DateTimeField(_("próxima visita a partir de"))
    blocks = models.PositiveSmallIntegerField(_("recusas seguidas"), default=0)
    blocked_at = models.DateTimeField(_("recusou em"), null=True, blank=True)
    looked_at = models.DateTimeField(_("visitado em"), null=True, blank=True)

    class Meta:
        verbose_name = _("site dos links")
        verbose_name_plural = _("sites dos links")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def is_blocked(self, now: datetime) -> bool:
        """Whether it turned us away, and wants to be left alone still."""
        return self.blocks > 0 and self.next_at > now
