"""Two vacancies that may be one: what the machine was unsure of, and what a person decided."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vacancies.likeness import FOR, Reason

from .vacancy import Vacancy

SENTENCES = {
    Reason.LINK: _("o link é o mesmo"),
    Reason.TITLE: _("o título diz o mesmo"),
    Reason.COMPANY: _("a empresa é a mesma"),
    Reason.PLACE: _("o lugar é o mesmo"),
    Reason.TITLE_TYPO: _("o título é o mesmo, com um erro de digitação"),
    Reason.TITLE_ALIKE: _("os títulos se parecem, mas não são iguais"),
    Reason.TITLE_CUT: _("um dos títulos está cortado"),
    Reason.COMPANY_ALIKE: _("o nome da empresa é parte do outro"),
    Reason.COMPANY_HIDDEN: _("um dos anúncios não diz a empresa, ou é de uma agência"),
    Reason.PLACE_UNSAID: _("o lugar não está claro"),
    Reason.LEVEL_UNSAID: _("só um diz o nível, como júnior ou pleno"),
    Reason.KIND_UNSAID: _("só um diz que é estágio, trainee ou aprendiz"),
    Reason.MARKS: _("só um diz o turno, o contrato ou para quem é"),
    Reason.OTHER_PAGE: _("são duas páginas no site da empresa"),
    Reason.OTHER_TITLE: _("os títulos são diferentes"),
    Reason.OTHER_COMPANY: _("as empresas são diferentes"),
    Reason.OTHER_PLACE: _("os lugares são diferentes"),
    Reason.OTHER_LEVEL: _("os níveis são diferentes"),
    Reason.OTHER_KIND: _("os tipos são diferentes"),
    Reason.OTHER_CODE: _("os números da vaga são diferentes"),
    Reason.OTHER_TERMS: _("o contrato ou a modalidade são diferentes"),
    Reason.OTHER_TIME: _("há muito tempo entre os dois"),
}


class VacancyPair(models.Model):
    """``first`` has the smaller id. ``moved`` is what a merge took along, for undoing it."""

    class Decision(models.TextChoices):
        PENDING = "pending", _("sem decisão")
        SAME = "same", _("é a mesma vaga")
        DIFFERENT = "different", _("são vagas diferentes")

    first = models.ForeignKey(
        Vacancy, on_delete=models.CASCADE, related_name="+", verbose_name=_("uma vaga")
    )
    second = models.ForeignKey(
        Vacancy, on_delete=models.CASCADE, related_name="+", verbose_name=_("outra vaga")
    )
    score = models.FloatField(_("semelhança"), default=0)
    reasons = models.JSONField(_("motivos"), default=list)
    decision = models.CharField(
        _("decisão"), max_length=9, choices=Decision.choices, default=Decision.PENDING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decidida por"),
    )
    decided_at = models.DateTimeField(_("decidida em"), null=True, blank=True)
    moved = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("desde"), default=timezone.now)

    class Meta:
        verbose_name = _("par de vagas")
        verbose_name_plural = _("vagas duplicadas")
        ordering = ("-score", "-id")
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        )
        indexes = (
            models.Index(
                fields=["-score", "-id"], name="pair_pending", condition=Q(decision="pending")
            ),
            models.Index(fields=["-decided_at"], name="pair_decided"),
        )

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    @classmethod
    def of(cls, one: int, other: int, **fields: Any) -> "VacancyPair":
        """A pair of these two ids, not saved."""
        return cls(first_id=min(one, other), second_id=max(one, other), **fields)

    @property
    def agreeing(self) -> list[str]:
        """What speaks for one vacancy, in sentences."""
        return list(self._said(for_it=True))

    @property
    def doubts(self) -> list[str]:
        """What speaks against it, or is not known."""
        return list(self._said(for_it=False))

    def _said(self, *, for_it: bool) -> Iterable[str]:
        for name in self.reasons:
            if name in SENTENCES and (name in FOR) == for_it:
                yield str(SENTENCES[Reason(name)])
