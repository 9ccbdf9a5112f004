"""What editors do not want students to see: rules, and what each rule found."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from vacancies import words

from .vacancy import Vacancy


class VacancyRule(models.Model):
    """``key`` is the pattern as it is compared; ``applied_at`` empty: stored vacancies are yet
    to be looked through."""

    class Kind(models.TextChoices):
        WORDS = "words", _("palavra ou expressão")
        COMPANY = "company", _("empresa")
        DOMAIN = "domain", _("domínio do link")
        CONTACT = "contact", _("telefone ou e-mail")

    class Action(models.TextChoices):
        HIDE = "hide", _("esconder")
        FLAG = "flag", _("marcar para olhar")

    kind = models.CharField(_("o que procurar"), max_length=8, choices=Kind.choices)
    pattern = models.CharField(_("texto"), max_length=120)
    action = models.CharField(
        _("o que fazer"), max_length=4, choices=Action.choices, default=Action.FLAG
    )
    reason = models.CharField(_("motivo, para quem revisa"), max_length=120)
    active = models.BooleanField(_("em uso"), default=True)
    key = models.CharField(max_length=160, editable=False)
    applied_at = models.DateTimeField(_("aplicada em"), null=True, editable=False)
    created_at = models.DateTimeField(_("criada em"), default=timezone.now, editable=False)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("action")]),
        FieldPanel(
            "pattern",
            help_text=_(
                "Texto simples, palavras inteiras; acentos e maiúsculas não contam. "
                "Ex.: taxa de inscrição · Empresa Tal · exemplo.com.br · 41 99999-0000."
            ),
        ),
        FieldPanel("reason", help_text=_("Aparece na moderação, nunca para os estudantes.")),
        FieldPanel("active"),
    ]

    class Meta:
        verbose_name = _("regra")
        verbose_name_plural = _("regras")
        ordering = ("pattern", "pk")
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="rule_once"),)
        permissions = (("moderate_vacancies", _("Pode decidir na moderação de vagas")),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.pattern}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = key_of(self.kind, self.pattern)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.pattern = words.line(self.pattern, 120)
        self.reason = words.line(self.reason, 120)
        self.key = key_of(self.kind, self.pattern)
        if len(self.key) < 3:
            raise ValidationError({"pattern": _("Escreva ao menos três letras ou números.")})
        same = type(self)._default_manager.filter(kind=self.kind, key=self.key).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"pattern": _("Já existe uma regra assim.")})


def key_of(kind: str, pattern: str) -> str:
    """A pattern as it is compared: folded words, a bare host, digits, or an address."""
    if kind == VacancyRule.Kind.DOMAIN:
        bare = pattern.strip().lower().partition("://")[2] or pattern.strip().lower()
        return bare.split("/")[0].split(":")[0].removeprefix("www.")[:160]
    if kind == VacancyRule.Kind.CONTACT:
        if "@" in pattern:
            return pattern.strip().lower()[:160]
        return "".join(c for c in pattern if c in "0123456789").removeprefix("55")[:160]
    return words.index(pattern).strip()[:160]


class RuleHit(models.Model):
    """A rule holds for a vacancy. ``released_at``: an editor said that it may be shown."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="hits")
    rule = models.ForeignKey(VacancyRule, on_delete=models.CASCADE, related_name="hits")
    released_at = models.DateTimeField(_("liberada em"), null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("vaga apanhada por uma regra")
        verbose_name_plural = _("vagas apanhadas por regras")
        constraints = (models.UniqueConstraint(fields=["vacancy", "rule"], name="hit_once"),)

    def __str__(self) -> str:
        return f"{self.rule}: {self.vacancy_id}"
