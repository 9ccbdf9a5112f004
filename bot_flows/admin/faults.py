"""Faults of a release as errors of a form: each one at the field that causes it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError

from bot_flows.blocks.branching import OTHER
from bot_flows.engine.codes import Code, Issue
from bot_flows.sentences import sentence

type Path = tuple[int | str, ...]
type Fault = tuple[Path, str]

# What a stream holds, level by level: steps, fields, entries of a list, their fields.
LEVELS = (
    StreamBlockValidationError,
    StructBlockValidationError,
    ListBlockValidationError,
    StructBlockValidationError,
)
LISTS = frozenset({"choices", "rules"})
IN_TARGET = frozenset({Code.MISSING_TARGET, Code.UNPUBLISHED_TARGET, Code.AUTOMATIC_LOOP})


def steps_error(
    issues: Iterable[Issue], stored: Sequence[Mapping[str, Any]], names: Mapping[str, str]
) -> ValidationError | None:
    """One error for the whole stream of steps, or None where no issue is in it."""
    faults = [(path_of(issue, stored), sentence(issue, names)) for issue in issues]
    return _nest(faults, 0, whole=True) if faults else None


def path_of(issue: Issue, stored: Sequence[Mapping[str, Any]]) -> Path:
    """Index of the step, name of the field, index of the entry, name of its field."""
    index = next((at for at, item in enumerate(stored) if item["id"] == issue.step), None)
    if index is None:
        return ()
    step = stored[index]["value"]
    if issue.field not in LISTS or not issue.item:
        name = _field(issue.field, step)
        return (index, name) if name else (index,)
    entry = _entry(step[issue.field], issue)
    return (index, issue.field, *entry)


def _field(name: str, step: Mapping[str, Any]) -> str:
    """The block's field for a field of the engine's step."""
    if name == "text" and not step.get("text") and step.get("template"):
        return "template"
    if name == "slot" and step.get("slot") == OTHER:
        return "custom"
    return name if name in step else ""


def _entry(entries: Sequence[Mapping[str, Any]], issue: Issue) -> Path:
    name = "target" if issue.code in IN_TARGET else "label"
    if issue.field == "rules":
        return (int(issue.item), "target")
    found = (at for at, item in enumerate(entries) if item["id"] == issue.item)
    return next(((at, name) for at in found), ())


def _nest(faults: Sequence[Fault], level: int, *, whole: bool = False) -> ValidationError:
    """The errors of one level: those of the ``whole`` list or block, and those of its parts."""
    own = [text for path, text in faults if not path]
    below: dict[Any, list[Fault]] = defaultdict(list)
    for path, text in faults:
        if path:
            below[path[0]].append((path[1:], text))
    if not below and not whole:
        return ValidationError(own)
    errors = {
        part: _nest(found, level + 1, whole=part in LISTS or level % 2 == 0)
        for part, found in below.items()
    }
    return LEVELS[level](block_errors=errors, non_block_errors=own)
