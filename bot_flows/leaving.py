"""Where people leave: the visits to each step, by what became of them.

What a visit is, and how it ends, is ``engine.outcomes``'s to say. The exits are counted from
the events and those who still wait from the conversations, and a step's entries are the sum of
both, so the columns add up whatever happens. Who waits longer than the pause of the settings
has left too: as not understood after a miss, else without coming back.

A visit belongs to the release that put the question, and to the day on which it ended, or on
which whoever waits was last heard.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.utils import timezone

from bot_flows.engine.outcomes import EXITS, Outcome
from bot_flows.engine.state import Phase
from bot_flows.models import BotSettings, Conversation, InboundEvent

MOST_TEXTS = 5_000  # different texts looked at, the most frequent first

type Step = tuple[str, str]  # ids of a flow and of a step of it


@dataclass(frozen=True, slots=True)
class Row:
    """The visits to one step. ``release`` is None where those of all releases are together."""

    flow: str
    step: str
    answered: int = 0
    not_understood: int = 0
    timed_out: int = 0
    handed_over: int = 0
    opted_out: int = 0
    stopped: int = 0
    detoured: int = 0
    waiting: int = 0
    release: int | None = None

    @property
    def entries(self) -> int:
        return sum(getattr(self, name) for name in COLUMNS)

    @property
    def left(self) -> int:
        """How many went without the answer that the step asked for."""
        return self.entries - self.answered - self.handed_over - self.waiting

    @property
    def share(self) -> float:
        """The part of the entries that left, from 0 to 1."""
        return self.left / self.entries if self.entries else 0.0


COLUMNS = (*(item.value for item in EXITS), "waiting")
assert set(COLUMNS) == {item.name for item in fields(Row)} - {"flow", "step", "release"}


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the texts that met a waiting step were understood, on one release."""

    release: int | None
    heard: int
    missed: int

    @property
    def share(self) -> float:
        """The part that was understood, from 0 to 1."""
        return 1 - self.missed / self.heard if self.heard else 1.0

    @property
    def percent(self) -> int:
        return int(100 * self.share)


def table(
    release: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    by_release: bool = False,
    now: datetime | None = None,
) -> list[Row]:
    """A row for each step that was visited, the most visited first. Three statements.

    ``since`` is within, ``until`` is not. With ``by_release`` each release has its own rows.
    """
    found: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for flow, step, number, column, count in (
        *_exits(release, since, until),
        *_waiting(release, since, until, now or timezone.now()),
    ):
        found[flow, step, number if by_release else None][column] += count
    rows = (
        Row(flow, step, release=number, **counts) for (flow, step, number), counts in found.items()
    )
    return sorted(rows, key=lambda row: (-row.entries, row.flow, row.step, -(row.release or 0)))


def _exits(
    release: int | None, since: datetime | None, until: datetime | None
) -> Iterable[tuple[Any, ...]]:
    events = _events(release, since, until).filter(outcome__in=EXITS)
    columns = ("flow", "step", "release_number", "outcome")
    return events.order_by().values_list(*columns).annotate(Count("pk"))


def _events(
    release: int | None, since: datetime | None, until: datetime | None
) -> QuerySet[InboundEvent]:
    events = InboundEvent.objects.filter(**_within("answered_at", since, until))
    return events if release is None else events.filter(release_number=release)


def _within(field: str, since: datetime | None, until: datetime | None) -> dict[str, datetime]:
    limits = {f"{field}__gte": since, f"{field}__lt": until}
    return {name: moment for name, moment in limits.items() if moment}


def _waiting(
    release: int | None, since: datetime | None, until: datetime | None, now: datetime
) -> Iterator[tuple[Any, ...]]:
    """Those who wait, and those who will not come back; the engine's own question is no step."""
    there = Conversation.objects.filter(
        state__at__isnull=False, **_within("updated_at", since, until)
    ).exclude(state__at__2=Phase.RESUME)
    if release is not None:
        there = there.filter(release=release)
    rows = (
        there.annotate(
            flow=KT("state__at__0"),
            step=KT("state__at__1"),
            missed=_flag(Q(state__has_key="misses")),
            late=_flag(Q(updated_at__lt=now - _pause())),
        )
        .order_by()
        .values_list("flow", "step", "release", "missed", "late")
        .annotate(Count("pk"))
    )
    for flow, step, number, missed, late, count in rows:
        yield flow, step, number, _fate(missed=missed, late=late), count


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=Value(False), output_field=BooleanField())


def _fate(*, missed: bool, late: bool) -> str:
    if not late:
        return "waiting"
    return Outcome.NOT_UNDERSTOOD if missed else Outcome.TIMED_OUT


def _pause() -> timedelta:
    minutes = BotSettings.objects.values_list("idle_minutes", flat=True).first()
    return timedelta(minutes=minutes or BotSettings._meta.get_field("idle_minutes").default)


def last_typed(
    release: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    most: int = 3,
) -> dict[Step, list[str]]:
    """What was typed and not understood at each step, the most frequent first. One statement.

    These are people's own words: only for who may read messages.
    """
    missed = _events(release, since, until).filter(outcome=Outcome.MISSED)
    rows = missed.values_list("flow", "step", "text").annotate(times=Count("pk"))
    found: dict[Step, list[str]] = defaultdict(list)
    for flow, step, text, _times in rows.order_by("-times", "text")[:MOST_TEXTS]:
        if len(found[flow, step]) < most:
            found[flow, step].append(text)
    return dict(found)


def scores(since: datetime | None = None, until: datetime | None = None) -> list[Score]:
    """How well each release understood people, the newest first. One statement."""
    heard = _events(None, since, until).filter(kind="text").exclude(outcome=Outcome.NOTHING)
    missed = Count("pk", filter=Q(outcome=Outcome.MISSED))
    rows = heard.order_by("-release_number").values_list("release_number")
    return [Score(*row) for row in rows.annotate(times=Count("pk"), missed=missed)]
