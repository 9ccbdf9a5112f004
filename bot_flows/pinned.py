"""Conversations that still go on with an older release, and moving them to the one on the air."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count
from wagtail.log_actions import log

from .models import BotSettings, Conversation, Release

A_DAY = 60 * 24


def open_conversations(now: datetime) -> Any:
    """Those in the middle of something: whoever stays away longer begins on the newest release."""
    idle = BotSettings.objects.values_list("idle_minutes", flat=True).first() or A_DAY
    since = now - timedelta(minutes=idle)
    return Conversation.objects.filter(state__has_key="at", updated_at__gte=since)


def counts(now: datetime) -> dict[int, int]:
    """How many open conversations are on each release, by its number."""
    rows = open_conversations(now).exclude(release=None).values_list("release")
    return dict(rows.annotate(count=Count("pk")).order_by())


def move(by: User, now: datetime, number: int | None = None) -> int:
    """Move the open conversations of older releases, or of this one, to the release on the air.

    One statement: a conversation that is being answered waits for it, or is moved afterwards.
    Where a step is gone the engine says so on the next message. Returns how many moved.
    """
    with transaction.atomic():
        active = Release.objects.filter(active=True).defer("document").first()
        if active is None or active.number == number:
            return 0
        behind = open_conversations(now).exclude(release=None).exclude(release=active)
        chosen = behind if number is None else behind.filter(release=number)
        moved: int = chosen.update(release=active)
        if moved:
            data = {"count": moved, "number": number}
            log(instance=active, action="bot_flows.move", user=by, data=data)
    return moved
