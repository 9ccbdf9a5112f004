"""A piece of content whose time comes: what was live before it comes back when it ends, and
what would break the bot stays as it is and leaves a trace.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Revision

SCHEDULED = "wagtail.publish.scheduled"
EXPIRED = "wagtail.unpublish.scheduled"
RETURNED = "bot_flows.return"
REFUSED = "bot_flows.refuse_schedule"
REFUSED_EXPIRY = "bot_flows.refuse_expiry"


def moment(revision: Revision, field: str) -> datetime | None:
    """``go_live_at`` or ``expire_at`` of what this revision holds, new or read from the table."""
    value = revision.content.get(field)
    return parse_datetime(value) if isinstance(value, str) else value


def remember_way_back(content: Any, revision: Revision) -> None:
    """Before ``revision`` goes live: note in it what comes back when its time is over.

    That is what is live now; where that ends earlier itself, what it goes back to.
    """
    ends = moment(revision, "expire_at")
    revision.content["returns_to"] = None
    if ends is None and moment(revision, "go_live_at") is None:
        return
    stored = type(content).objects.filter(pk=content.pk, live=True).first()
    if stored and stored.live_revision_id is None:
        _keep_live(stored, revision)
    if stored and ends:
        revision.content["returns_to"] = _way_back(stored, ends)


def _way_back(stored: Any, ends: datetime) -> int | None:
    lasts = stored.expire_at is None or (stored.expire_at > ends and not stored.returns_to_id)
    found: int | None = stored.live_revision_id if lasts else stored.returns_to_id
    return found


def _keep_live(stored: Any, revision: Revision) -> None:
    """What is live, and was not written by a revision, as one: Wagtail would take it off the
    air as soon as ``revision`` is scheduled."""
    kept = Revision.objects.create(
        content_object=stored,
        base_content_type=stored.get_base_content_type(),
        content=stored.serializable_data(),
        object_str=str(stored),
        created_at=revision.created_at - timedelta(seconds=1),
    )
    stored.live_revision = kept
    type(stored).objects.filter(pk=stored.pk).update(live_revision=kept)
    revision.content["live_revision"] = kept.pk


def come_back(content: Any) -> None:
    """Publish again what was live before. Raises PublishRefused where it would break the bot.

    It is the newest draft too, unless an editor has begun another; what is scheduled stays so.
    """
    back: Revision = content.returns_to
    waiting = list(content.revisions.exclude(approved_go_live_at=None))
    again = back
    if content.latest_revision_id in (None, content.live_revision_id):
        again = back.as_object().save_revision(previous_revision=back, clean=False)
    again.content |= {"go_live_at": None, "returns_to": None}
    again.publish(log_action=RETURNED, previous_revision=back)
    for revision in waiting:
        Revision.objects.filter(pk=revision.pk).update(
            approved_go_live_at=revision.approved_go_live_at
        )


def refuse(content: DraftStateMixin, revision: Revision, reasons: Sequence[str]) -> None:
    """Take a revision out of the schedule, and write down why."""
    with transaction.atomic():
        at = revision.approved_go_live_at or moment(revision, "go_live_at")
        content.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
        _log(content, REFUSED, revision, at, reasons)


def stay(content: Any, reasons: Sequence[str]) -> None:
    """Leave a piece live beyond its time, and write down why."""
    with transaction.atomic():
        stored = type(content).objects.get(pk=content.pk)
        type(content).objects.filter(pk=content.pk).update(expire_at=None)
        _log(stored, REFUSED_EXPIRY, stored.live_revision, stored.expire_at, reasons)


def _log(
    content: Any, action: str, revision: Any, at: datetime | None, reasons: Sequence[str]
) -> None:
    data = {"at": at and at.isoformat(), "reasons": list(reasons)}
    log(instance=content, action=action, revision=revision, data=data)
