"""A draft beside what is on the air, as the bubbles that a person would see."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bot_flows import differences
from bot_flows.compiler import compile_release
from bot_flows.differences import FlowChange, StepChange
from bot_flows.engine.release import Flow as FlowScript
from bot_flows.engine.release import FlowId, Release, Step
from bot_flows.models import Flow, ReplyTemplate
from bot_flows.models.preview import Bubble, show, speak

type Piece = Flow | ReplyTemplate


@dataclass(frozen=True, slots=True)
class Row:
    """Bubbles that stand side by side. ``kind``: same, changed, new, gone or moved."""

    kind: str
    before: tuple[Bubble, ...]
    after: tuple[Bubble, ...]

    @property
    def label(self) -> str:
        return {
            "changed": _("mudou"),
            "new": _("novo"),
            "gone": _("sai"),
            "moved": _("mudou de lugar"),
        }.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """``elsewhere`` are the titles of other flows where this change is heard."""

    live: bool
    rows: tuple[Row, ...]
    elsewhere: tuple[str, ...]
    before: Release
    after: Release

    @property
    def changes(self) -> bool:
        return any(row.kind != "same" for row in self.rows)


def compare(piece: Piece, draft: Piece) -> Comparison:
    """What changes when ``draft`` takes the place of ``piece``, as it is stored."""
    before = compile_release()
    after = compile_release(overrides={draft.reference: draft})
    found = differences.between(before, after)
    titles = _titles()
    if isinstance(draft, Flow):
        rows = _flow_rows(draft.reference, after, found.flows, titles)
    else:
        old = piece.text if piece.live and isinstance(piece, ReplyTemplate) else ""
        rows = [_text_row(old, draft.text)]
    others = tuple(flow.title for flow in found.flows if flow.id != draft.reference)
    return Comparison(piece.live, tuple(rows), others, before, after)


def _titles() -> dict[str, str]:
    return {str(key): title for key, title in Flow.objects.values_list("key", "title")}


def _flow_rows(
    reference: FlowId, after: Release, changed: Iterable[FlowChange], titles: Mapping[str, str]
) -> list[Row]:
    for change in changed:
        if change.id == reference:
            steps = [_step_row(step, titles) for step in change.steps]
            return [*_opening(change.old, change.new), *steps]
    flow = after.flows[reference]
    same = [_step_row(StepChange(step, step), titles) for step in flow.steps]
    return [*_opening(flow, flow), *same]


def _opening(old: FlowScript | None, new: FlowScript | None) -> Iterator[Row]:
    """The words that open the flow, as somebody would write them."""
    before, after = (", ".join(flow.triggers) if flow else "" for flow in (old, new))
    if before or after:
        yield Row(_kind(before, after), _said(before), _said(after))


def _said(words: str) -> tuple[Bubble, ...]:
    return (Bubble("person", words),) if words else ()


def _step_row(change: StepChange, titles: Mapping[str, str]) -> Row:
    before, after = _bubbles(change.old, titles), _bubbles(change.new, titles)
    if change.old and change.new:
        kind = "changed" if change.changed else "moved" if change.moved else "same"
    else:
        kind = "new" if change.new else "gone"
    return Row(kind, before, after)


def _bubbles(step: Step | None, titles: Mapping[str, str]) -> tuple[Bubble, ...]:
    return tuple(show(step, titles)) if step else ()


def _text_row(old: str, new: str) -> Row:
    return Row(_kind(old, new), tuple(speak(old)) if old else (), tuple(speak(new)) if new else ())


def _kind(old: str, new: str) -> str:
    if old == new:
        return "same"
    return "changed" if old and new else "new" if new else "gone"
