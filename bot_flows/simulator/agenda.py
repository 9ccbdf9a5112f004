"""What will be on the air: publications, ends and releases that are planned, played ahead.

The rules are those of ``planning.run_due`` and of publishing (models/schedule.py), told again
on values, since looking ahead must write nothing; a test holds the two together. In short: at
one time ends come first, then publications, then releases; a piece that ends gives way to what
was live before it; what would break the bot does not happen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Revision

from bot_flows import publishing
from bot_flows.compiler import compile_release
from bot_flows.engine.codes import Issue
from bot_flows.engine.release import Release as Bot
from bot_flows.models import Flow, Release, ReleasePlan, ReplyTemplate
from bot_flows.models.drafts import revised
from bot_flows.models.imprint import imprint
from bot_flows.models.release import load

type Piece = Flow | ReplyTemplate
MOST_KEPT = 16


class Coming(StrEnum):
    """What happens at a time."""

    PUBLISHED = "published"
    RETURNED = "returned"  # its time is over, and what was live before is back
    WITHDRAWN = "withdrawn"  # its time is over, and nothing is in its place
    RELEASE = "release"  # another release is put on the air
    BACK = "back"  # the release before it is put on the air again
    REFUSED = "refused"  # it would break the bot


class _Rank(IntEnum):
    END = 0
    PUBLISH = 1
    PLAN = 2


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is planned; ``name`` is that of the piece or release."""

    at: datetime
    what: Coming
    name: str


@dataclass(frozen=True, slots=True)
class _Live:
    """A piece as it is on the air: None is not at all. ``back`` comes when it ends."""

    content: Piece | None
    ends: datetime | None = None
    back: Piece | None = None


@dataclass(frozen=True, slots=True)
class _Due:
    at: datetime
    rank: _Rank
    piece: str = ""
    revision: Revision | None = None
    plan: ReleasePlan | None = None
    back: bool = False


