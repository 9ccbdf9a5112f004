"""Whether people see a vacancy, and why not: five reasons, and one column that adds them up.

An editor's switch, moderation, a merge, the end at the source, and what the link said when it
was last looked at. ``listed`` is computed by the database, so that no bulk write can forget it.
"""

import random
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

FIRST_CHECK = (timedelta(hours=12), timedelta(hours=48))  # its source has just seen it
SHOWN_MODERATION = ("clear", "flagged")
LISTED = Q(
    live=True, closed_at__isnull=True, merged_into__isnull=True, moderation__in=SHOWN_MODERATION
)


class Standing(models.Model):
    class Moderation(models.TextChoices):
        CLEAR = "clear", _("liberada")
        FLAGGED = "flagged", _("marcada para olhar")
        WAITING = "waiting", _("esperando revisão")
        HIDDEN = "hidden", _("escondida por uma regra")
        REFUSED = "refused", _("recusada")

    class Closing(models.TextChoices):
        GONE = "gone", _("o link não existe mais")
        SAID = "said", _("o site diz que encerrou")
        DEADLINE = "deadline", _("o prazo passou")
        UNSEEN = "unseen", _("faz tempo que ninguém a vê aberta")
        EDITOR = "editor", _("encerrada por uma pessoa")

    class Check(models.TextChoices):
        ALIVE = "alive", _("no ar")
        GONE = "gone", _("fora do ar")
        UNCERTAIN = "uncertain", _("sem certeza")

    live = models.BooleanField(_("mostrar aos estudantes"), default=True)
    moderation = models.CharField(
        _("moderação"), max_length=8, choices=Moderation.choices, default=Moderation.CLEAR
    )
    moderation_reason = models.CharField(_("motivo da moderação"), max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("juntada a"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="merged",
    )
    closed_at = models.DateTimeField(_("encerrada em"), null=True, blank=True, editable=False)
    closed_reason = models.CharField(
        _("por que encerrou"), max_length=8, choices=Closing.choices, blank=True, editable=False
    )
    checked_at = models.DateTimeField(_("link visto em"), null=True, blank=True, editable=False)
    check_outcome = models.CharField(
        _("como estava o link"), max_length=9, choices=Check.choices, blank=True, editable=False
    )
    strikes = models.PositiveSmallIntegerField(
        _("vezes fora do ar"), default=0, blank=True, editable=False
    )
    struck_on = models.DateField(_("fora do ar em"), null=True, blank=True, editable=False)
    check_at = models.DateTimeField(_("olhar o link em"), null=True, blank=True, editable=False)
    listed = models.GeneratedField(
        expression=Case(When(LISTED, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name=_("aparece"),
    )

    class Meta:
        abstract = True

    last_seen_at: datetime
    merged_into_id: int | None
    link: str
    is_demo: bool

    def plan_first_check(self) -> None:
        """A new vacancy's link is looked at within two days, none at the same time as another."""
        if self.pk is None and self.check_at is None and self.link and not self.is_demo:
            earliest, latest = FIRST_CHECK
            self.check_at = self.last_seen_at + earliest + random.random() * (latest - earliest)

    @property
    def is_listed(self) -> bool:
        """What ``listed`` will be once this is saved; the same rule as ``LISTED``."""
        return (
            self.live
            and self.closed_at is None
            and self.merged_into_id is None
            and self.moderation in SHOWN_MODERATION
        )

    @property
    def confirmed_at(self) -> datetime:
        """The last time that somebody saw it open: its source, or our look at its link."""
        if self.checked_at and self.check_outcome == self.Check.ALIVE:
            return max(self.checked_at, self.last_seen_at)
        return self.last_seen_at
