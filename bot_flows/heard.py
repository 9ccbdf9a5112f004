"""What nobody understood: the texts that no step took, the like ones together.

Messages are personal data. Numbers and addresses in them are hidden, and who may not read
messages sees only what at least two people said, alike.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bot_flows.engine.folding import fold
from bot_flows.engine.likeness import key, mistyped, squeeze
from bot_flows.engine.outcomes import Outcome
from bot_flows.models import HandledPhrase, InboundEvent

MOST_EVENTS = 20_000  # looked at, the newest first
LONGEST = 300  # characters of a phrase, as HandledPhrase keeps it
LONGEST_LIKE = 40  # longer texts are alike only where they are the same
FEWEST_PEOPLE = 2  # who said what may be seen without reading messages
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.,;!?)]+")
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().\-/]{0,2}\d){6,}")

type Place = tuple[str, str]  # ids of a flow and of a step of it


def mask(text: str) -> str:
    """The text with e-mail addresses and long numbers (phones, CPF) hidden."""
    if "@" in text:
        text = _EMAIL.sub(lambda _found: _("[e-mail]"), text)
    return _NUMBER.sub(lambda _found: _("[número]"), text)


def _shown(text: str) -> str:
    """A text as it is shown: in one line, not too long, nothing personal in it."""
    return " ".join(mask(text[:LONGEST]).split())


def _phrase(shown: str) -> str:
    """What a text is compared and remembered by: folded, or as it is where nothing is left."""
    return (fold(shown) or shown)[:LONGEST]


@dataclass(slots=True)
class Said:
    """One phrase, however it was written: as it was written most, how often and by how many."""

    phrase: str
    forms: Counter[str] = field(default_factory=Counter)
    people: set[int] = field(default_factory=set)
    last_at: datetime | None = None
    after: int = 0  # times since it was handled
    handled: HandledPhrase | None = None

    @property
    def text(self) -> str:
        return self.forms.most_common(1)[0][0]

    @property
    def times(self) -> int:
        return self.forms.total()


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that are alike, said at one step; the most frequent one first.

    Without ``private`` no other phrase is shown that only one person said.
    """

    flow: str
    step: str
    phrases: tuple[Said, ...]
    private: bool = True

    @property
    def first(self) -> Said:
        return self.phrases[0]

    @property
    def others(self) -> tuple[Said, ...]:
        """The phrases that may be shown as further examples."""
        fewest = 1 if self.private else FEWEST_PEOPLE
        return tuple(item for item in self.phrases[1:] if len(item.people) >= fewest)

    @property
    def times(self) -> int:
        return sum(item.times for item in self.phrases)

    @property
    def people(self) -> int:
        return len(set[int]().union(*(item.people for item in self.phrases)))

    @property
    def last_at(self) -> datetime | None:
        return max((item.last_at for item in self.phrases if item.last_at), default=None)

    @property
    def after(self) -> int:
        return sum(item.after for item in self.phrases)

    @property
    def is_private(self) -> bool:
        """Whether something was hidden in it: no phrase to teach the bot."""
        return any(mark in self.first.text for mark in (_("[número]"), _("[e-mail]")))


@dataclass(frozen=True, slots=True)
class Heap:
    """Groups, the most frequent first; ``hidden`` groups are for readers of messages only.

    ``cut`` tells that there were more events than were looked at.
    """

    groups: tuple[Group, ...]
    hidden: int = 0
    cut: bool = False


def missed(
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    flow: str = "",
    step: str = "",
    handled: bool = False,
    private: bool = False,
) -> Heap:
    """What was not understood, grouped. Two statements.

    ``handled`` asks for what an editor has dealt with, instead of the rest; ``private`` for
    what only one person said too.
    """
    events = _events(since, until, flow, step)
    marks = {(item.flow, item.step, item.folded): item for item in _marks(flow)}
    kept = [
        item for item in _said(events[:MOST_EVENTS], marks) if (item[1].handled is None) != handled
    ]
    groups = _groups(kept)
    seen = groups if private else list(_public(groups))
    seen.sort(key=lambda item: (-item.times, item.flow, item.step, item.first.phrase))
    return Heap(tuple(seen), len(groups) - len(seen), len(events) > MOST_EVENTS)


