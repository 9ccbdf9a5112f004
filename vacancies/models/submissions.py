"""Who sent us a vacancy: apart from the vacancy, and forgotten after a while."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .vacancy import Vacancy

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """Eight letters and numbers that cannot be mistaken for one another: ``K7PM-3XQ9``."""
    drawn = "".join(secrets.choice(_LETTERS) for _n in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Submission(models.Model):
    """``code`` is what a sender tells us, ``token`` opens the receipt, ``address_key`` stands
    for the network address of one day and cannot be turned back into it."""

    class Relation(models.TextChoices):
        LAB = "lab", _("laboratório ou grupo de pesquisa")
        PROFESSOR = "professor", _("professora ou professor")
        COMPANY = "company", _("empresa")
        OTHER = "other", _("outra")

    code = models.CharField(_("código"), max_length=9, unique=True, default=new_code)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.CASCADE, related_name="submissions", verbose_name=_("vaga")
    )
    known_before = models.BooleanField(_("já era conhecida"), default=False)
    name = models.CharField(_("nome"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.CharField(_("laboratório ou empresa"), max_length=150, blank=True)
    relation = models.CharField(_("relação"), max_length=10, choices=Relation.choices)
    address_key = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(_("enviada em"), default=timezone.now)
    forgotten_at = models.DateTimeField(_("contato apagado em"), null=True, blank=True)

    class Meta:
        verbose_name = _("envio")
        verbose_name_plural = _("envios")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["address_key", "created_at"], name="submission_address"),)
        permissions = (("see_senders", _("Pode ver quem enviou uma vaga")),)

    def __str__(self) -> str:
        return self.code
