"""The sites as we get on with them, and when each is asked what again."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .searches import SITES, Search, SearchRun


class SiteState(models.Model):
    """How a site treats us. No row: never asked. ``failures`` counts the last runs in a row
    that brought no answer; ``next_run_at`` is when the clock means to ask it again."""

    site = models.CharField(_("site"), max_length=20, unique=True, choices=list(SITES.items()))
    paused_at = models.DateTimeField(_("parado desde"), null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("parado por"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    blocked_until = models.DateTimeField(_("bloqueado até"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("falhas seguidas"), default=0)
    last_run_at = models.DateTimeField(_("última busca"), null=True, blank=True)
    last_outcome = models.CharField(
        _("último resultado"), max_length=8, choices=SearchRun.Outcome.choices, blank=True
    )
    next_run_at = models.DateTimeField(_("próxima busca"), null=True, blank=True)

    class Meta:
        verbose_name = _("site de vagas")
        verbose_name_plural = _("sites de vagas")
        permissions = (("control_searches", _("Pode parar, retomar e adiantar buscas")),)

    def __str__(self) -> str:
        return SITES.get(self.site, self.site)

    def is_open(self, now: datetime) -> bool:
        """Whether it may be asked: nobody stopped it, and it is not resting from a block."""
        return self.paused_at is None and not self.is_blocked(now)

    def is_blocked(self, now: datetime) -> bool:
        return self.blocked_until is not None and self.blocked_until > now


class Visit(models.Model):
    """One search at one site, which the clock repeats from ``due_at`` on."""

    search = models.ForeignKey(
        Search, on_delete=models.CASCADE, related_name="visits", verbose_name=_("busca")
    )
    site = models.CharField(_("site"), max_length=20)
    due_at = models.DateTimeField(_("prevista para"))
    answered_at = models.DateTimeField(_("respondida em"), null=True, blank=True)

    class Meta:
        verbose_name = _("busca prevista")
        verbose_name_plural = _("buscas previstas")
        constraints = (models.UniqueConstraint(fields=["search", "site"], name="visit_once"),)
        indexes = (models.Index(fields=["site", "due_at"], name="visit_due"),)

    def __str__(self) -> str:
        return f"{SITES.get(self.site, self.site)}: {self.search}"
