"""The whole bot as one JSON document.

Everything an editor wrote: flows, replies, settings, personas, conversation tests, and the
files that flows send, as base64. Not in it: courses, vacancies, people, conversations.
"""

import base64
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.db.models import ForeignKey, Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from bot_flows.models import BotSettings, ConversationTest, Flow, Persona, ReplyTemplate

from .stored import Names, chosen, outward

FORMAT = "capyvagas-bot"
VERSION = 1

type Json = dict[str, Any]

# What of a draft is words; the key never changes.
WORDS: Mapping[type, tuple[str, ...]] = {
    Flow: ("title", "triggers", "steps"),
    ReplyTemplate: ("title", "text"),
}


class Source(StrEnum):
    """Whose words: the newest drafts, or what is published."""

    DRAFTS = "drafts"
    LIVE = "live"


def export(source: Source = Source.DRAFTS) -> Json:
    """The bot as a document. A fixed number of statements, and one read for each file."""
    flows, replies = contents(Flow, source), contents(ReplyTemplate, source)
    files = _files(flows)
    names = names_now(files)
    return {
        "format": FORMAT,
        "version": VERSION,
        "flows": [flow_out(item, names) for item in sorted(flows, key=lambda item: item.reference)],
        "replies": [reply_out(item) for item in sorted(replies, key=lambda item: item.key)],
        "settings": settings_out(BotSettings.objects.first() or BotSettings(), names),
        "personas": [
            persona_out(item, names)
            for item in Persona.objects.select_related("course").order_by("key")
        ],
        "tests": [
            test_out(item, names)
            for item in ConversationTest.objects.select_related("persona").order_by("key")
        ],
        "files": {item.file_hash or item.get_file_hash(): _file_out(item) for item in files},
    }


def contents[T: (Flow, ReplyTemplate)](kind: type[T], source: Source) -> list[T]:
    """All content of a kind, as drafts or as published. Two statements."""
    rows = list(kind.objects.all())
    if source is Source.LIVE:
        return [row for row in rows if row.live]
    revisions = Revision.objects.in_bulk(
        [row.latest_revision_id for row in rows if row.latest_revision_id]
    )
    return [_draft(row, revisions.get(row.latest_revision_id)) for row in rows]


def _draft[T: (Flow, ReplyTemplate)](row: T, revision: Revision | None) -> T:
    """The words of a draft; its choosers are looked up by nobody here."""
    if revision is None:
        return row
    said = {name: revision.content[name] for name in WORDS[type(row)] if name in revision.content}
    return type(row)(pk=row.pk, key=row.key, **said)


def names_now(files: Iterable[Any]) -> Names:
    """What everything is called that flows can point at."""
    images = (item for item in files if isinstance(item, get_image_model()))
    documents = (item for item in files if isinstance(item, get_document_model()))
    return Names(
        flows={pk: str(key) for pk, key in Flow.objects.values_list("pk", "key")},
        replies=dict(ReplyTemplate.objects.values_list("pk", "key")),
        images={item.pk: item.file_hash or item.get_file_hash() for item in images},
        documents={item.pk: item.file_hash or item.get_file_hash() for item in documents},
    )


def _files(flows: Iterable[Flow]) -> list[Any]:
    block = Flow.steps.field.stream_block
    found: dict[Any, set[int]] = {get_image_model(): set(), get_document_model(): set()}
    for flow in flows:
        for model, pk in chosen(block, list(flow.steps.raw_data)):
            if model in found:
                found[model].add(pk)
    return [item for model, pks in found.items() for item in model.objects.filter(pk__in=pks)]


def flow_out(flow: Flow, names: Names) -> Json:
    return {
        "key": flow.reference,
        "title": flow.title,
        "triggers": flow.triggers.replace("\r\n", "\n"),
        "steps": outward(Flow.steps.field.stream_block, list(flow.steps.raw_data), names),
    }


def reply_out(reply: ReplyTemplate) -> Json:
    return {"key": reply.key, "title": reply.title, "text": reply.text.replace("\r\n", "\n")}


def settings_out(stored: BotSettings, names: Names) -> Json:
    return {
        item.name: _flow_key(stored, item, names)
        if isinstance(item, ForeignKey)
        else item.value_from_object(stored)
        for item in settings_fields()
    }


def settings_fields() -> list[Any]:
    return [item for item in BotSettings._meta.concrete_fields if not item.primary_key]


def _flow_key(stored: Model, item: Any, names: Names) -> str | None:
    return names.flows.get(getattr(stored, item.attname))


def persona_out(persona: Persona, names: Names) -> Json:
    return {
        "key": str(persona.key),
        "title": persona.title,
        "name": persona.name,
        "course": persona.course.slug if persona.course else None,
        "returning": persona.returning,
        "known": outward(Persona.known.field.stream_block, list(persona.known.raw_data), names),
    }


def test_out(test: ConversationTest, names: Names) -> Json:
    block = ConversationTest.script.field.stream_block
    return {
        "key": str(test.key),
        "title": test.title,
        "persona": str(test.persona.key) if test.persona else None,
        "start": names.flows.get(test.start_id) if test.start_id else None,
        "start_step": test.start_step,
        "at": test.at.isoformat() if test.at else None,
        "world": test.world,
        "script": outward(block, list(test.script.raw_data), names),
        "enabled": test.enabled,
    }


def _file_out(item: Any) -> Json:
    with item.file.open("rb") as opened:
        data = base64.b64encode(opened.read()).decode("ascii")
    out = {
        "kind": "image" if isinstance(item, get_image_model()) else "document",
        "title": item.title,
        "filename": item.file.name.rsplit("/", 1)[-1],
        "data": data,
    }
    return out | ({"description": item.description} if out["kind"] == "image" else {})
