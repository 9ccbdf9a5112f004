"""What a student decides by: pay, hours, where the work is done, from which semester on.

Read from the posting's own words, or written by a person; empty where nobody said it.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Facts(models.Model):
    """``pay_min`` and ``pay_max`` are reais per ``pay_period``; equal where one sum was named."""

    class Modality(models.TextChoices):
        ONSITE = "presencial", _("Presencial")
        HYBRID = "hibrido", _("Híbrido")
        REMOTE = "remoto", _("Remoto")

    class Period(models.TextChoices):
        HOUR = "hora", _("por hora")
        DAY = "dia", _("por dia")
        WEEK = "semana", _("por semana")
        MONTH = "mes", _("por mês")
        YEAR = "ano", _("por ano")

    pay_min = models.DecimalField(
        _("valor, a partir de"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    pay_max = models.DecimalField(
        _("valor, até"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    pay_period = models.CharField(_("valor por"), max_length=6, choices=Period.choices, blank=True)
    hours_week = models.PositiveSmallIntegerField(
        _("horas por semana"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    modality = models.CharField(
        _("modalidade"), max_length=10, choices=Modality.choices, blank=True
    )
    semester_min = models.PositiveSmallIntegerField(
        _("a partir do semestre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    benefits = models.JSONField(_("benefícios"), default=list, blank=True)
    apply_by = models.DateField(_("inscrições até"), null=True, blank=True)

    class Meta:
        abstract = True
