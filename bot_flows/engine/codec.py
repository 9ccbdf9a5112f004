"""A release as JSON, and back. The number and the cities stay outside the document, so
that two documents are equal exactly when the content is.

Format 1: an object has the names of its dataclass's fields, and a step says its kind under
``step``. A field that a document does not have yet takes its default, so a new field with a
default needs no new format.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from .release import (
    AnswerKind,
    Ask,
    Branch,
    Choice,
    Condition,
    Course,
    Courses,
    End,
    Flow,
    GoTo,
    Handoff,
    Media,
    Menu,
    MenuForm,
    Operator,
    Release,
    Rule,
    Say,
    SearchSource,
    Settings,
    Step,
    Vacancies,
)
from .wording import Reply, Word

FORMAT = 1

type Json = dict[str, Any]
type Cities = Mapping[str, tuple[str, ...]]

KINDS: Mapping[type[Step], str] = {
    Say: "say",
    Menu: "menu",
    Ask: "ask",
    Branch: "branch",
    Courses: "courses",
    Vacancies: "vacancies",
    Handoff: "handoff",
    GoTo: "go_to",
    End: "end",
}
_STEPS = {kind: step for step, kind in KINDS.items()}


def to_json(release: Release) -> Json:
    """The content of a release in JSON values; flows by id, so that their order says nothing."""
    flows = sorted(release.flows.values(), key=lambda flow: flow.id)
    return {
        "format": FORMAT,
        "settings": _plain(release.settings),
        "flows": [_flow_out(flow) for flow in flows],
        "replies": _plain(release.replies),
        "courses": _plain(release.courses),
    }


def from_json(document: Mapping[str, Any], *, number: int, cities: Cities | None = None) -> Release:
    """The release that ``to_json`` wrote. ValueError where this version cannot read it."""
    if document.get("format") != FORMAT:
        raise ValueError(
            f"This release is written in format {document.get('format')!r}, "
            f"and this version reads format {FORMAT} only: publish again to write it anew."
        )
    flows = [_flow_in(data) for data in document["flows"]]
    return Release(
        number=number,
        settings=_settings_in(document["settings"]),
        flows={flow.id: flow for flow in flows},
        replies={Reply(key): text for key, text in document["replies"].items() if key in Reply},
        courses=_each(_course_in, document["courses"]),
        cities={} if cities is None else cities,
    )


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of the document's canonical JSON: equal content, equal digest."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """Dataclasses and mappings as objects, tuples as lists, enums as their values."""
    match value:
        case StrEnum():
            return value.value
        case None | str() | int():
            return value
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case _:
            return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}


def _flow_out(flow: Flow) -> Json:
    steps = [{"step": KINDS[type(step)], **_plain(step)} for step in flow.steps]
    return {"id": flow.id, "title": flow.title, "triggers": list(flow.triggers), "steps": steps}


def _flow_in(data: Json) -> Flow:
    steps, triggers = _each(_step_in, data["steps"]), tuple(data["triggers"])
    return Flow(data["id"], data["title"], steps, triggers)


def _step_in(data: Json) -> Step:
    kind, values = data["step"], {key: value for key, value in data.items() if key != "step"}
    if kind not in _STEPS:
        raise ValueError(f"This release has a step of the kind {kind!r}, unknown to this version.")
    for name, read in _READERS.items():
        if name in values:
            values[name] = read(values[name])
    return _STEPS[kind](**values)


def _media_in(data: Json | None) -> Media | None:
    return Media(**data) if data else None


def _choice_in(data: Json) -> Choice:
    return Choice(**{**data, "synonyms": tuple(data["synonyms"])})


def _rule_in(data: Json) -> Rule:
    return Rule(_each(_condition_in, data["conditions"]), data["target"])


def _condition_in(data: Json) -> Condition:
    return Condition(**{**data, "operator": Operator(data["operator"])})


def _settings_in(data: Json) -> Settings:
    words = {Word(key): tuple(items) for key, items in data["words"].items() if key in Word}
    form = MenuForm(data.get("menu_form", MenuForm.TEXT))
    return Settings(**{**data, "words": words, "menu_form": form})


def _course_in(data: Json) -> Course:
    return Course(**{**data, "terms": tuple(data["terms"])})


def _each[T](read: Callable[[Json], T], items: Iterable[Json]) -> tuple[T, ...]:
    return tuple(read(item) for item in items)


# Fields of steps that are more than text; no two kinds of step use one name differently.
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "media": _media_in,
    "choices": lambda items: _each(_choice_in, items),
    "rules": lambda items: _each(_rule_in, items),
    "kind": AnswerKind,
    "options": tuple,
    "source": SearchSource,
}
