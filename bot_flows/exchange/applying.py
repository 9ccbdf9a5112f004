"""Taking a document over: all of it or nothing, as drafts.

Flows and replies become drafts on top of the newest ones. Tests and personas have no drafts:
a test that came in counts once the drafts that came with it are published. Settings have none
either: they are taken over only when asked for, and then they hold at once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log

from bot_flows import publishing
from bot_flows.models import BotSettings, ConversationTest, Flow, Persona, ReplyTemplate
from courses.models import CoursePage

from . import difference, files
from .difference import Change, Difference, Kind
from .document import Json, export
from .faults import BrokenDocument, Fault, broken
from .reading import FLOW_SETTINGS
from .stored import Names, inward

ACTION = "bot_flows.import"


def trial(document: Json) -> Difference:
    """What this document would change now. Changes nothing."""
    return difference.between(export(), document)


def apply(
    document: Json, by: User | None, *, seen: str = "", with_settings: bool = False
) -> Difference:
    """Take the document over; answers what changed.

    ``seen`` is the digest of the trial that was looked at: BrokenDocument when the bot changed
    since, when a piece is locked, or (PublishRefused) when the settings would break the bot.
    """
    with transaction.atomic():
        found = trial(document)
        if seen and seen != found.digest:
            raise broken(_("O bot mudou desde o ensaio. Confira a diferença de novo."))
        _refuse_locked(found.drafts, by)
        _take(document, found, by)
        if with_settings and found.settings:
            _settings(document["settings"], by)
        _note(found, by)
    return found


def _take(document: Json, found: Difference, by: User | None) -> None:
    wanted = {kind: {item.key for item in found.drafts if item.kind is kind} for kind in Kind}
    taken = {
        kind: [item for item in document[kind] if item["key"] in wanted[kind]]
        for kind in (Kind.FLOW, Kind.REPLY, Kind.PERSONA, Kind.TEST)
    }
    _make_room(taken)
    names = _names(document, by)
    for item in taken[Kind.FLOW]:
        _flow(item, names, by)
    for item in taken[Kind.REPLY]:
        _reply(item, by)
    people = {item["key"]: _persona(item, names, by) for item in taken[Kind.PERSONA]}
    waits_for = sorted(wanted[Kind.FLOW] | wanted[Kind.REPLY])
    for item in taken[Kind.TEST]:
        _test(item, names, people, waits_for, by)


def _make_room(taken: Mapping[Kind, Sequence[Json]]) -> None:
    """A row for everything that is new, so that the others can point at it."""
    flows = {str(key) for key in Flow.objects.values_list("key", flat=True)}
    replies = set(ReplyTemplate.objects.values_list("key", flat=True))
    for item in taken[Kind.FLOW]:
        if item["key"] not in flows:
            Flow.objects.create(key=UUID(item["key"]), title=item["title"], live=False)
    for item in taken[Kind.REPLY]:
        if item["key"] not in replies:
            words = {name: item.get(name) or "" for name in ("title", "text")}
            ReplyTemplate.objects.create(key=item["key"], live=False, **words)


def _names(document: Json, by: User | None) -> Names:
    known = files.put(document["files"], by)
    return Names(
        flows={pk: str(key) for pk, key in Flow.objects.values_list("pk", "key")},
        replies=dict(ReplyTemplate.objects.values_list("pk", "key")),
        images=known[get_image_model()],
        documents=known[get_document_model()],
    )


def _flow(item: Json, names: Names, by: User | None) -> None:
    row = Flow.objects.get(key=item["key"]).get_latest_revision_as_object()
    row.title, row.triggers = item["title"], item.get("triggers") or ""
    block = Flow.steps.field.stream_block
    row.steps = block.to_python(inward(block, item["steps"], names))
    _save_draft(row, by)


def _reply(item: Json, by: User | None) -> None:
    row = ReplyTemplate.objects.get(key=item["key"]).get_latest_revision_as_object()
    row.title, row.text = item.get("title") or row.title, item["text"]
    _save_draft(row, by)


def _save_draft(row: Flow | ReplyTemplate, by: User | None) -> None:
    row.save_revision(user=by, log_action=True, changed=True, clean=False)


def _persona(item: Json, names: Names, by: User | None) -> Persona:
    row = Persona.objects.filter(key=item["key"]).first() or Persona(key=UUID(item["key"]))
    row.title, row.name, row.returning = item["title"], item["name"], item["returning"]
    row.course = CoursePage.objects.filter(slug=item["course"]).first()
    block = Persona.known.field.stream_block
    row.known = block.to_python(inward(block, item["known"], names))
    row.save()
    row.save_revision(user=by)
    return row


def _test(
    item: Json,
    names: Names,
    people: Mapping[str, Persona],
    waits_for: Sequence[str],
    by: User | None,
) -> None:
    row = ConversationTest.objects.filter(key=item["key"]).first()
    row = row or ConversationTest(key=UUID(item["key"]))
    row.title, row.world, row.enabled = item["title"], item["world"], item["enabled"]
    row.persona = _person(item["persona"], people)
    row.start = Flow.objects.get(key=item["start"]) if item["start"] else None
    row.start_step = item.get("start_step") or ""
    row.at = datetime.fromisoformat(item["at"]) if item["at"] else None
    block = ConversationTest.script.field.stream_block
    row.script = block.to_python(inward(block, item["script"], names))
    row.waits_for = list(waits_for)
    row.save()
    row.save_revision(user=by)


def _person(key: str | None, people: Mapping[str, Persona]) -> Persona | None:
    return people.get(key) or Persona.objects.get(key=key) if key else None


def _settings(stored: Json, by: User | None) -> None:
    row = BotSettings.load()
    for name, value in stored.items():
        if name in FLOW_SETTINGS:
            setattr(row, name, Flow.objects.get(key=value) if value else None)
        else:
            setattr(row, name, value)
    row.acting_user = by
    row.save()


def _refuse_locked(changes: Sequence[Change], by: User | None) -> None:
    """Nobody's lock is broken; what is in review is looked at first."""
    faults = []
    for model, kind, name in ((Flow, Kind.FLOW, "key"), (ReplyTemplate, Kind.REPLY, "key")):
        keys = [item.key for item in changes if item.kind is kind and not item.new]
        for row in model.objects.filter(**{f"{name}__in": keys}):
            lock = row.get_lock()
            if lock and (by is None or lock.for_user(by)):
                faults.append(Fault(str(row), _("está trancado; destranque ou espere a revisão.")))
    if faults:
        raise BrokenDocument(faults)


def _note(found: Difference, by: User | None) -> None:
    """Into Wagtail's audit log."""
    changed = [f"{item.kind}: {item.title}" for item in found.changes]
    with publishing.held():
        stored = BotSettings.load()
    log(instance=stored, action=ACTION, user=by, data={"changes": changed[:200]})