class Agenda:
    """The releases from ``now`` on. A fixed number of statements, however much is planned."""

    def __init__(self, now: datetime) -> None:
        self.changes: list[Change] = []
        self._now = now
        self._live: dict[str, _Live] = {}
        self._due: list[_Due] = []
        self._bot = _on_air()
        self._before_plan: dict[int, Bot] = {}
        self._known = _lazily(publishing.known_errors)
        self._imprint = _lazily(imprint)
        self._load()

    def release_at(self, when: datetime) -> Bot:
        """What is on the air then. Ask in the order of time."""
        while self._due and (first := min(self._due, key=_order)).at <= when:
            self._due.remove(first)
            self._happen(first)
        return self._bot

    def coming(self) -> tuple[Change, ...]:
        """All that is planned from now on."""
        last = max((item.at for item in self._due), default=self._now)
        while self._due:
            self.release_at(last)
            last = max((item.at for item in self._due), default=last)
        return tuple(self.changes)

    def _load(self) -> None:
        revisions = list(_scheduled())
        for kind in (Flow, ReplyTemplate):
            due = Q(pk__in=[item.object_id for item in revisions]) | Q(expire_at__isnull=False)
            for row in kind.objects.filter(due).select_related("returns_to"):
                self._take(row, revisions)
        self._take_plans()

    def _take(self, row: Piece, revisions: list[Revision]) -> None:
        back = revised(row, row.returns_to) if row.returns_to else None
        ends = row.expire_at if row.live else None
        self._live[row.reference] = _Live(row if row.live else None, ends, back)
        self._end_at(row.reference, ends)
        kind = ContentType.objects.get_for_model(row)
        for item in revisions:
            if (item.object_id, item.content_type_id) == (str(row.pk), kind.pk):
                at = max(item.approved_go_live_at, self._now)
                item.content_object = row
                self._due.append(_Due(at, _Rank.PUBLISH, row.reference, item))

    def _take_plans(self) -> None:
        for plan in ReleasePlan.objects.filter(outcome="").select_related("previous"):
            if plan.started_at is None:
                self._due.append(_Due(max(plan.starts_at, self._now), _Rank.PLAN, plan=plan))
            elif plan.previous_id and plan.release_id == self._bot.number:
                self._before_plan[plan.pk] = load(plan.previous_id)
            if plan.ends_at:
                at = max(plan.ends_at, self._now)
                self._due.append(_Due(at, _Rank.PLAN, plan=plan, back=True))

    def _end_at(self, reference: str, ends: datetime | None) -> None:
        self._due = [
            item for item in self._due if item.rank is not _Rank.END or item.piece != reference
        ]
        if ends:
            self._due.append(_Due(max(ends, self._now), _Rank.END, reference))

    def _happen(self, due: _Due) -> None:
        if due.plan:
            self._put_on_air(due, due.plan)
        elif due.revision:
            self._publish(due, due.revision)
        else:
            self._end(due)

    def _publish(self, due: _Due, revision: Revision) -> None:
        before = self._live[due.piece]
        new = revised(revision.content_object, revision)
        ends = new.expire_at
        if ends and ends <= due.at:
            return
        lasts = before.ends is None or (ends and before.ends > ends and before.back is None)
        back = (before.content if lasts else before.back) if ends else None
        self._become(due, _Live(new, ends, back), Coming.PUBLISHED, str(new))

    def _end(self, due: _Due) -> None:
        before = self._live[due.piece]
        if before.back:
            ends = before.back.expire_at
            after = _Live(before.back, ends if ends and ends > due.at else None)
            self._become(due, after, Coming.RETURNED, str(before.back))
        else:
            self._become(due, _Live(None), Coming.WITHDRAWN, str(before.content))

    def _become(self, due: _Due, after: _Live, what: Coming, name: str) -> None:
        """Let it happen, unless it would break the bot."""
        before = self._live[due.piece]
        self._live[due.piece] = after
        bot, faults = self._compile()
        if any(fault not in self._known() for fault in faults):
            self._live[due.piece] = _Live(before.content, None, before.back)
            self.changes.append(Change(due.at, Coming.REFUSED, name))
            return
        self._bot = bot
        self._end_at(due.piece, after.ends)
        self.changes.append(Change(due.at, what, name))

    def _compile(self) -> tuple[Bot, tuple[Issue, ...]]:
        overrides = {reference: item.content for reference, item in self._live.items()}
        told = repr([(ref, piece and _told(piece)) for ref, piece in sorted(overrides.items())])
        key = f"{self._imprint()}{told}"
        if key not in _kept:
            while len(_kept) >= MOST_KEPT:
                _kept.pop(next(iter(_kept)), None)
            bot = compile_release(overrides=overrides)
            _kept[key] = bot, publishing.errors(bot)
        return _kept[key]

    def _put_on_air(self, due: _Due, plan: ReleasePlan) -> None:
        if not due.back:
            self._before_plan[plan.pk] = self._bot
            self._bot = load(plan.release_id)
            self._tell(due, Coming.RELEASE, plan.release_id)
        elif plan.pk in self._before_plan and self._bot.number == plan.release_id:
            self._bot = self._before_plan[plan.pk]
            self._tell(due, Coming.BACK, plan.release_id)

    def _tell(self, due: _Due, what: Coming, number: int) -> None:
        self.changes.append(Change(due.at, what, str(Release(number=number))))


_kept: dict[str, tuple[Bot, tuple[Issue, ...]]] = {}


def _told(piece: Piece) -> tuple[Any, ...]:
    fields = piece.serializable_data()
    return tuple(fields.get(name) for name in ("title", "triggers", "steps", "key", "text"))


def _order(due: _Due) -> tuple[datetime, int]:
    return due.at, due.rank


def _on_air() -> Bot:
    number = Release.objects.filter(active=True).values_list("number", flat=True).first()
    return load(number) if number else compile_release()


def _scheduled() -> Iterator[Revision]:
    kinds = ContentType.objects.get_for_models(Flow, ReplyTemplate).values()
    due = Revision.objects.filter(approved_go_live_at__isnull=False, content_type__in=kinds)
    return due.order_by("approved_go_live_at").iterator()


def _lazily[T](make: Callable[[], T]) -> Callable[[], T]:
    made: list[T] = []

    def get() -> T:
        if not made:
            made.append(make())
        return made[0]

    return get
