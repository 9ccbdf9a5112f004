"""What happens while the bot runs: who wrote, what waits to be answered, what waits to go out.

These rows are the truth; the queue only wakes the code that reads them.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Contact(models.Model):
    """A person on WhatsApp. Keyed by our own id: phone and lid are aliases."""

    name = models.CharField(_("nome"), max_length=100, blank=True)
    opted_out = models.BooleanField(_("pediu para parar"), default=False)
    created_at = models.DateTimeField(_("criado em"), default=timezone.now)
    delivering_until = models.DateTimeField(null=True, blank=True, editable=False)
    delivering_by = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("contato")
        verbose_name_plural = _("contatos")

    def __str__(self) -> str:
        return self.name or _("Contato %(id)s") % {"id": self.pk}

    @staticmethod
    def owner(contact_id: int) -> str:
        """Whose the vacancies are that this contact saved or hid (``vacancies.marks``)."""
        return f"contact:{contact_id}"


class ContactAlias(models.Model):
    """One WhatsApp address of a contact, such as ``5541…@c.us`` or ``123@lid``."""

    address = models.CharField(_("endereço"), max_length=100, primary_key=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("endereço do contato")
        verbose_name_plural = _("endereços do contato")

    def __str__(self) -> str:
        return self.address


class Conversation(models.Model):
    """One contact's place in the bot, on the release it started on."""

    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="conversation"
    )
    release = models.ForeignKey(
        "bot_flows.Release", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    chat_id = models.CharField(_("endereço de resposta"), max_length=100)
    state = models.JSONField(default=dict)
    sent_count = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(_("atualizada em"), default=timezone.now)

    class Meta:
        verbose_name = _("conversa")
        verbose_name_plural = _("conversas")

    def __str__(self) -> str:
        return str(self.contact)


class InboundEvent(models.Model):
    """Something that happened to a contact, recorded once and answered once."""

    session = models.CharField(_("sessão"), max_length=60)
    key = models.CharField(_("chave"), max_length=150)
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="events", verbose_name=_("contato")
    )
    kind = models.CharField(_("tipo"), max_length=20)
    chat_id = models.CharField(_("endereço de resposta"), max_length=100, blank=True)
    text = models.TextField(_("texto"), blank=True)
    sent_at = models.DateTimeField(_("enviada em"))
    received_at = models.DateTimeField(_("recebida em"), default=timezone.now)
    answered_at = models.DateTimeField(_("respondida em"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tentativas"), default=0)
    error = models.CharField(_("erro"), max_length=300, blank=True)
    # Where it was heard, and what came of it (engine.outcomes.Outcome): written with the answer.
    release_number = models.IntegerField(null=True, blank=True, editable=False)
    flow = models.CharField(max_length=40, blank=True, db_default="", editable=False)
    step = models.CharField(max_length=40, blank=True, db_default="", editable=False)
    outcome = models.CharField(max_length=14, blank=True, db_default="", editable=False)

    class Meta:
        verbose_name = _("mensagem recebida")
        verbose_name_plural = _("mensagens recebidas")
        constraints = (models.UniqueConstraint(fields=["session", "key"], name="event_once"),)
        indexes = (
            models.Index(
                fields=["contact", "sent_at", "id"],
                name="event_waiting",
                condition=Q(answered_at=None),
            ),
            models.Index(
                fields=["answered_at"],
                name="event_missed",
                condition=Q(outcome="missed"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class OutboundMessage(models.Model):
    """A message to a contact, numbered in the order in which it must arrive."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("na fila")
        SENDING = "sending", _("enviando")
        SENT = "sent", _("enviada")
        FAILED = "failed", _("falhou")

    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        related_name="messages",
        verbose_name=_("contato"),
        db_index=False,  # the constraint below begins with it
    )
    number = models.PositiveIntegerField(_("número"))
    chat_id = models.CharField(_("endereço"), max_length=100)
    text = models.TextField(_("texto"))
    media = models.JSONField(_("mídia"), null=True, blank=True)
    # A question that may be shown as a poll or a list: engine.state.Asked as JSON. ``form`` is
    # what was wanted at first, then what went out; "unheard" is a poll whose vote never came.
    options = models.JSONField(_("opções"), null=True, blank=True)
    form = models.CharField(_("forma"), max_length=8, blank=True, db_default="")
    status = models.CharField(
        _("situação"), max_length=8, choices=Status.choices, default=Status.QUEUED
    )
    waha_id = models.CharField(_("id no WhatsApp"), max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tentativas"), default=0)
    next_try_at = models.DateTimeField(_("próxima tentativa"), default=timezone.now)
    error = models.CharField(_("erro"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("criada em"), default=timezone.now)
    sent_at = models.DateTimeField(_("enviada em"), null=True, blank=True)

    class Meta:
        verbose_name = _("mensagem enviada")
        verbose_name_plural = _("mensagens enviadas")
        constraints = (
            models.UniqueConstraint(fields=["contact", "number"], name="message_in_order"),
        )
        indexes = (
            models.Index(
                fields=["contact", "number"],
                name="message_waiting",
                condition=Q(status__in=["queued", "sending"]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.pk}"


class SearchWait(models.Model):
    """A contact who waits for the end of a search at the sources."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    search = models.ForeignKey("vacancies.Search", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("espera por busca")
        verbose_name_plural = _("esperas por busca")
        constraints = (models.UniqueConstraint(fields=["contact", "search"], name="waits_once"),)

    def __str__(self) -> str:
        return self.key


class Channel(models.Model):
    """What one WhatsApp account can do, as WAHA and experience say.

    ``session`` is WAHA's name of the account. ``polls_failed_at`` is when a poll was sent and
    nobody's vote arrived although they answered: from then on menus go out as text.
    """

    session = models.CharField(_("conta"), max_length=60, primary_key=True)
    engine = models.CharField(_("motor"), max_length=20, blank=True)
    tier = models.CharField(_("edição"), max_length=20, blank=True)
    version = models.CharField(_("versão"), max_length=40, blank=True)
    checked_at = models.DateTimeField(_("conferida em"), null=True, blank=True)
    polls_failed_at = models.DateTimeField(_("enquetes falharam em"), null=True, blank=True)
    # Polls in a row that were answered by typing, and no vote came.
    polls_unheard = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("conta do WhatsApp")
        verbose_name_plural = _("contas do WhatsApp")

    def __str__(self) -> str:
        return self.session


class WorkerBeat(models.Model):
    """The last sign of life of one worker process."""

    name = models.CharField(max_length=100, primary_key=True)
    beat_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("sinal do trabalhador")
        verbose_name_plural = _("sinais dos trabalhadores")

    def __str__(self) -> str:
        return self.name
