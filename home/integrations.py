"""The keys of other programs to the API: what each may do, until when, and from where.

A key is shown once and kept as a keyed digest, by Wagtail's own token functions; its first
characters stay readable, so that a person knows it again and the database finds it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import APIToken as Secret
from wagtail.models.api import TOKEN_PREFIX as WAGTAILS

MARK = "capy_"
SHOWN = len(MARK) + 8  # characters of a key that stay readable; over 110 bits stay secret
USE_NOTED_EVERY = timedelta(minutes=1)
MOST_ADDRESSES = 20


class Scope(models.TextChoices):
    """What a key may be allowed. Reading what is published needs none."""

    OPERATIONS = "read:operations", gettext_lazy("Ver as buscas e a situação dos sites")
    CONVERSATIONS = "read:conversations", gettext_lazy("Ler contatos e conversas, mascarados")
    UNMASK = "unmask", gettext_lazy("Tirar a máscara de um contato (fica registrado)")
    VACANCIES = "write:vacancies", gettext_lazy("Enviar vagas, que passam por revisão")
    TRUSTED = "trust:vacancies", gettext_lazy("Enviar vagas sem esperar revisão")


# What each scope leans on: it says nothing alone.
NEEDS = {Scope.UNMASK: Scope.CONVERSATIONS, Scope.TRUSTED: Scope.VACANCIES}
# The right of the dashboard that lets a person with a session do the same; any one of them.
RIGHTS: dict[str, tuple[str, ...]] = {
    Scope.OPERATIONS: ("vacancies.view_searchrun",),
    Scope.CONVERSATIONS: ("bot_flows.see_reports", "bot_flows.read_messages"),
    Scope.UNMASK: ("bot_flows.read_messages",),
    Scope.VACANCIES: ("vacancies.add_vacancy",),
    Scope.TRUSTED: ("vacancies.add_vacancy",),
}


class ApiToken(models.Model):
    """One integration's key. A revoked one stays, for the log."""

    name = models.CharField(gettext_lazy("nome"), max_length=100)
    prefix = models.CharField(
        gettext_lazy("começo da chave"), max_length=16, unique=True, editable=False
    )
    key_hash = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(gettext_lazy("permissões"), default=list, blank=True)
    addresses = models.TextField(gettext_lazy("endereços de onde vale"), blank=True)
    expires_at = models.DateTimeField(gettext_lazy("vale até"), null=True, blank=True)
    created_at = models.DateTimeField(
        gettext_lazy("criada em"), default=timezone.now, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("criada por"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revoked_at = models.DateTimeField(gettext_lazy("revogada em"), null=True, editable=False)
    last_used_at = models.DateTimeField(gettext_lazy("usada em"), null=True, editable=False)

    class Meta:
        verbose_name = gettext_lazy("chave de integração")
        verbose_name_plural = gettext_lazy("chaves de integração")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    # What Django and DRF ask of whoever is authenticated.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    @classmethod
    def issue(cls, **fields: Any) -> tuple["ApiToken", str]:
        """A new key and its text, which can never be read again."""
        key = MARK + Secret.generate_token().removeprefix(WAGTAILS)
        row = cls.objects.create(
            prefix=key[:SHOWN], key_hash=Secret.hash_token(_as_wagtails(key)), **fields
        )
        return row, key

    @classmethod
    def recognise(cls, key: str) -> "ApiToken | None":
        """The key's row, revoked and expired ones too; at most one statement."""
        if not key.startswith(MARK) or not Secret.validate_token_format(_as_wagtails(key)):
            return None
        row = cls.objects.filter(prefix=key[:SHOWN]).first()
        known = row.key_hash if row else ""
        same = [compare_digest(known, h) for h in Secret.candidate_key_hashes(_as_wagtails(key))]
        return row if any(same) else None

    def is_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    def is_at_home(self, address: str) -> bool:
        """Whether it may be used from this address; anywhere, where none was named."""
        networks = self.addresses.split()
        if not networks:
            return True
        try:
            asking = ip_address(address)
        except ValueError:
            return False
        return any(asking in ip_network(network, strict=False) for network in networks)

    def may(self, scope: str) -> bool:
        return scope in self.scopes and (scope not in NEEDS or NEEDS[Scope(scope)] in self.scopes)

    def note_use(self, now: datetime) -> None:
        """Remember that it was used, written down once a minute."""
        if self.last_used_at and self.last_used_at > now - USE_NOTED_EVERY:
            return
        old = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
        ApiToken.objects.filter(old, pk=self.pk).update(last_used_at=now)

    def revoke(self, now: datetime) -> None:
        """It opens nothing from now on, and keeps the time at which it first stopped."""
        ApiToken.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now)
        self.refresh_from_db(fields=["revoked_at"])

    @property
    def scopes_shown(self) -> str:
        labels = [str(Scope(s).label) for s in self.scopes if s in Scope.values]
        return "; ".join(labels) or _("Só um limite de uso maior")

    @property
    def standing(self) -> str:
        """``valendo``, ``expirada`` or ``revogada``, in words."""
        if self.revoked_at:
            return _("revogada")
        return _("expirada") if self.is_expired(timezone.now()) else _("valendo")


class KeptAnswer(models.Model):
    """What was answered to a write that named an Idempotency-Key, for a day."""

    LIFE = timedelta(days=1)

    owner = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    location = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = gettext_lazy("resposta guardada")
        verbose_name_plural = gettext_lazy("respostas guardadas")
        constraints = (models.UniqueConstraint(fields=["owner", "key"], name="answer_once"),)

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


def may(user: Any, scope: str) -> bool:
    """Whether this key, or this person by the rights of the dashboard, may do that."""
    if isinstance(user, ApiToken):
        return user.may(scope)
    rights: Iterable[str] = RIGHTS.get(scope, ())
    enters = bool(user.is_authenticated) and user.has_perm("wagtailadmin.access_admin")
    return enters and any(user.has_perm(right) for right in rights)


def read_addresses(text: str) -> str:
    """Addresses or networks, one a line. ValidationError names the one that is none."""
    found = text.replace(",", " ").split()
    if len(found) > MOST_ADDRESSES:
        raise ValidationError(_("No máximo %(n)s endereços.") % {"n": MOST_ADDRESSES})
    for word in found:
        try:
            ip_network(word, strict=False)
        except ValueError:
            raise ValidationError(
                _("“%(word)s” não é um endereço IP nem uma rede como 10.0.0.0/8.")
                % {"word": word[:60]}
            ) from None
    return "\n".join(dict.fromkeys(found))


def _as_wagtails(key: str) -> str:
    return WAGTAILS + key.removeprefix(MARK)
