"""What is different between two releases, named exactly. Pure.

A flow and a step are the same one where their id is; a step that got a new id and says the
same is the same too. What nobody can tell apart is no difference: the id of a choice, the
order of trigger words.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .engine.release import Course, Flow, FlowId, Menu, Release, Step
from .engine.wording import Reply

WORDS = "words_"


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step as it was and as it is; None on the side where it is not.

    ``was`` and ``now`` are its places in the flow, from 1. ``moved``: the others kept their
    order, and this one did not.
    """

    old: Step | None
    new: Step | None
    was: int = 0
    now: int = 0
    moved: bool = False

    @property
    def changed(self) -> bool:
        """Whether something in it is different; not its place."""
        return not (self.old and self.new and _content(self.old) == _content(self.new))

    def __bool__(self) -> bool:
        return self.moved or self.changed


@dataclass(frozen=True, slots=True)
class FlowChange:
    """A flow that is new, gone or different; ``steps`` are all of its steps, in reading order."""

    id: FlowId
    old: Flow | None
    new: Flow | None
    steps: tuple[StepChange, ...]

    @property
    def title(self) -> str:
        flow = self.new or self.old
        return flow.title if flow else ""

    @property
    def renamed(self) -> bool:
        return bool(self.old and self.new and self.old.title != self.new.title)

    @property
    def triggers_in(self) -> tuple[str, ...]:
        return _added(_triggers(self.old), _triggers(self.new))

    @property
    def triggers_out(self) -> tuple[str, ...]:
        return _added(_triggers(self.new), _triggers(self.old))

    def __bool__(self) -> bool:
        came_or_went = self.old is None or self.new is None
        retitled = self.renamed or self.triggers_in or self.triggers_out
        return bool(came_or_went or retitled or any(self.steps))


