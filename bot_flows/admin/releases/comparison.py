"""A difference as people see it: bubbles before and after, sentences for the rest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot_flows.differences import Difference, FlowChange, ReplyChange, StepChange
from bot_flows.engine.release import FlowId, Media, Release, Step
from bot_flows.models import preview
from bot_flows.models.preview import Bubble
from bot_flows.replies import REPLIES

from .facts import facts
from .marking import marked
from .settings import course_lines, setting_lines

type Names = Mapping[FlowId, str]


@dataclass(frozen=True, slots=True)
class Said:
    """A bubble, with the words marked that differ."""

    who: str
    html: SafeString
    media: Media | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row: what is said, and what else there is to know."""

    bubbles: tuple[Said, ...] = ()
    facts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.bubbles or self.facts)


@dataclass(frozen=True, slots=True)
class Row:
    """A step, or several that are the same. ``kind``: new, gone, changed, moved or same."""

    kind: str
    label: str
    before: Side = Side()
    after: Side = Side()


@dataclass(frozen=True, slots=True)
class Section:
    """A flow, or the replies. ``kind``: new, gone or changed."""

    kind: str
    title: str
    rows: tuple[Row, ...]
    lines: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything to be shown; false where nothing differs."""

    flows: tuple[Section, ...] = ()
    replies: Section | None = None
    settings: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.flows or self.replies or self.settings or self.courses)


def compare(
    found: Difference, old: Release, new: Release, urls: Mapping[FlowId, str]
) -> Comparison:
    """``urls`` are where flows are edited, for those who may."""
    before, after = _titles(old), _titles(new)
    return Comparison(
        flows=tuple(_flow(change, before, after, urls) for change in found.flows),
        replies=_replies(found.replies),
        settings=tuple(setting_lines(found.settings, before, after)),
        courses=tuple(course_lines(found.courses)),
    )


def _titles(bot: Release) -> dict[FlowId, str]:
    return {flow.id: flow.title for flow in bot.flows.values()}


def _flow(change: FlowChange, before: Names, after: Names, urls: Mapping[FlowId, str]) -> Section:
    kind = "new" if change.old is None else "gone" if change.new is None else "changed"
    rows = tuple(_rows(change.steps, before, after))
    lines = tuple(_about(change))
    return Section(kind, change.title, rows, lines, urls.get(change.id, ""))


def _about(change: FlowChange) -> Iterator[str]:
    if change.renamed and change.old:
        yield _("Antes se chamava “%s”.") % change.old.title
    if words := _quoted(change.triggers_in):
        yield _("Passou a abrir com: %s.") % words
    if words := _quoted(change.triggers_out):
        yield _("Deixou de abrir com: %s.") % words


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _rows(steps: Sequence[StepChange], before: Names, after: Names) -> Iterator[Row]:
    for changed, run in groupby(steps, key=bool):
        if changed:
            yield from (_row(step, before, after) for step in run)
        else:
            yield _same(len(list(run)))


def _same(count: int) -> Row:
    text = ngettext("%(n)s passo igual", "%(n)s passos iguais", count)
    return Row("same", text % {"n": count})


def _row(step: StepChange, before: Names, after: Names) -> Row:
    if step.old is None:
        return Row("new", _("Passo %s: novo") % step.now, after=_side(step.new, after))
    if step.new is None:
        return Row("gone", _("Passo %s: saiu") % step.was, before=_side(step.old, before))
    places = {"now": step.now, "was": step.was}
    sides = _sides(step.old, step.new, before, after)
    if not step.moved:
        return Row("changed", _("Passo %(now)s: mudou") % places, *sides)
    label = _("Passo %(now)s: mudou, e era o %(was)s") if step.changed else ""
    return Row("moved", (label or _("Passo %(now)s: era o %(was)s")) % places, *sides)


def _side(step: Step | None, names: Names) -> Side:
    assert step is not None
    bubbles = (Said(item.who, item.formatted, item.media) for item in preview.show(step, names))
    return Side(tuple(bubbles), tuple(facts(step)))


def _sides(old: Step, new: Step, before: Names, after: Names) -> tuple[Side, Side]:
    """Both sides; of the lines only those that the other side has not."""
    left, right = facts(old), facts(new)
    said = _said(preview.show(old, before), preview.show(new, after))
    return (
        Side(said[0], tuple(line for line in left if line not in right)),
        Side(said[1], tuple(line for line in right if line not in left)),
    )


def _said(
    old: Sequence[Bubble], new: Sequence[Bubble]
) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """The bubbles of both sides, each marked against the one that stands in its place."""
    left: list[Said] = []
    right: list[Said] = []
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    for _tag, start, end, other_start, other_end in matcher.get_opcodes():
        for one, other in zip_longest(old[start:end], new[other_start:other_end]):
            html = marked(one.formatted if one else "", other.formatted if other else "")
            left += [Said(one.who, html[0], one.media)] if one else []
            right += [Said(other.who, html[1], other.media)] if other else []
    return tuple(left), tuple(right)


def _keys(bubbles: Iterable[Bubble]) -> list[tuple[str, str, Media | None]]:
    return [(item.who, item.text, item.media) for item in bubbles]


def _replies(changes: Sequence[ReplyChange]) -> Section | None:
    if not changes:
        return None
    return Section("changed", _("Respostas"), tuple(map(_reply, changes)))


def _reply(change: ReplyChange) -> Row:
    note = REPLIES.get(change.key)
    name = str(note.name) if note else str(change.key)
    left, right = _said(preview.speak(change.old), preview.speak(change.new))
    kind = "changed" if change.old and change.new else "new" if change.new else "gone"
    return Row(kind, name, Side(left), Side(right))
