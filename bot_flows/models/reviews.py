"""A draft shown to somebody without an account, and what they said about it."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


def _nonce() -> str:
    return secrets.token_hex(8)


class ReviewLink(models.Model):
    """A signed address that shows one revision, as it was when the link was made.

    ``written_at`` is when the revision got its words: autosave overwrites a revision in
    place, and a link never shows other words than those it was made for.
    """

    LIFE = timedelta(days=7)

    nonce = models.CharField(max_length=16, unique=True, default=_nonce, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("por"),
    )
    made_at = models.DateTimeField(_("feito em"), default=timezone.now)
    expires_at = models.DateTimeField(_("vale até"))
    withdrawn_at = models.DateTimeField(_("desfeito em"), null=True, blank=True)

    class Meta:
        verbose_name = _("link de revisão")
        verbose_name_plural = _("links de revisão")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return str(self.revision.object_str)

    def is_open(self, now: datetime) -> bool:
        """Whether it still shows something: neither over, nor withdrawn, nor superseded."""
        over = self.withdrawn_at is not None or now >= self.expires_at
        return not over and self.is_newest()

    def is_newest(self) -> bool:
        return self.revision.created_at == self.written_at and self.revision.is_latest_revision()


class GuestComment(models.Model):
    """What somebody without an account said about a draft."""

    MOST = 30  # comments on one link: a link that got about is no mailbox

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="comments")
    name = models.CharField(_("nome"), max_length=60)
    text = models.TextField(_("comentário"), max_length=2000)
    written_at = models.DateTimeField(_("escrito em"), default=timezone.now)

    class Meta:
        verbose_name = _("comentário de visita")
        verbose_name_plural = _("comentários de visitas")
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return self.name
