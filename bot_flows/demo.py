"""Loads the demonstration bot. What is there already is left as it is."""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from bot_flows import publishing
from bot_flows.demo_content import FLOWS, REPLIES, To, name_id
from bot_flows.demo_talks import TALKS
from bot_flows.models import BotSettings, ConversationTest, Flow, Release, ReplyTemplate
from bot_flows.replies import REPLIES as NOTES


def load(by: User | None = None) -> Release:
    """The demonstration bot, published. Raises PublishRefused where the content of editors
    leaves no room for it.

    Flows and conversation tests come only into a bot without flows, so that what editors
    deleted stays away; replies and settings are added where they are missing.
    """
    with transaction.atomic():
        is_new = not Flow.objects.exists()
        with publishing.held():
            if is_new:
                _load_flows(by)
            _load_replies(by)
        release = publishing.publish(by, _("Conteúdo de demonstração"))
        if is_new:
            _load_talks(by)
        return release


def _load_flows(by: User | None) -> None:
    rows = {
        name: Flow.objects.create(
            key=UUID(name_id(name)),
            title=flow.title,
            triggers="\n".join(flow.triggers),
            live=False,
        )
        for name, flow in FLOWS.items()
    }
    for name, flow in FLOWS.items():
        rows[name].steps = json.dumps([_with_rows(step, rows) for step in flow.steps])
        rows[name].save_revision(user=by).publish(user=by)
    _load_settings(rows)


def _with_rows(value: Any, rows: dict[str, Flow]) -> Any:
    """The same stored value, with primary keys in the place of names."""
    match value:
        case To(name):
            return rows[name].pk
        case dict():
            return {key: _with_rows(item, rows) for key, item in value.items()}
        case list():
            return [_with_rows(item, rows) for item in value]
        case _:
            return value


def _load_settings(rows: dict[str, Flow]) -> None:
    settings = BotSettings.load()
    for name in ("start", "menu", "help", "person"):
        if getattr(settings, f"{name}_id") is None:
            setattr(settings, name, rows[name])
    settings.save()


def _load_talks(by: User | None) -> None:
    for title, script in TALKS.items():
        test = ConversationTest.of(script, title)
        test.save()
        test.save_revision(user=by, changed=True)


def _load_replies(by: User | None) -> None:
    there = set(ReplyTemplate.objects.values_list("key", flat=True))
    for key, text in REPLIES.items():
        if key not in there:
            title = str(NOTES[key].name)
            row = ReplyTemplate.objects.create(key=key, title=title, text=text, live=False)
            row.save_revision(user=by).publish(user=by)
