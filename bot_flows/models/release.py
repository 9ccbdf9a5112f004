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
    # What changed since the one before, in short: a list of releases never loads the documents.
    summary = models.CharField(_("o que mudou"), max_length=200, blank=True)
    tests_run = models.PositiveIntegerField(_("testes rodados"), default=0)
    tests_failed = models.PositiveIntegerField(_("testes que falharam"), default=0)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("publicada apesar dos testes por"),
    )

    class Meta:
        verbose_name = _("versão")
        verbose_name_plural = _("versões")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="one_active"),
        )

    def __str__(self) -> str:
        return _("Versão %(number)s") % {"number": self.number}


class ReleasePlan(models.Model):
    """A release to be put on the air at a time, and to leave it again at another if asked.

    ``outcome`` is empty while it waits; then "done", "refused" or "cancelled", with
    ``detail`` in words. ``returned_at`` is when the way back was taken.
    """

    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="plans", verbose_name=_("versão")
    )
    starts_at = models.DateTimeField(_("entra no ar em"))
    ends_at = models.DateTimeField(_("volta à anterior em"), null=True, blank=True)
    previous = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("por"),
    )
    outcome = models.CharField(max_length=10, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("agendamento de versão")
        verbose_name_plural = _("agendamentos de versão")
        ordering = ("starts_at",)

    def __str__(self) -> str:
        return f"{self.release} · {self.starts_at:%d/%m/%Y %H:%M}"


@lru_cache(maxsize=32)
def load(number: int) -> Bot:
    """The compiled release of this number: immutable, so it is kept in memory.

    ValueError where this version cannot read how it is written.
    """
    document = Release.objects.values_list("document", flat=True).get(number=number)
    try:
        return codec.from_json(document, number=number, cities=cities.known())
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"release {number} is not in a format that is read: {error!r}") from error
