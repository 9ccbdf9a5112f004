"""How many people would take each way of a Branch: those who talked to the bot lately.

Rules are read as the engine reads them: in order, the first that holds wins. The hour and the
day are those of a person's last message. Only counts leave this module, and small ones are
not told.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bot_flows.engine.conditions import holds
from bot_flows.engine.release import Rule
from bot_flows.engine.state import State
from bot_flows.models import Conversation

DAYS = 30
MOST_PEOPLE = 50_000  # looked at, the latest first
FEWEST = 3  # a smaller number might tell of one person

OTHERWISE = -1


@dataclass(frozen=True, slots=True)
class Audience:
    """``ways`` counts people by the index of the rule that holds for them first, and under
    OTHERWISE those for whom none does. ``cut`` tells that there were more people."""

    ways: Counter[int]
    people: int
    cut: bool = False

    def say(self, way: int) -> str:
        """One way's part, in words."""
        if not self.people:
            return _("Ninguém conversou nos últimos %(days)s dias.") % {"days": DAYS}
        few = self.ways[way] < FEWEST
        count = _("menos de %(few)s") % {"few": FEWEST} if few else str(self.ways[way])
        total = _("mais de %(people)s") % {"people": self.people} if self.cut else str(self.people)
        return _("%(count)s de %(total)s pessoas que conversaram nos últimos %(days)s dias") % {
            "count": count,
            "total": total,
            "days": DAYS,
        }


def count(branches: Sequence[Sequence[Rule]], now: datetime | None = None) -> list[Audience]:
    """The audience of each branch, given as its rules. One statement, and one state at a time."""
    now = now or timezone.now()
    ways: list[Counter[int]] = [Counter() for _branch in branches]
    people, cut = 0, False
    for state, at in _people(now):
        if people == MOST_PEOPLE:
            cut = True
            break
        people += 1
        for found, rules in zip(ways, branches, strict=True):
            found[_way(rules, state, at)] += 1
    return [Audience(found, people, cut) for found in ways]


def _people(now: datetime) -> Iterator[tuple[State, datetime]]:
    """What is known about each person who talked lately, and when that was."""
    lately = Conversation.objects.filter(updated_at__gte=now - timedelta(days=DAYS))
    rows = lately.order_by("-updated_at").values_list("state__slots", "updated_at")
    for slots, at in rows[: MOST_PEOPLE + 1].iterator(chunk_size=2_000):
        yield State(slots=slots or {}), at


def _way(rules: Sequence[Rule], state: State, at: datetime) -> int:
    return next((index for index, rule in enumerate(rules) if holds(rule, state, at)), OTHERWISE)
