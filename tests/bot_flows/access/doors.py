"""Every door of the bot in the dashboard, found by walking the addresses, and what is behind."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Site

from bot_flows.models import (
    BotSettings,
    Contact,
    Conversation,
    ConversationTest,
    HandledPhrase,
    InboundEvent,
    OutboundMessage,
    Parcel,
    Persona,
    ReleasePlan,
    ReplyTemplate,
    ReviewLink,
)
from bot_flows.scripts import Line, Opening, Says, Script
from courses.models import CourseIndexPage, CoursePage
from tests.factories import a_bot, end, publish, say

DASHBOARD = "dashboard/"
HOME, LOGIN = "/dashboard/", "/dashboard/login/"
PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)")


@dataclass(frozen=True, slots=True)
class Door:
    """``path`` as Django knows it, such as ``bot/revisao/<slug:kind>/<int:pk>/``."""

    path: str

    @property
    def names(self) -> list[str]:
        return [a or b for a, b in PLACE.findall(self.path)]

    def url(self, values: dict[str, Any]) -> str:
        filled = PLACE.sub(lambda found: str(values[found[1] or found[2]]), self.path)
        return "/" + re.sub(r"[\^$\\]", "", filled)


def doors() -> list[Door]:
    return [Door(path) for path, view in _walk(get_resolver().url_patterns) if _is_ours(path, view)]


def _walk(patterns: Iterable[Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for item in patterns:
        here = path + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _walk(item.url_patterns, here)
        elif isinstance(item, URLPattern):
            yield here, item.callback


def _is_ours(path: str, view: Any) -> bool:
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    names = "bot_flows" in path or path.startswith(f"{DASHBOARD}bot/")
    return path.startswith(DASHBOARD) and (names or module.startswith("bot_flows"))


@dataclass
class House:
    """Something behind every door, and the values that open each."""

    boss: User
    values: dict[str, Any] = field(default_factory=dict)
    of_path: dict[str, int] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)

    def key(self, door: Door) -> dict[str, Any]:
        values = dict(self.values)
        for part, pk in self.of_path.items():
            if part in door.path:
                values["pk"] = values["instance_pk"] = pk
        for part, pk in self.revisions.items():
            if part in door.path:
                values |= {"revision_id": pk, "revision_id_a": pk}
        if "/replytemplate/" in door.path:
            values |= self.values["reply"]
        return values


def build() -> House:
    boss = User.objects.create_superuser("chefe")
    start, old = a_bot(say("Bem-vinda!"), end())
    publish_again(start)
    flow = _in_review(start, boss)
    reply = _in_review(a_reply(), boss)
    persona = Persona.objects.create(title="Ana")
    test = ConversationTest.of(Script(Opening(), (Line(Says("oi")),)), "Teste")
    test.save()
    tried = {"/persona/": persona.save_revision(), "/conversationtest/": test.save_revision()}
    revision = start.latest_revision
    values = {
        **flow,
        "reply": reply,
        "kind": "fluxo",
        "action": "publicar",
        "form": "bot",
        "contact_id": a_contact(),
        "link": ReviewLink.objects.create(
            revision=revision,
            written_at=revision.created_at,
            expires_at=timezone.now() + ReviewLink.LIFE,
        ).pk,
        "image_id": Image.objects.create(title="Lago", file="x.png", width=1, height=1).pk,
        "document_id": Document.objects.create(title="Edital", file="x.pdf").pk,
    }
    plan = ReleasePlan.objects.create(release=old, starts_at=timezone.now())
    event = InboundEvent.objects.get()
    paths = {
        "/persona/": persona.pk,
        "/conversationtest/": test.pk,
        "bot/testes/<int:pk>": test.pk,
        "bot/testes/de-conversa/": values["contact_id"],
        "vagas/cursos/": a_course(),
        "bot/versoes/": old.pk,
        "bot/versoes/cancelar/": plan.pk,
        "/ensaio/": a_parcel(boss),
        "nao-entendi/desfazer/": a_phrase(boss),
        "/replytemplate/": reply["pk"],
        "/inboundevent/": event.pk,
        "/outboundmessage/": OutboundMessage.objects.get().pk,
        "/botsettings/": BotSettings.load().pk,
    }
    revisions = {path: item.pk for path, item in tried.items()}
    return House(boss, values, paths, revisions)


def publish_again(flow: Any) -> None:
    flow.steps = json.dumps([say("Olá!"), end()])
    publish(flow)


def a_reply() -> Any:
    return ReplyTemplate.objects.order_by("pk").first()


def _in_review(piece: Any, boss: User) -> dict[str, Any]:
    revision = piece.save_revision(user=boss)
    state = piece.get_workflow().start(piece, boss)
    return {
        "pk": piece.pk,
        "revision_id": revision.pk,
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": state.current_task_state.pk,
        "task_id": state.current_task_state.task.pk,
        "workflow_state_id": state.pk,
    }


def a_contact() -> int:
    contact = Contact.objects.create(name="Ana")
    until = timezone.now() + timezone.timedelta(hours=1)
    Conversation.objects.create(
        contact=contact, chat_id="5541@c.us", state={"silent_until": until.isoformat()}
    )
    InboundEvent.objects.create(
        session="s", key="1", contact=contact, kind="text", text="oi", sent_at=timezone.now()
    )
    OutboundMessage.objects.create(contact=contact, number=1, chat_id="5541@c.us", text="Olá")
    return contact.pk


def a_course() -> int:
    course = CoursePage(title="Design", code="DES", campus="Centro", summary="x")
    index = CourseIndexPage(title="Cursos")
    Site.objects.get(is_default_site=True).root_page.add_child(instance=index)
    index.add_child(instance=course)
    return course.pk


def a_parcel(boss: User) -> int:
    return Parcel.objects.create(kind="bot", filename="bot.json", content=b"{}", brought_by=boss).pk


def a_phrase(boss: User) -> int:
    row = HandledPhrase(flow="f", step="s", folded="oi", way="ignored", handled_by=boss)
    row.save()
    return row.pk


def opens(client: Client, url: str, method: str = "get") -> bool | None:
    """Whether this door opens; None where it is not opened in this way. Nothing is kept."""
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    if response.status_code == 405:
        return None
    target = response.headers.get("location", "").split("?")[0]
    return response.status_code != 403 and target not in (HOME, LOGIN)


class WithoutRendering:
    """Middleware: what a view decided is all that is asked here, and drawing it takes long."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        return self.get_response(request)

    def process_template_response(self, request: Any, response: TemplateResponse) -> Any:
        response.content = b""
        return response
