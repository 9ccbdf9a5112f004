"""What a document would change: piece by piece, as lines before and after."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.field_block import BaseChoiceBlock, ChooserBlock

from bot_flows.models import BotSettings, ConversationTest, Flow, Persona

from .document import Json

type Titles = Mapping[str, str]


class Kind(StrEnum):
    """What a piece of the bot is; the value is its part of the document."""

    FLOW = "flows"
    REPLY = "replies"
    PERSONA = "personas"
    TEST = "tests"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a piece: ``mark`` is " " (stays), "-" (goes) or "+" (comes)."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A piece that the document would add or change."""

    kind: Kind
    key: str
    title: str
    new: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, and how many pieces stay as they are. What the document does not have is
    left alone and counted in ``untouched``."""

    changes: tuple[Change, ...]
    same: int
    untouched: int
    digest: str

    @property
    def drafts(self) -> tuple[Change, ...]:
        """What would land as drafts, and tests and personas with it."""
        return tuple(item for item in self.changes if item.kind is not Kind.SETTINGS)

    @property
    def settings(self) -> Change | None:
        return next((item for item in self.changes if item.kind is Kind.SETTINGS), None)


def between(ours: Json, theirs: Json) -> Difference:
    """What ``theirs`` would change in ``ours``; both are documents."""
    titles = {**_titles(ours), **_titles(theirs)}
    changes: list[Change] = []
    same = untouched = 0
    for kind in (Kind.FLOW, Kind.REPLY, Kind.PERSONA, Kind.TEST):
        here = {item["key"]: item for item in ours[kind]}
        for item in theirs[kind]:
            old = here.pop(item["key"], None)
            if old == item:
                same += 1
            else:
                changes.append(_change(kind, old, item, titles))
        untouched += len(here)
    changes += _settings(ours["settings"], theirs["settings"], titles)
    return Difference(tuple(changes), same, untouched, _digest(ours, theirs))


def _digest(ours: Json, theirs: Json) -> str:
    written = json.dumps([ours, theirs], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _titles(document: Json) -> dict[str, str]:
    parts = (Kind.FLOW, Kind.REPLY, Kind.PERSONA)
    found = {item["key"]: item.get("title") or "" for part in parts for item in document[part]}
    files = {name: item["filename"] for name, item in document["files"].items()}
    return {**found, **files}


def _change(kind: Kind, old: Json | None, new: Json, titles: Titles) -> Change:
    write = _WRITERS[kind]
    before = list(write(old, titles)) if old else []
    title = new.get("title") or (old or {}).get("title") or new["key"]
    rows = tuple(_rows(before, list(write(new, titles))))
    return Change(kind, new["key"], title, old is None, rows)


def _rows(before: list[str], after: list[str]) -> Iterator[Row]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, first, end, start, last in matcher.get_opcodes():
        if tag == "equal":
            yield from (Row(" ", line) for line in before[first:end])
            continue
        yield from (Row("-", line) for line in before[first:end])
        yield from (Row("+", line) for line in after[start:last])


def _settings(ours: Json, theirs: Json, titles: Titles) -> list[Change]:
    changed = {key: value for key, value in theirs.items() if ours.get(key) != value}
    if not changed:
        return []
    rows = [row for key, value in changed.items() for row in _setting(key, ours, value, titles)]
    return [Change(Kind.SETTINGS, "settings", _("Configurações"), new=False, rows=tuple(rows))]


def _setting(key: str, ours: Json, value: Any, titles: Titles) -> Iterator[Row]:
    label = str(BotSettings._meta.get_field(key).verbose_name)
    for mark, found in (("-", ours.get(key)), ("+", value)):
        yield Row(mark, f"{label}: {titles.get(str(found), found) or _('nada')}")


def _flow(item: Json, titles: Titles) -> Iterator[str]:
    yield _("Título: %(title)s") % {"title": item.get("title") or ""}
    triggers = ", ".join(line for line in (item.get("triggers") or "").split("\n") if line)
    yield _("Palavras: %(words)s") % {"words": triggers or _("nenhuma")}
    yield from _steps(Flow.steps.field.stream_block, item["steps"], titles)


def _reply(item: Json, titles: Titles) -> Iterator[str]:
    yield _("Nome: %(title)s") % {"title": item.get("title") or ""}
    yield from (item.get("text") or "").split("\n")


def _persona(item: Json, titles: Titles) -> Iterator[str]:
    yield item["title"]
    yield _("Nome: %(title)s") % {"title": item["name"]}
    yield _("Curso: %(course)s") % {"course": item["course"] or _("nenhum")}
    yield _("Já conversou") if item["returning"] else _("Nunca conversou")
    yield from _steps(Persona.known.field.stream_block, item["known"], titles)


def _test(item: Json, titles: Titles) -> Iterator[str]:
    yield item["title"]
    yield _("Persona: %(name)s") % {"name": titles.get(item["persona"] or "") or _("nenhuma")}
    yield _("Começa em: %(name)s") % {"name": titles.get(item["start"] or "") or _("nenhum fluxo")}
    yield _("Quando: %(at)s · vagas: %(world)s") % {"at": item["at"] or "–", "world": item["world"]}
    yield _("Vale na publicação") if item["enabled"] else _("Não vale na publicação")
    yield from _steps(ConversationTest.script.field.stream_block, item["script"], titles)


_WRITERS: Mapping[Kind, Callable[[Json, Titles], Iterator[str]]] = {
    Kind.FLOW: _flow,
    Kind.REPLY: _reply,
    Kind.PERSONA: _persona,
    Kind.TEST: _test,
}


def _steps(stream: Any, stored: list[Json], titles: Titles) -> Iterator[str]:
    for number, item in enumerate(stored, start=1):
        block = stream.child_blocks[item["type"]]
        yield f"{number}. {block.label}"
        yield from _write(block, item["value"], titles, "   ")


def _write(block: blocks.Block, value: Any, titles: Titles, margin: str) -> Iterator[str]:
    match block:
        case blocks.StructBlock():
            for key, child in block.child_blocks.items():
                if value.get(key) not in (None, "", []):
                    yield from _field(child, value[key], titles, margin)
        case blocks.ListBlock():
            for item in value:
                yield from _write(block.child_block, item["value"], titles, margin)


def _field(block: blocks.Block, value: Any, titles: Titles, margin: str) -> Iterator[str]:
    if isinstance(block, blocks.ListBlock | blocks.StructBlock):
        yield f"{margin}{block.label}:"
        yield from _write(block, value, titles, f"{margin}   ")
        return
    first, *others = _said(block, value, titles).split("\n")
    yield f"{margin}{block.label}: {first}"
    yield from (f"{margin}   {line}" for line in others)


def _said(block: blocks.Block, value: Any, titles: Titles) -> str:
    match block:
        case ChooserBlock():
            found = next(iter(value.values()))
            return titles.get(found, found)
        case BaseChoiceBlock():
            return next((str(label) for key, label in _flat(block) if key == value), str(value))
        case _:
            return str(value)


def _flat(block: BaseChoiceBlock) -> Iterator[tuple[Any, Any]]:
    for key, label in block.field.choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
