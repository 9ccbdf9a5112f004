"""Where a piece of the bot is used, and what is used nowhere.

Wagtail's reference index knows what is stored live; drafts are read besides, so that nobody
deletes what a colleague is about to publish.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex, Revision

from bot_flows.compiler import compile_release
from bot_flows.engine.codes import Code
from bot_flows.engine.issues import inspect
from bot_flows.exchange.stored import chosen
from bot_flows.models import Flow, ReplyTemplate


def users_of(instance: Model) -> list[Model]:
    """The other pieces of content that refer to this one, live or as a draft, each once."""
    found: dict[tuple[type, Any], Model] = {}
    for source, _references in ReferenceIndex.get_grouped_references_to(instance):
        found[type(source), source.pk] = source
    for flow in _drafts_with(instance):
        found[Flow, flow.pk] = flow
    found.pop((type(instance), instance.pk), None)
    return list(found.values())


def _drafts_with(instance: Model) -> Iterator[Flow]:
    wanted = (type(instance), instance.pk)
    for flow, choices in _drafts():
        if wanted in choices:
            yield flow


def _drafts() -> Iterator[tuple[Flow, set[tuple[type, Any]]]]:
    """Each flow with a draft, and what the draft points at. Two statements."""
    block = Flow.steps.field.stream_block
    rows = list(Flow.objects.filter(has_unpublished_changes=True))
    revisions = Revision.objects.in_bulk([row.latest_revision_id for row in rows])
    for row in rows:
        if revision := revisions.get(row.latest_revision_id):
            stored = Flow.steps.field.to_python(revision.content.get("steps") or "[]")
            yield row, set(chosen(block, list(stored.raw_data)))


@dataclass(frozen=True, slots=True)
class Unused:
    """What nothing leads to or shows, by kind."""

    flows: tuple[Flow, ...]
    replies: tuple[ReplyTemplate, ...]
    images: tuple[Any, ...]
    documents: tuple[Any, ...]

    def __bool__(self) -> bool:
        return any((self.flows, self.replies, self.images, self.documents))


def unused() -> Unused:
    """Flows that nothing opens, shared texts that no flow says, files that nothing shows."""
    lost = {
        issue.flow for issue in inspect(compile_release()) if issue.code is Code.UNREACHABLE_FLOW
    }
    shared = [item for item in ReplyTemplate.objects.all() if not item.reply]
    return Unused(
        flows=tuple(Flow.objects.filter(key__in=lost)),
        replies=tuple(_without_users(shared)),
        images=tuple(_without_users(get_image_model().objects.order_by("title"))),
        documents=tuple(_without_users(get_document_model().objects.order_by("title"))),
    )


def _without_users(items: Iterable[Any]) -> Iterator[Any]:
    there = list(items)
    if not there:
        return
    used = {
        int(pk)
        for pk in ReferenceIndex.objects.filter(
            to_content_type=ReferenceIndex._get_base_content_type(there[0])
        ).values_list("to_object_id", flat=True)
    }
    kind = type(there[0])
    drafted = {pk for _flow, choices in _drafts() for model, pk in choices if model is kind}
    yield from (item for item in there if item.pk not in used | drafted)
