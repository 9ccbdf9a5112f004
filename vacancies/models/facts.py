"""What a student decides by: pay, hours, where the work is done, from which semester on.

Read from the posting's own words, or written by a person; empty where nobody said it.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

BENEFITS = {
    "transporte": _("vale-transporte"),
    "fretado": _("transporte da empresa"),
    "refeicao": _("vale-refeição ou alimentação"),
    "refeitorio": _("refeição no local"),
    "cesta": _("cesta básica"),
    "saude": _("plano de saúde"),
    "odonto": _("plano odontológico"),
    "seguro": _("seguro de vida ou contra acidentes"),
    "academia": _("convênio com academias"),
    "recesso": _("recesso remunerado"),
    "dayoff": _("folga extra (day off)"),
    "homeoffice": _("auxílio home office"),
    "creche": _("auxílio-creche"),
    "previdencia": _("previdência privada"),
    "plr": _("participação nos resultados"),
}
PAY = ("pay_min", "pay_max", "pay_period")
SINGLE = ("hours_week", "modality", "semester_min", "benefits", "apply_by")
FACTS = (*PAY, *SINGLE)


class HasPay(Protocol):
    """Anything with the three columns of pay: a vacancy, or what was read of one."""

    @property
    def pay_min(self) -> Any: ...
    @property
    def pay_max(self) -> Any: ...
    @property
    def pay_period(self) -> str: ...


def money(amount: Decimal, sign: str = "R$") -> str:
    """``R$ 1.200`` or ``R$ 12,50``."""
    shown = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"{sign} {shown.translate(str.maketrans(',.', '.,'))}"


def pay_label(facts: HasPay) -> str:
    """``R$ 900 a R$ 1.100 por mês``, ``a partir de R$ 1.000 por mês``, or empty."""
    low, high = facts.pay_min, facts.pay_max
    if low is None and high is None:
        return ""
    if low is None:
        sums = gettext("até %(sum)s") % {"sum": money(Decimal(high))}
    elif high is None:
        sums = gettext("a partir de %(sum)s") % {"sum": money(Decimal(low))}
    else:
        ends = [money(Decimal(end)) for end in dict.fromkeys([low, high])]
        sums = gettext(" a ").join(ends)
    periods = dict(Facts.Period.choices)
    return f"{sums} {periods.get(facts.pay_period, '')}".strip()


def take_facts(facts: Any, read: Any, *, own: bool) -> None:
    """Put what was read into a vacancy. Its own site corrects, another only fills blanks.

    The three columns of pay go together: half of one offer and half of another is a third one.
    """
    if _has_pay(read) and (own or not _has_pay(facts)):
        for name in PAY:
            setattr(facts, name, getattr(read, name))
    for name in SINGLE:
        value = getattr(read, name)
        if value and (own or not getattr(facts, name)):
            setattr(facts, name, list(value) if isinstance(value, list) else value)


def _has_pay(facts: Any) -> bool:
    return facts.pay_min is not None or facts.pay_max is not None


def validate_benefits(value: Any) -> None:
    if not isinstance(value, list) or any(item not in BENEFITS for item in value):
        raise ValidationError(gettext("Escolha benefícios da lista."))


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

    @property
    def pay_label(self) -> str:
        """``R$ 900 a R$ 1.100 por mês``, or empty."""
        return pay_label(self)

    @property
    def hours_label(self) -> str:
        """``30 h por semana``, or empty."""
        return gettext("%(n)s h por semana") % {"n": self.hours_week} if self.hours_week else ""

    @property
    def modality_label(self) -> str:
        """``Presencial``, ``Híbrido``, ``Remoto``, or empty."""
        return str(dict(self.Modality.choices).get(self.modality, ""))

    @property
    def semester_label(self) -> str:
        """``a partir do 3º semestre``, or empty."""
        if not self.semester_min:
            return ""
        return gettext("a partir do %(n)sº semestre") % {"n": self.semester_min}

    @property
    def benefit_labels(self) -> list[str]:
        """The benefits by name, in one order everywhere; what is not in the list is left out."""
        kept = self.benefits if isinstance(self.benefits, list) else []
        return [str(label) for name, label in BENEFITS.items() if name in kept]

    @property
    def apply_by_label(self) -> str:
        """``inscrições até 15/12/2026``, or empty."""
        if not isinstance(self.apply_by, date):
            return ""
        return gettext("inscrições até %(day)s") % {
            "day": date_format(self.apply_by, "SHORT_DATE_FORMAT")
        }

    @property
    def fact_labels(self) -> list[str]:
        """What is known, in the order in which people ask for it; benefits are apart."""
        labels = (self.pay_label, self.hours_label, self.modality_label, self.semester_label)
        return [label for label in (*labels, self.apply_by_label) if label]


FACTS_PANEL = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("pay_min"), FieldPanel("pay_max"), FieldPanel("pay_period")]),
        FieldRowPanel(
            [FieldPanel("hours_week"), FieldPanel("modality"), FieldPanel("semester_min")]
        ),
        FieldPanel("benefits"),
        FieldPanel("apply_by"),
    ],
    heading=_("Ficha"),
    help_text=_(
        "Lida do texto do anúncio; o que ele não diz fica em branco. O que você escrever aqui fica."
    ),
)