@dataclass(frozen=True, slots=True)
class ReplyChange:
    """Wording of the engine itself; empty where there was or is none."""

    key: Reply
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A field of the engine's settings, or ``words_`` and the name of a word: then both
    values are the spellings."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class CourseChange:
    old: Course | None
    new: Course | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that is different; false where nothing is."""

    flows: tuple[FlowChange, ...] = ()
    replies: tuple[ReplyChange, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    courses: tuple[CourseChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.flows or self.replies or self.settings or self.courses)


def between(old: Release, new: Release) -> Difference:
    """What somebody who knows ``old`` finds different in ``new``."""
    return Difference(
        flows=tuple(_flows(old.flows, new.flows)),
        replies=tuple(
            ReplyChange(key, old.reply(key), new.reply(key))
            for key in Reply
            if old.reply(key) != new.reply(key)
        ),
        settings=tuple(_settings(old, new)),
        courses=tuple(_courses(old, new)),
    )


def _flows(old: Mapping[FlowId, Flow], new: Mapping[FlowId, Flow]) -> Iterator[FlowChange]:
    for key in dict.fromkeys([*new, *old]):
        before, after = old.get(key), new.get(key)
        if before != after:
            steps = _steps(before.steps if before else (), after.steps if after else ())
            if change := FlowChange(key, before, after, steps):
                yield change


def _steps(old: Sequence[Step], new: Sequence[Step]) -> tuple[StepChange, ...]:
    """All steps of both: those of ``new`` in order, and each that is gone where it stood."""
    partners = _partners(old, new)
    stayed = _in_order([partners[at] for at in sorted(partners)])
    gone = _gone(old, set(partners.values()), stayed)
    rows = gone[-1]
    for at, step in enumerate(new):
        was = partners.get(at)
        if was is None:
            rows.append(StepChange(None, step, now=at + 1))
        else:
            rows.append(StepChange(old[was], step, was + 1, at + 1, was not in stayed))
            rows += gone[was] if was in stayed else []
    return tuple(rows)


def _partners(old: Sequence[Step], new: Sequence[Step]) -> dict[int, int]:
    """Index in ``new`` -> index in ``old`` of the same step."""
    by_id = {step.id: at for at, step in enumerate(old)}
    found = {at: by_id[step.id] for at, step in enumerate(new) if step.id in by_id}
    taken, left = set(found.values()), defaultdict[Step, list[int]](list)
    for at, step in enumerate(old):
        if at not in taken:
            left[_content(step)].append(at)
    for at, step in enumerate(new):
        if at not in found and (same := left[_content(step)]):
            found[at] = same.pop(0)
    return found


def _gone(old: Sequence[Step], kept: set[int], stayed: set[int]) -> dict[int, list[StepChange]]:
    """The steps that are gone, by the step before them that stayed; -1 is the beginning."""
    found = defaultdict[int, list[StepChange]](list)
    anchor = -1
    for at, step in enumerate(old):
        if at not in kept:
            found[anchor].append(StepChange(step, None, was=at + 1))
        elif at in stayed:
            anchor = at
    return found


def _in_order(places: Sequence[int]) -> set[int]:
    """The most of these different places that are in rising order as they stand."""
    ends: list[int] = []  # ends[n]: the lowest place that n + 1 rising ones may end in
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    found: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _content(step: Step) -> Step:
    """The step without what nobody sees."""
    if isinstance(step, Menu):
        choices = tuple(replace(choice, id="") for choice in step.choices)
        return replace(step, id="", choices=choices)
    return replace(step, id="")


def _triggers(flow: Flow | None) -> tuple[str, ...]:
    return flow.triggers if flow else ()


def _added(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    known = set(old)
    return tuple(dict.fromkeys(item for item in new if item not in known))


def _settings(old: Release, new: Release) -> Iterator[SettingChange]:
    for item in fields(old.settings):
        before, after = getattr(old.settings, item.name), getattr(new.settings, item.name)
        if item.name == "words":
            yield from _words(before, after)
        elif before != after:
            yield SettingChange(item.name, before, after)


def _words(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[SettingChange]:
    for word in dict.fromkeys([*old, *new]):
        before, after = tuple(old.get(word, ())), tuple(new.get(word, ()))
        if set(before) != set(after):
            yield SettingChange(f"{WORDS}{word}", before, after)


def _courses(old: Release, new: Release) -> Iterator[CourseChange]:
    before = {course.id: course for course in old.courses}
    after = {course.id: course for course in new.courses}
    for key in dict.fromkeys([*after, *before]):
        if before.get(key) != after.get(key):
            yield CourseChange(before.get(key), after.get(key))


def summary(found: Difference) -> str:
    """The difference in some words, such as "3 textos, 1 fluxo novo"."""
    return ", ".join(_counts(found)) or _("nada do que se lê")


def _counts(found: Difference) -> Iterator[str]:
    changed = [flow for flow in found.flows if flow.old and flow.new]
    steps = [step for flow in changed for step in flow.steps]
    both = [step for step in steps if step.old and step.new and step.changed]
    texts = [step for step in both if _texts(step.old) != _texts(step.new)]
    if count := len(texts) + len(found.replies):
        yield ngettext("%(n)s texto", "%(n)s textos", count) % {"n": count}
    if count := sum(flow.old is None for flow in found.flows):
        yield ngettext("%(n)s fluxo novo", "%(n)s fluxos novos", count) % {"n": count}
    if count := sum(flow.new is None for flow in found.flows):
        yield ngettext("%(n)s fluxo a menos", "%(n)s fluxos a menos", count) % {"n": count}
    if count := sum(step.old is None for step in steps):
        yield ngettext("%(n)s passo novo", "%(n)s passos novos", count) % {"n": count}
    if count := sum(step.new is None for step in steps):
        yield ngettext("%(n)s passo a menos", "%(n)s passos a menos", count) % {"n": count}
    if count := len(both) - len(texts):
        yield ngettext("%(n)s passo ajustado", "%(n)s passos ajustados", count) % {"n": count}
    if any(step.moved for step in steps):
        yield _("ordem dos passos")
    if any(flow.renamed or flow.triggers_in or flow.triggers_out for flow in changed):
        yield _("nomes ou palavras de fluxos")
    if found.settings:
        yield _("configurações")
    if found.courses:
        yield _("cursos")


def _texts(step: Step | None) -> tuple[str, ...]:
    """What a person may read of a step."""
    labels = tuple(choice.label for choice in step.choices) if isinstance(step, Menu) else ()
    return (getattr(step, "text", ""), getattr(step, "prompt", ""), *labels)
