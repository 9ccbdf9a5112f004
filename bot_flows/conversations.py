"""One turn for each waiting event of a contact: lock, read, decide, write.

Everything here happens in the caller's transaction: when it fails, nothing of it was.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from . import ledger, taps, whatsapp
from .engine import effects, events, state
from .engine import release as engine
from .engine.outcomes import Outcome as Came
from .engine.outcomes import outcome
from .engine.turn import Turn, may_move, play
from .ledger import Heard, Letter, Locked, Waiting
from .models import Contact
from .models.release import load
from .searches import look_up, mark

LATEST = timedelta(hours=12)
LONGEST_ID = 40  # of a flow or a step, as the events keep them; those of ours have 36


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there is to do after the commit: messages to deliver, searches to run (ids)."""

    contact_id: int
    messages: int = 0
    searches: tuple[int, ...] = ()


@dataclass(slots=True)
class _Work:
    """What the turns of this transaction have come to."""

    conversation: Locked
    state: state.State
    now: datetime
    letters: list[Letter] = field(default_factory=list)
    searches: list[int] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    opted_out: bool = False


def answer(contact_id: int, *, now: datetime | None = None) -> Outcome:
    """Answer every waiting event of this contact, oldest first. Call it in a transaction."""
    now = now or timezone.now()
    conversation = ledger.lock(contact_id)
    if conversation is None or conversation.active is None:
        return Outcome(contact_id)
    waiting = ledger.waiting(contact_id)
    if not waiting:
        return Outcome(contact_id)
    work = _Work(conversation, state.from_json(conversation.state), now)
    for event in waiting:
        _answer_one(work, event)
    _write(work)
    return Outcome(contact_id, len(work.letters), tuple(work.searches))


def _answer_one(work: _Work, row: Waiting) -> None:
    event = _event(row, work.conversation.name, work.now)
    if event is None:
        work.heard.append(Heard(row.id))
        return
    if row.chat_id and row.kind != "staff":
        work.conversation.chat_id = row.chat_id
    asked_by = work.conversation.release_id
    release = _release(work, event)
    if _is_too_old(row, release, work.now):
        work.heard.append(Heard(row.id))
        return
    before = work.state
    turn = _play(work, release, event)
    came = outcome(before, event, turn, release)
    work.heard.append(_heard(row, asked_by, before, came))


def _heard(row: Waiting, asked_by: int | None, before: state.State, came: Came) -> Heard:
    """The step that waited is counted for the release that put its question."""
    if before.at is None or not came:
        return Heard(row.id)
    return Heard(row.id, asked_by, before.at.flow[:LONGEST_ID], before.at.step[:LONGEST_ID], came)


def _is_too_old(row: Waiting, release: engine.Release, now: datetime) -> bool:
    """Nobody waits for this any more: it was old when it came (WhatsApp's history after a
    reconnect), or we could not answer it for half a day."""
    limit = timedelta(minutes=release.settings.max_age_minutes)
    return row.received_at - row.sent_at > limit or now - row.received_at > LATEST


def _play(work: _Work, release: engine.Release, event: events.Event) -> Turn:
    def search(effect: effects.SearchVacancies) -> events.VacanciesFound:
        answer = look_up(work.conversation.contact_id, effect, work.now)
        work.searches.extend(answer.queued)
        return answer.event

    turn = play(release, work.state, event, work.now, search)
    work.state = turn.state
    for effect in turn.effects:
        if isinstance(effect, effects.Say | effects.Offer):
            _queue(work, effect, release.settings.menu_form)
        elif isinstance(effect, effects.MarkVacancies):
            mark(work.conversation.contact_id, effect, work.now)
        elif isinstance(effect, effects.OptOut):
            work.opted_out = True
    return turn


def _release(work: _Work, event: events.Event) -> engine.Release:
    """The release this event is answered by; the conversation moves on where it may."""
    conversation = work.conversation
    pinned, active = conversation.release_id, conversation.active
    if pinned is None or (pinned != active and may_move(load(pinned), work.state, event, work.now)):
        conversation.release_id = pinned = active
    return load(pinned)


def _queue(work: _Work, effect: effects.Say | effects.Offer, form: engine.MenuForm) -> None:
    conversation = work.conversation
    for part in whatsapp.render(effect):
        conversation.sent_count += 1
        asked = part.asked if form is not engine.MenuForm.TEXT else None
        work.letters.append(
            Letter(
                contact_id=conversation.contact_id,
                number=conversation.sent_count,
                chat_id=conversation.chat_id,
                text=part.text.replace("\0", ""),
                media=asdict(part.media) if part.media else None,
                options=asked.to_json() if asked else None,
                form=form.value if asked else "",
            )
        )


def _event(row: Waiting, name: str, now: datetime) -> events.Event | None:
    """What happened; None for what is nothing to answer."""
    match row.kind:
        case "text":
            return events.TextReceived(row.text, name)
        case "staff":
            return events.StaffSpoke(row.text)
        case taps.VOTE | taps.LOST:
            return taps.event(row.id, row.text, name, now)
        case "search_finished":
            return events.SearchFinished(row.text)
        case kind if kind in set(events.MediaKind):
            return events.MediaReceived(events.MediaKind(kind), name)
        case _:
            return events.MediaReceived(events.MediaKind.OTHER, name)


def _write(work: _Work) -> None:
    conversation = work.conversation
    conversation.state = state.to_json(work.state)
    ledger.write(conversation, work.letters, work.heard, work.now)
    if work.opted_out:
        Contact.objects.filter(pk=conversation.contact_id).update(opted_out=True)
