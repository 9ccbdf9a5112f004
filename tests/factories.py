"""Content for tests, in the words of an editor: steps as Wagtail stores them, flows, a bot."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from bot_flows import publishing
from bot_flows.demo_content import REPLIES
from bot_flows.models import BotSettings, Flow, Release, ReplyTemplate

type Stored = dict[str, Any]


def step(kind: str, /, **value: Any) -> Stored:
    return {"type": kind, "id": str(uuid4()), "value": value}


def entries(values: Sequence[Stored]) -> list[Stored]:
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


def say(text: str = "", template: ReplyTemplate | None = None) -> Stored:
    chosen = template.pk if template else None
    return step("say", text=text, template=chosen, image=None, document=None)


def choice(label: str, target: Flow | None = None, synonyms: str = "") -> Stored:
    return {"label": label, "target": target and target.pk, "synonyms": synonyms}


def menu(prompt: str, *choices: Stored) -> Stored:
    return step("menu", prompt=prompt, choices=entries(choices))


def ask(prompt: str, slot: str = "termo", kind: str = "text", custom: str = "") -> Stored:
    return step("ask", prompt=prompt, kind=kind, slot=slot, custom=custom, error="")


def branch(slot: str, value: str, target: Flow, otherwise: Flow | None = None) -> Stored:
    condition = {"slot": slot, "custom": "", "operator": "is", "value": value}
    rule = {"conditions": entries([condition]), "target": target.pk}
    return step("branch", rules=entries([rule]), otherwise=otherwise and otherwise.pk)


def go_to(target: Flow) -> Stored:
    return step("go_to", target=target.pk)


def end(text: str = "Até logo!") -> Stored:
    return step("end", text=text)


def a_flow(title: str, *steps: Stored, triggers: str = "", live: bool = True) -> Flow:
    """A stored flow; it makes no release by itself."""
    return Flow.objects.create(title=title, triggers=triggers, live=live, steps=json.dumps(steps))


def set_steps(flow: Flow, *steps: Stored) -> Flow:
    """Replace the stored steps, as a draft that is live at once, without a release."""
    flow.steps = json.dumps(steps)
    flow.save()
    return flow


def publish(flow: Flow | ReplyTemplate, user: Any = None) -> None:
    """Publish the object as it is in memory, by the code path that the editor's button takes."""
    flow.save_revision(user=user).publish(user=user)


def all_replies() -> None:
    """A reply for everything that the engine says."""
    ReplyTemplate.objects.bulk_create(
        ReplyTemplate(key=str(key), title=str(key), text=text) for key, text in REPLIES.items()
    )


def a_bot(*steps: Stored) -> tuple[Flow, Release]:
    """The smallest bot that may be published: one flow, all replies; and its release."""
    start = a_flow("Início", *(steps or (say("Oi, {nome}!"), end())), triggers="oi")
    with publishing.held():
        settings = BotSettings.load()
        settings.start = start
        settings.save()
        all_replies()
    return start, publishing.publish(None, "teste")


def form_data(content: Flow, **changes: Any) -> dict[str, str]:
    """What the editor's form posts for this flow. ``steps`` is given as it is stored."""
    fields = {
        "title": content.title,
        "triggers": content.triggers,
        "steps": list(content.steps.raw_data),
        **changes,
    }
    steps = fields.pop("steps")
    return {**fields, **_posted_list("steps", steps, typed=True)}


def _posted_list(prefix: str, stored: Sequence[Stored], *, typed: bool = False) -> dict[str, str]:
    posted = {f"{prefix}-count": str(len(stored))}
    for index, item in enumerate(stored):
        at = f"{prefix}-{index}"
        posted |= {f"{at}-deleted": "", f"{at}-order": str(index), f"{at}-id": item["id"]}
        if typed:
            posted[f"{at}-type"] = item["type"]
        posted |= _posted(f"{at}-value", item["value"])
    return posted


def _posted(prefix: str, value: Any) -> dict[str, str]:
    if isinstance(value, list):
        return _posted_list(prefix, value)
    if isinstance(value, dict):
        parts = (_posted(f"{prefix}-{name}", item) for name, item in value.items())
        return {key: item for part in parts for key, item in part.items()}
    return {prefix: "" if value is None else str(value)}


def edit_url(content: Flow | ReplyTemplate) -> str:
    name = content._meta.model_name
    return reverse(f"wagtailsnippets_bot_flows_{name}:edit", args=[content.pk])


def post(
    editor: Client, content: Flow | ReplyTemplate, data: dict[str, str], *, publish: bool
) -> Any:
    action = {"action-publish": "1"} if publish else {}
    return editor.post(edit_url(content), {**data, **action})
