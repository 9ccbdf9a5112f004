"""Letting messages out: in order for each contact, paced, retried, never lost.

One lane a contact, held under a lease that outlives a killed process by LEASE at most.
SENDING is committed before the call, so that whoever finds it later knows that WAHA may
have had it: with a message id of our own WAHA is asked, without one it is sent again.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import channels, ledger, menu_forms
from .ledger import Letter
from .models import OutboundMessage
from .pacing import Pacing
from .waha.client import Description, WahaError
from .waha.payloads import Receipt

LEASE = timedelta(seconds=settings.BOT_LEASE_SECONDS)
A_CALL = LEASE / 3  # more than WAHA's client waits: no lease may end while a call is under way
LIFETIME = timedelta(hours=12)  # an answer later than this helps nobody
MOST_REFUSALS = 6
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
Status = OutboundMessage.Status
WAITING = (Status.QUEUED, Status.SENDING)
NO_SUCH_FORM = frozenset({"unsupported", "refused", "lost"})


class Sender(Protocol):
    """What the outbox needs of WAHA's client."""

    @property
    def session(self) -> str: ...
    def describe(self) -> Description: ...
    def send_text(self, chat_id: str, text: str, *, message_id: str | None = None) -> str: ...
    def send_poll(
        self, chat_id: str, name: str, options: Sequence[str], *, message_id: str | None = None
    ) -> str: ...
    def send_list(
        self, chat_id: str, title: str, text: str, button: str, options: Sequence[str]
    ) -> str: ...
    def new_message_id(self) -> str | None: ...
    def was_sent(self, chat_id: str, message_id: str) -> bool: ...


type SendMedia = Callable[[Letter], str]


def deliver(
    contact_id: int, client: Sender, pacing: Pacing, send_media: SendMedia
) -> datetime | None:
    """Send what waits for this contact. Answers when to come again, or None when all is out."""
    while True:
        now, token = timezone.now(), secrets.token_hex(8)
        letters = ledger.claim(contact_id, token, now=now, until=now + LEASE)
        try:
            again = _drain(letters, token, client, pacing, send_media)
        finally:
            more = ledger.give_back(contact_id, token)
        if again or not more:
            return again


def waiting_contacts(*, before: datetime, limit: int = 500) -> list[int]:
    """Contacts whose messages were due before this moment, and whom nobody is serving now."""
    free = Q(contact__delivering_until=None) | Q(contact__delivering_until__lte=timezone.now())
    due = OutboundMessage.objects.filter(free, status__in=WAITING, next_try_at__lte=before)
    return list(due.order_by().values_list("contact_id", flat=True).distinct()[:limit])


def confirm(receipt: Receipt) -> None:
    """WAHA says that it has this message: no need to wonder about it. What is being sent is
    found among the few messages that wait, by their partial index."""
    if receipt.message_id and receipt.ack >= 1:
        OutboundMessage.objects.filter(waha_id=receipt.message_id, status=Status.SENDING).update(
            status=Status.SENT, sent_at=timezone.now(), error=""
        )


def _drain(
    letters: list[Letter], token: str, client: Sender, pacing: Pacing, send_media: SendMedia
) -> datetime | None:
    for message in letters:
        if message.next_try_at > timezone.now():
            return message.next_try_at
        again = _send(message, token, client, pacing, send_media)
        if again:
            return again
    return None


def _send(
    message: Letter, token: str, client: Sender, pacing: Pacing, send_media: SendMedia
) -> datetime | None:
    """Send one message. Answers when to try again, or None when it is settled."""
    try:
        if _was_sent_before(message, client):
            _settle(message, Status.SENT)
            return None
        pacing.before(message)
        if message.form:
            message.form = channels.form_for(message, client)
        if not _start(message, token, client):
            return timezone.now() + FIRST_PAUSE
        waha_id = _call(message, client, send_media)
    except WahaError as error:
        if _falls_back(message, error):
            return _send(message, token, client, pacing, send_media)
        return _failed(message, error)
    message.waha_id = waha_id or message.waha_id
    _settle(message, Status.SENT)
    return None


def _call(message: Letter, client: Sender, send_media: SendMedia) -> str:
    """The call that sends it, in the form that was chosen. Answers WAHA's id."""
    if message.media:
        return send_media(message)
    own_id, options = message.waha_id or None, channels.labels(message)
    question = menu_forms.question_of(message.text, options)
    match message.form:
        case channels.POLL:
            name = menu_forms.poll_name(question)
            return client.send_poll(message.chat_id, name, options, message_id=own_id)
        case channels.LIST:
            title, button = _("Escolha uma opção"), _("Ver opções")
            return client.send_list(message.chat_id, title, question, button, options)
        case _:
            return client.send_text(message.chat_id, message.text, message_id=own_id)


def _falls_back(message: Letter, error: WahaError) -> bool:
    """A poll or a list that WAHA refuses is a numbered text from now on. True where the text may
    go out at once, because nothing else did."""
    if message.form not in (channels.POLL, channels.LIST) or error.kind not in NO_SUCH_FORM:
        return False
    message.form = channels.TEXT
    if error.sent_unknown:
        return False
    message.status = Status.QUEUED  # nobody need ask WAHA whether it had it
    return True


def _was_sent_before(message: Letter, client: Sender) -> bool:
    """Somebody began to send this: with an id of ours, WAHA knows how it ended."""
    return (
        message.status == Status.SENDING
        and bool(message.waha_id)
        and client.was_sent(message.chat_id, message.waha_id)
    )


def _start(message: Letter, token: str, client: Sender) -> bool:
    """Write down that the call comes now; False when our lease may end before the call does."""
    if not message.waha_id and not message.media:
        message.waha_id = client.new_message_id() or ""
    message.attempts += 1
    ours = ledger.begin(message, token, timezone.now() + A_CALL)
    message.status = Status.SENDING
    return ours


def _settle(message: Letter, status: str, error: str = "") -> None:
    sent_at = timezone.now() if status == Status.SENT else None
    ledger.settle(message, status, sent_at=sent_at, error=error)


def _failed(message: Letter, error: WahaError) -> datetime | None:
    """Later, or never: what is permanent, refused too often or too old is for a person."""
    refused = error.kind == "refused" and message.attempts >= MOST_REFUSALS
    now = timezone.now()
    if error.permanent or refused or now - message.created_at > LIFETIME:
        _settle(message, Status.FAILED, str(error)[:300])
        return None
    again = now + min(FIRST_PAUSE * 2 ** min(message.attempts, 10), LONGEST_PAUSE)
    unsent = not error.sent_unknown and message.status == Status.SENDING
    OutboundMessage.objects.filter(pk=message.id).update(
        status=Status.QUEUED if unsent else message.status,
        form=message.form,
        next_try_at=again,
        error=str(error)[:300],
    )
    return again
