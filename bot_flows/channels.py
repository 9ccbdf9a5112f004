"""What our WhatsApp account can do: what WAHA says of it, and what went wrong with it.

Only the worker asks WAHA. Polls are watched: WhatsApp shows them, and on some days nobody's
vote arrives. Then menus go out as numbered text for a day, or until somebody tries again.
"""

import logging
from datetime import datetime, timedelta
from typing import Protocol

from django.db.models import F
from django.utils import timezone

from . import menu_forms
from .ledger import Letter
from .models import Channel, InboundEvent, OutboundMessage
from .waha.client import Description, WahaError

logger = logging.getLogger(__name__)
FRESH = timedelta(minutes=10)
REST = timedelta(days=1)
MOST_UNHEARD = 3  # polls in a row that were answered by typing
TEXT, POLL, LIST = "text", "poll", "list"
TYPED = frozenset({"answered", "missed"})  # engine.outcomes.Outcome
UNHEARD = "unheard"  # a poll whose vote never came, though the person answered


class Described(Protocol):
    """What is needed of WAHA's client."""

    @property
    def session(self) -> str: ...
    def describe(self) -> Description: ...


def known(client: Described) -> Channel:
    """Our account as WAHA described it some minutes ago at most; empty while nobody knows."""
    now = timezone.now()
    channel = Channel.objects.filter(pk=client.session).first() or Channel(session=client.session)
    if channel.checked_at is None or now - channel.checked_at > FRESH:
        _look(channel, client, now)
    return channel


def form_for(letter: Letter, client: Described) -> str:
    """The form in which this question with options goes out now."""
    wanted, options = letter.form, labels(letter)
    if wanted not in (POLL, LIST):
        return wanted
    channel = known(client)
    question = menu_forms.question_of(letter.text, options)
    form = menu_forms.form(wanted, channel.engine, channel.tier, channel.version, options, question)
    if form == POLL and not _polls_arrive(channel, letter):
        return TEXT
    return str(form.value)


def labels(letter: Letter) -> list[str]:
    """The options of a letter, in order."""
    return [label for _key, label in (letter.options or {}).get("options", ())]


def can_send_media(client: Described) -> bool:
    """Whether pictures and documents are worth a try."""
    channel = known(client)
    return menu_forms.can_send_media(channel.engine, channel.tier, channel.version)


def polls_failed(session: str, now: datetime) -> None:
    """Votes do not arrive: menus are numbered text from now on."""
    logger.warning("votes do not arrive: menus go out as text for a day: session=%s", session)
    values = {"polls_failed_at": now, "polls_unheard": 0}
    Channel.objects.update_or_create(session=session, defaults=values)


def try_polls_again(session: str) -> None:
    """Somebody says that polls are well again."""
    Channel.objects.filter(pk=session).update(polls_failed_at=None, polls_unheard=0)


def are_polls_resting(channel: Channel, now: datetime) -> bool:
    """Whether polls failed less than a day ago."""
    return channel.polls_failed_at is not None and now - channel.polls_failed_at < REST


def _look(channel: Channel, client: Described, now: datetime) -> None:
    """Ask WAHA; while it does not say, what it said before still holds."""
    try:
        told = client.describe()
    except WahaError:
        return
    channel.engine, channel.tier = told.engine[:20], told.tier[:20]
    channel.version, channel.checked_at = told.version[:40], now
    Channel.objects.update_or_create(
        session=channel.session,
        defaults={
            "engine": channel.engine,
            "tier": channel.tier,
            "version": channel.version,
            "checked_at": now,
        },
    )


def _polls_arrive(channel: Channel, letter: Letter) -> bool:
    """Whether a poll may go out, judged by what became of the last one in this chat."""
    now = timezone.now()
    if are_polls_resting(channel, now):
        return False
    if (last := _last_poll(letter)) is None:
        return True
    if _was_voted(last):
        Channel.objects.filter(pk=channel.pk, polls_unheard__gt=0).update(polls_unheard=0)
    elif _was_typed(last):
        OutboundMessage.objects.filter(pk=last.pk).update(form=UNHEARD)
        Channel.objects.filter(pk=channel.pk).update(polls_unheard=F("polls_unheard") + 1)
        channel.refresh_from_db(fields=["polls_unheard"])
    if channel.polls_unheard < MOST_UNHEARD:
        return True
    polls_failed(channel.session, now)
    return False


def _last_poll(letter: Letter) -> OutboundMessage | None:
    """The poll before this message, unless it was judged already."""
    before = OutboundMessage.objects.filter(
        contact_id=letter.contact_id, number__lt=letter.number, form__in=(POLL, UNHEARD)
    )
    last = before.order_by("-number").first()
    return last if last and last.form == POLL and last.sent_at else None


def _was_voted(poll: OutboundMessage) -> bool:
    key = f"vote:{poll.waha_id}:"
    votes = InboundEvent.objects.filter(contact_id=poll.contact_id, key__startswith=key)
    return votes.filter(kind="vote", received_at__gte=poll.created_at).exists()


def _was_typed(poll: OutboundMessage) -> bool:
    """Whether the next thing that the person did was to type an answer, or to try to."""
    after = InboundEvent.objects.filter(
        contact_id=poll.contact_id, received_at__gte=poll.sent_at or poll.created_at
    )
    first = after.order_by("sent_at", "pk").values_list("kind", "outcome").first()
    return first is not None and first[0] == "text" and first[1] in TYPED
