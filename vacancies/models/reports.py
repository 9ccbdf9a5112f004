"""What people tell us of a vacancy."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .vacancy import Vacancy


class VacancyReport(models.Model):
    """``reporter`` is opaque: ``contact:12``, or the digest of a visitor's session. It only
    tells two people apart. ``resolved_at`` says that an editor, or our own look, dealt with it.
    """

    class Kind(models.TextChoices):
        DEAD = "dead", _("o link não funciona")
        MISLEADING = "wrong", _("não é o que diz")
        ASKS_MONEY = "money", _("pede dinheiro")

    class Answer(models.TextChoices):
        CHECKED = "checked", _("link conferido")
        CLOSED = "closed", _("vaga encerrada")
        DISMISSED = "nothing", _("sem motivo")

    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.CASCADE, related_name="reports", verbose_name=_("vaga")
    )
    reporter = models.CharField(_("quem avisou"), max_length=64)
    kind = models.CharField(_("aviso"), max_length=5, choices=Kind.choices)
    reported_at = models.DateTimeField(_("avisado em"), default=timezone.now)
    resolved_at = models.DateTimeField(_("resolvido em"), null=True, blank=True)
    answer = models.CharField(_("resposta"), max_length=7, choices=Answer.choices, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("por"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("aviso sobre vaga")
        verbose_name_plural = _("avisos sobre vagas")
        ordering = ("-reported_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["vacancy", "reporter", "kind"], name="report_once"),
        )
        indexes = (
            models.Index(fields=["-reported_at", "-id"], name="report_newest"),
            models.Index(
                fields=["vacancy"],
                name="report_waiting",
                condition=models.Q(resolved_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.vacancy}: {self.get_kind_display()}"