def _events(
    since: datetime | None, until: datetime | None, flow: str, step: str
) -> list[tuple[Any, ...]]:
    asked = {"answered_at__gte": since, "answered_at__lt": until, "flow": flow, "step": step}
    rows = InboundEvent.objects.filter(
        outcome=Outcome.MISSED, **{name: value for name, value in asked.items() if value}
    )
    columns = ("flow", "step", "text", "contact_id", "answered_at")
    return list(rows.order_by("-answered_at").values_list(*columns)[: MOST_EVENTS + 1])


def _marks(flow: str) -> Iterable[HandledPhrase]:
    marks = HandledPhrase.objects.select_related("handled_by")
    return marks.filter(flow=flow) if flow else marks.all()


def _said(
    events: Iterable[tuple[Any, ...]], marks: Mapping[tuple[str, str, str], HandledPhrase]
) -> Iterable[tuple[Place, Said]]:
    """The phrases of each place."""
    found: dict[tuple[str, str, str], Said] = {}
    for flow, step, text, contact, at in events:
        shown = _shown(text)
        at_key = (flow, step, _phrase(shown))
        said = found.get(at_key)
        if said is None:
            said = found[at_key] = Said(at_key[2], handled=marks.get(at_key), last_at=at)
        said.forms[shown] += 1
        said.people.add(contact)
        said.after += bool(said.handled and at > said.handled.handled_at)
    return (((flow, step), said) for (flow, step, _text), said in found.items())


def _groups(phrases: Iterable[tuple[Place, Said]]) -> list[Group]:
    places: dict[Place, list[Said]] = defaultdict(list)
    for place, said in phrases:
        places[place].append(said)
    return [Group(*place, tuple(found)) for place, all_ in places.items() for found in alike(all_)]


def alike(phrases: Iterable[Said]) -> list[list[Said]]:
    """Phrases together with those that differ from them by number, stress or a slip.

    Each one joins the most frequent one that it is like, which begins its group.
    """
    groups: dict[str, list[Said]] = {}
    index: dict[str, list[str]] = defaultdict(list)
    for said in sorted(phrases, key=lambda item: (-item.times, len(item.phrase), item.phrase)):
        forms = _forms(said.phrase)
        leader = _leader(said.phrase, forms, index)
        if leader is None:
            groups[said.phrase] = [said]
            for form in forms:
                index[form].append(said.phrase)
        else:
            groups[leader].append(said)
    return list(groups.values())


def _leader(text: str, forms: Sequence[str], index: Mapping[str, Sequence[str]]) -> str | None:
    plain = squeeze(text)
    for form in forms:
        for other in index.get(form, ()):
            if mistyped(plain, squeeze(other)) or _root(other) == _root(text):
                return other
    return None


def _forms(text: str) -> tuple[str, ...]:
    """What alike phrases share: their root, or what is left of both without one letter."""
    plain = squeeze(text)
    without = range(len(plain)) if len(plain) <= LONGEST_LIKE else ()
    cut = [plain[:at] + plain[at + 1 :] for at in without]
    return tuple(dict.fromkeys((_root(text), plain, *cut)))


@lru_cache(maxsize=4096)
def _root(text: str) -> str:
    return " ".join(key(word) for word in text.split())


def _public(groups: Iterable[Group]) -> Iterator[Group]:
    """The groups that several people had a part in."""
    for group in groups:
        if group.people >= FEWEST_PEOPLE:
            yield replace(group, private=False)


def find(flow: str, step: str, wanted: str, *, private: bool) -> Group | None:
    """The group of a phrase that waits to be dealt with, whenever it was said."""
    heap = missed(flow=flow, step=step, private=private)
    return next(
        (group for group in heap.groups if any(item.phrase == wanted for item in group.phrases)),
        None,
    )


@transaction.atomic
def handle(group: Group, way: HandledPhrase.Way, by: User | None) -> list[HandledPhrase]:
    """Mark all phrases of a group as dealt with. A phrase that was marked before stays so."""
    now = timezone.now()
    marks = [
        HandledPhrase(
            flow=group.flow,
            step=group.step,
            folded=item.phrase,
            way=way,
            handled_at=now,
            handled_by=by,
        )
        for item in group.phrases
    ]
    HandledPhrase.objects.bulk_create(marks, ignore_conflicts=True)
    return list(HandledPhrase.objects.filter(flow=group.flow, step=group.step, handled_at=now))


def undo(mark: HandledPhrase) -> int:
    """Take a mark back, and those that were made with it. How many there were."""
    together = HandledPhrase.objects.filter(
        flow=mark.flow, step=mark.step, handled_at=mark.handled_at, way=mark.way
    )
    return together.delete()[0]
