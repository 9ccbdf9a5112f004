"""Letting events in: each one is recorded once, whoever delivers it how often.

The unique key is the message's own id, so a repeat, ``message`` beside ``message.any``,
and the same message under a phone and under a lid all meet the same row.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from vacancies import marks

from . import ledger
from .models import Contact, ContactAlias, Conversation, InboundEvent, OutboundMessage, SearchWait
from .waha.payloads import Incoming

SEARCH_FINISHED = "search_finished"
MOST_ATTEMPTS = 20
OWN_SESSION = "capyvagas"  # of events that are our own, not WhatsApp's


def receive(incoming: Incoming, *, now: datetime | None = None) -> int | None:
    """Record what a person did; the contact's id, or None when it was recorded before.

    Call it inside a transaction: what it found holds until the commit.
    """
    contact_id = _contact(incoming)
    fresh = ledger.record(
        session=incoming.session[:60],
        key=incoming.key[:150],
        contact_id=contact_id,
        kind=incoming.kind,
        chat_id=incoming.chat_id[:100],
        text=_storable(incoming.text),
        sent_at=incoming.sent_at,
        now=now or timezone.now(),
    )
    return contact_id if fresh else None


def search_finished(search_id: int, *, run: str, now: datetime | None = None) -> list[int]:
    """A search at the sources ended: an event for everyone who waits for nothing else of it.

    ``run`` names this run of the search, so that the event of one run is recorded once.
    """
    at = now or timezone.now()
    with transaction.atomic():
        done = _finished_waits(search_id)
        for contact_id, key in done:
            ledger.record(
                session=OWN_SESSION,
                key=f"search:{search_id}:{run}:{contact_id}",
                contact_id=contact_id,
                kind=SEARCH_FINISHED,
                text=key,
                sent_at=at,
                now=at,
            )
    return [contact_id for contact_id, _ in done]


def finished_searches() -> list[tuple[int, str]]:
    """Searches that ended while somebody still waits, because a process died in between: the
    search and the name of its run."""
    ended = SearchWait.objects.filter(search__finished_at__gte=F("created_at"))
    rows = ended.order_by().values_list("search_id", "search__finished_at").distinct()
    return [(search_id, str(finished_at)) for search_id, finished_at in rows]


def waiting_contacts(*, before: datetime, limit: int = 500) -> list[int]:
    """Contacts with an event that came before this moment and was not answered yet."""
    waiting = InboundEvent.objects.filter(answered_at=None, received_at__lte=before)
    return list(waiting.order_by().values_list("contact_id", flat=True).distinct()[:limit])


def count_failure(contact_id: int, error: Exception) -> None:
    """A turn failed again; after MOST_ATTEMPTS its events are given up, for a person to see."""
    waiting = InboundEvent.objects.filter(contact_id=contact_id, answered_at=None)
    waiting.update(attempts=F("attempts") + 1, error=type(error).__name__[:300])
    waiting.filter(attempts__gte=MOST_ATTEMPTS).update(answered_at=timezone.now())


def _finished_waits(search_id: int) -> list[tuple[int, str]]:
    """Take this search's waits away; those whose last wait for the same words this was."""
    asking = SearchWait.objects.filter(search_id=search_id).values("contact_id")
    waits = list(
        SearchWait.objects.filter(contact_id__in=asking).order_by("id").select_for_update()
    )
    ours = [wait for wait in waits if wait.search_id == search_id]
    open_still = {(wait.contact_id, wait.key) for wait in waits if wait.search_id != search_id}
    SearchWait.objects.filter(pk__in=[wait.pk for wait in ours]).delete()
    return [
        (wait.contact_id, wait.key)
        for wait in ours
        if (wait.contact_id, wait.key) not in open_still
    ]


def _storable(text: str) -> str:
    """PostgreSQL stores no NUL."""
    return text.replace("\0", "")


def _contact(incoming: Incoming) -> int:
    """The id of the contact behind these addresses; a new contact where nobody knows them."""
    addresses = [address[:100] for address in incoming.aliases]
    rows = ledger.known(addresses)
    known = {row.address: row.contact_id for row in rows}
    owners = sorted(set(known.values()))
    if not owners:
        return _create(addresses, incoming)
    owner = owners[0] if len(owners) == 1 else _merge(owners)
    if len(known) < len(addresses):
        _add_aliases(owner, set(addresses) - set(known))
    if incoming.kind != "staff" and incoming.name and rows[0].name != incoming.name[:100]:
        Contact.objects.filter(pk=owner).update(name=incoming.name[:100])
    return owner


def _create(addresses: Collection[str], incoming: Incoming) -> int:
    name = "" if incoming.kind == "staff" else incoming.name[:100]
    contact = Contact.objects.create(name=name)
    if not _add_aliases(contact.pk, addresses):
        contact.delete()
        return _contact(incoming)
    Conversation.objects.create(contact=contact, chat_id=incoming.chat_id[:100])
    return contact.pk


def _add_aliases(contact_id: int, addresses: Iterable[str]) -> bool:
    """Sorted, so that two deliveries never wait for one another; False when another was first."""
    wanted = sorted(addresses)
    ContactAlias.objects.bulk_create(
        [ContactAlias(address=address, contact_id=contact_id) for address in wanted],
        ignore_conflicts=True,
    )
    taken = ContactAlias.objects.filter(address__in=wanted).exclude(contact_id=contact_id)
    return not taken.exists()


def _merge(owners: list[int]) -> int:
    """Two contacts are one person after all: the older keeps everything of both."""
    keep, *others = owners
    conversations = {
        item.contact_id: item
        for item in Conversation.objects.select_for_update()
        .filter(contact_id__in=owners)
        .order_by("contact_id")
    }
    if keep not in conversations:  # merged by another delivery meanwhile
        return min(conversations)
    target = conversations[keep]
    for other in others:
        if other in conversations:
            _absorb(target, conversations[other])
    target.save()
    return keep


def _absorb(target: Conversation, other: Conversation) -> None:
    source, keep = other.contact_id, target.contact_id
    InboundEvent.objects.filter(contact_id=source).update(contact_id=keep)
    OutboundMessage.objects.filter(contact_id=source).update(
        contact_id=keep, number=F("number") + target.sent_count
    )
    ContactAlias.objects.filter(contact_id=source).update(contact_id=keep)
    marks.move(Contact.owner(source), Contact.owner(keep))
    target.sent_count += other.sent_count
    if other.updated_at > target.updated_at:
        target.state, target.release_id = other.state, other.release_id
        target.chat_id, target.updated_at = other.chat_id, other.updated_at
    if other.contact.opted_out:
        Contact.objects.filter(pk=keep).update(opted_out=True)
    other.contact.delete()
