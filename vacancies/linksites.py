"""Courtesy to the sites that links lead to: one look at a time, a pause, and patience.

A row of ``LinkSite`` is taken by conditional UPDATE; whoever died with it loses it soon.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from django.db.models import F

from .models import LinkSite

LEASE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(days=7)
LONGEST_ASKED = timedelta(days=30)
MOST_DOUBLINGS = 8
_SECOND_LEVELS = frozenset(["ac", "co", "com", "edu", "gov", "net", "org"])


def site_of(link: str) -> str:
    """``gupy.io`` for every company there, ``utfpr.edu.br``; empty for what has no host."""
    try:
        host = (urlsplit(link).hostname or "").rstrip(".")
    except ValueError:
        return ""
    labels = host.split(".")
    if ":" in host or labels[-1].isdecimal():
        return host
    deep = len(labels) > 2 and labels[-2] in _SECOND_LEVELS and len(labels[-1]) == 2
    return ".".join(labels[-3 if deep else -2 :])[:253]


def resting(names: Iterable[str], now: datetime) -> dict[str, LinkSite]:
    """Those that are not to be looked at yet; one statement."""
    rows = LinkSite.objects.filter(name__in=set(names), next_at__gt=now)
    return {row.name: row for row in rows}


def take(name: str, now: datetime) -> bool:
    """Begin a look at this site; False where somebody does already, or it rests."""
    until = now + LEASE
    _row, is_new = LinkSite.objects.get_or_create(name=name, defaults={"next_at": until})
    free = LinkSite.objects.filter(name=name, next_at__lte=now)
    return is_new or bool(free.update(next_at=until))


def release(name: str, now: datetime, pause: timedelta) -> None:
    """The look is over and the site answered as sites do."""
    LinkSite.objects.filter(name=name).update(next_at=now + pause, looked_at=now, blocks=0)


def back_off(name: str, now: datetime, wait: timedelta, retry_after: str = "") -> datetime:
    """The site turned us away: wait twice as long at each time, or as long as it asks for."""
    LinkSite.objects.get_or_create(name=name, defaults={"next_at": now})
    blocks = LinkSite.objects.values_list("blocks", flat=True).get(name=name)
    own = min(wait * 2 ** min(blocks, MOST_DOUBLINGS), LONGEST_WAIT)
    until = now + max(own, asked_wait(retry_after, now))
    LinkSite.objects.filter(name=name).update(
        next_at=until, looked_at=now, blocked_at=now, blocks=F("blocks") + 1
    )
    return until


def asked_wait(retry_after: str, now: datetime) -> timedelta:
    """What a Retry-After header asks for, in seconds or as a date; thirty days at most."""
    said = retry_after.strip()
    if said.isascii() and said.isdecimal():
        return min(timedelta(seconds=int(said[:9])), LONGEST_ASKED)
    try:
        when = parsedate_to_datetime(said)
    except (TypeError, ValueError, OverflowError):
        return timedelta(0)
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(timedelta(0), min(when - now, LONGEST_ASKED))
