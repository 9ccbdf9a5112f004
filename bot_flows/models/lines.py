"""The lines of a conversation test: as Wagtail stores them, and as they are played."""

from collections.abc import Mapping
from datetime import timedelta
from functools import singledispatch
from math import ceil
from typing import Any
from uuid import uuid4

from bot_flows.engine.events import MediaKind
from bot_flows.engine.release import FlowId
from bot_flows.scripts import Act, Expects, ExpectsFlow, How, Line, Says, Sends, Waits

type Stored = Mapping[str, Any]

UNITS = (("days", 24 * 60), ("hours", 60), ("minutes", 1))  # in minutes
NOBODY = ""


def line_of(item: Stored, keys: Mapping[int, FlowId]) -> Line | None:
    """A stored block as a line; None for a kind of line that there is no more."""
    act = _act(item["type"], item["value"] or {}, keys)
    return Line(act, item.get("id") or "") if act else None


def _act(kind: str, value: Stored, keys: Mapping[int, FlowId]) -> Act | None:
    match kind:
        case "says":
            return Says(value.get("text") or "")
        case "sends":
            return Sends(MediaKind(value.get("kind") or MediaKind.OTHER))
        case "waits":
            return Waits(timedelta(**{value["unit"]: int(value.get("amount") or 0)}))
        case "expects":
            return Expects(_lines(value.get("text") or ""), How(value.get("how") or How.WHOLE))
        case "silent":
            return Expects("")
        case "expects_flow":
            flow = value.get("flow")
            return ExpectsFlow(keys.get(flow, f"gone-{flow}") if flow else NOBODY)
    return None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def stored(line: Line, rows: Mapping[FlowId, int]) -> dict[str, Any] | None:
    """A line as Wagtail stores it; None where it names a flow that has no row."""
    if isinstance(line.act, ExpectsFlow) and line.act.flow and line.act.flow not in rows:
        return None
    kind, value = _value(line.act, rows)
    return {"type": kind, "value": value, "id": line.id or str(uuid4())}


@singledispatch
def _value(act: Act, rows: Mapping[FlowId, int]) -> tuple[str, dict[str, Any] | None]:
    raise TypeError(act)


@_value.register
def _says(act: Says, rows: Mapping[FlowId, int]) -> tuple[str, dict[str, Any]]:
    return "says", {"text": act.text}


@_value.register
def _sends(act: Sends, rows: Mapping[FlowId, int]) -> tuple[str, dict[str, Any]]:
    return "sends", {"kind": str(act.kind)}


@_value.register
def _waits(act: Waits, rows: Mapping[FlowId, int]) -> tuple[str, dict[str, Any]]:
    minutes = max(1, ceil(act.time.total_seconds() / 60))
    unit, size = next((unit, size) for unit, size in UNITS if minutes % size == 0)
    return "waits", {"amount": minutes // size, "unit": unit}


@_value.register
def _expects(act: Expects, rows: Mapping[FlowId, int]) -> tuple[str, dict[str, Any] | None]:
    if not act.text.strip() and act.how is How.WHOLE:
        return "silent", None
    return "expects", {"how": str(act.how), "text": act.text}


@_value.register
def _expects_flow(act: ExpectsFlow, rows: Mapping[FlowId, int]) -> tuple[str, dict[str, Any]]:
    return "expects_flow", {"flow": rows.get(act.flow)}
