"""What a person says of a vacancy for themselves: saved, hidden, applied to."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .vacancy import Vacancy


class VacancyMark(models.Model):
    """``owner`` is opaque here: whoever has a list of their own, such as "contact:12".

    It is personal data: ``vacancies.marks.forget`` deletes all of an owner's.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", _("guardada")
        HIDDEN = "hidden", _("escondida")
        APPLIED = "applied", _("se candidatou")

    owner = models.CharField(_("de quem"), max_length=60)
    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.CASCADE, related_name="marks", verbose_name=_("vaga")
    )
    kind = models.CharField(_("marca"), max_length=7, choices=Kind.choices)
    at = models.DateTimeField(_("desde"), default=timezone.now)

    class Meta:
        verbose_name = _("marca numa vaga")
        verbose_name_plural = _("marcas em vagas")
        constraints = (
            models.UniqueConstraint(fields=["owner", "kind", "vacancy"], name="mark_once"),
        )

    def __str__(self) -> str:
        return f"{self.owner}: {self.get_kind_display()}"
