"""What the clock does to wording, with the hour given as a value: it goes live, and ends."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, Revision

from bot_flows import planning, publishing
from bot_flows.engine.wording import Reply
from bot_flows.models import (
    Flow,
    OutboundMessage,
    Release,
    ReplyTemplate,
)
from bot_flows.models.release import load
from bot_flows.models.schedule import REFUSED, REFUSED_EXPIRY, RETURNED
from courses.models import CourseIndexPage
from tests.factories import a_bot, a_flow, end, go_to, publish, say

from .test_views import message, post

pytestmark = pytest.mark.django_db

TEN = datetime(2030, 12, 24, 13, 0, tzinfo=UTC)  # ten in the morning in Brasília
NOON = TEN + timedelta(hours=2)
A_MINUTE = timedelta(minutes=1)
NORMAL, GREETING = "Oi, {nome}!", "Feliz Natal, {nome}!"


def actions(content: Any) -> list[str]:
    entries = ModelLogEntry.objects.for_instance(content).order_by("timestamp", "pk")
    return list(entries.values_list("action", flat=True))


def refusal(content: Any, action: str = REFUSED) -> list[str]:
    return ModelLogEntry.objects.for_instance(content).get(action=action).data["reasons"]


def active() -> Release:
    return Release.objects.get(active=True)


def schedule(
    content: Flow, *steps: Any, go: datetime | None = TEN, until: datetime | None = NOON
) -> Revision:
    """What the editor's button does with a date of beginning, of end, or both."""
    draft = Flow.objects.get(pk=content.pk)
    draft.steps, draft.go_live_at, draft.expire_at = json.dumps(steps), go, until
    revision = draft.save_revision()
    revision.publish()
    return revision


def greets() -> str:
    """What the webhook says to a student who writes now."""
    before = OutboundMessage.objects.count()
    number = before + 1
    assert post(message(id=f"false_5541999990001@c.us_{number:06d}")).status_code == 200
    texts = OutboundMessage.objects.order_by("number").values_list("text", flat=True)
    return "\n".join(list(texts)[before:])


def test_a_greeting_from_ten_to_noon_is_heard_from_ten_to_noon() -> None:
    start, _release = a_bot(say(NORMAL), end())
    schedule(start, say(GREETING), end())
    planning.run_due(TEN - A_MINUTE)
    assert "Oi, " in greets()
    planning.run_due(TEN)
    assert "Feliz Natal" in greets()
    planning.run_due(NOON - A_MINUTE)
    assert "Feliz Natal" in greets()
    planning.run_due(NOON)
    said = greets()
    assert "Oi, " in said
    assert "Feliz Natal" not in said


def test_after_the_return_the_editor_finds_the_usual_words_and_no_dates() -> None:
    start, _release = a_bot(say(NORMAL), end())
    schedule(start, say(GREETING), end())
    planning.run_due(TEN)
    planning.run_due(NOON)
    start.refresh_from_db()
    assert start.live
    assert not start.has_unpublished_changes
    assert (start.go_live_at, start.expire_at, start.returns_to) == (None, None, None)
    assert start.get_latest_revision_as_object().steps.raw_data[0]["value"]["text"] == NORMAL
    assert actions(start)[-2:] == ["wagtail.publish.scheduled", RETURNED]


def test_a_draft_that_was_begun_meanwhile_is_kept() -> None:
    start, _release = a_bot(say(NORMAL), end())
    schedule(start, say(GREETING), end(), go=None)
    start.refresh_from_db()
    start.steps = json.dumps([say("Rascunho"), end()])
    draft = start.save_revision()
    planning.run_due(NOON)
    start.refresh_from_db()
    assert start.steps.raw_data[0]["value"]["text"] == NORMAL
    assert start.latest_revision == draft


def test_what_is_scheduled_for_later_stays_scheduled_after_a_return() -> None:
    start, _release = a_bot(say(NORMAL), end())
    schedule(start, say(GREETING), end(), go=None)
    schedule(start, say("Feliz Ano Novo"), end(), go=NOON + timedelta(hours=1), until=None)
    planning.run_due(NOON)
    assert active().document["flows"][0]["steps"][0]["text"] == NORMAL
    planning.run_due(NOON + timedelta(hours=1))
    assert active().document["flows"][0]["steps"][0]["text"] == "Feliz Ano Novo"


def test_a_correction_of_a_greeting_goes_back_to_the_usual_words() -> None:
    start, _release = a_bot(say(NORMAL), end())
    schedule(start, say("Feliz Natl"), end(), go=None)
    schedule(start, say(GREETING), end(), go=None, until=NOON - timedelta(hours=1))
    planning.run_due(NOON - timedelta(hours=1))
    assert active().document["flows"][0]["steps"][0]["text"] == NORMAL
    start.refresh_from_db()
    assert start.expire_at is None


def test_a_greeting_within_wording_that_ends_later_goes_back_to_that_once() -> None:
    a_bot()
    fair = a_flow("Feira", end(), triggers="feira", live=False)
    later = NOON + timedelta(days=1)
    schedule(fair, say("Feira até amanhã"), end(), go=None, until=later)
    schedule(fair, say("Feira só agora"), end(), go=None, until=NOON)
    planning.run_due(NOON)
    fair.refresh_from_db()
    assert fair.steps.raw_data[0]["value"]["text"] == "Feira até amanhã"
    assert (fair.expire_at, fair.returns_to) == (later, None)
    planning.run_due(later)
    fair.refresh_from_db()
    assert not fair.live


def test_a_flow_that_nothing_leads_to_ends_and_leaves_the_bot() -> None:
    _start, release = a_bot()
    fair = a_flow("Feira", end(), triggers="feira", live=False)
    schedule(fair, end(), go=TEN)
    planning.run_due(TEN)
    assert len(active().document["flows"]) == 2
    planning.run_due(NOON)
    fair.refresh_from_db()
    assert (fair.live, fair.expired) == (False, True)
    assert active().digest == release.digest


def test_a_flow_that_is_led_to_stays_beyond_its_end_and_leaves_a_trace() -> None:
    start, _release = a_bot()
    fair = a_flow("Feira", say("Feira"), end(), live=False)
    schedule(fair, say("Feira"), end(), go=None)
    start.steps = json.dumps([go_to(fair)])
    publish(start)
    number = active().number
    planning.run_due(NOON)
    planning.run_due(NOON + A_MINUTE)
    fair.refresh_from_db()
    assert (fair.live, fair.expire_at) == (True, None)
    assert active().number == number
    assert refusal(fair, REFUSED_EXPIRY) == [
        "Início: Leva ao fluxo “Feira”, que não está publicado."
    ]


def test_a_reply_that_the_engine_needs_ends_and_the_usual_one_comes_back() -> None:
    a_bot()
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    usual = reply.text
    reply.text, reply.expire_at = "Boas festas!", NOON
    publish(reply)
    assert active().document["replies"]["goodbye"] == "Boas festas!"
    planning.run_due(NOON)
    assert active().document["replies"]["goodbye"] == usual


def test_a_refused_publication_leaves_a_trace_once_and_holds_up_no_other() -> None:
    start, _release = a_bot()
    about = a_flow("Sobre", live=False, triggers="sobre")
    schedule(start, go_to(a_flow("Rascunho", end(), live=False)), until=None)
    schedule(about, say("Sobre"), end(), until=None)
    planning.run_due(TEN)
    planning.run_due(TEN + A_MINUTE)
    about.refresh_from_db()
    assert about.live
    assert refusal(start) == ["Início: Leva ao fluxo “Rascunho”, que não está publicado."]
    start.refresh_from_db()
    assert start.steps.raw_data[0]["type"] == "say"
    assert not start.approved_schedule


def test_a_piece_that_fails_holds_up_no_other_and_is_given_up_after_an_hour() -> None:
    start, _release = a_bot()
    revision = schedule(start, say(GREETING), end(), until=None)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": None})
    about = a_flow("Sobre", live=False, triggers="sobre")
    schedule(about, say("Sobre"), end(), until=None)
    planning.run_due(TEN)
    about.refresh_from_db()
    assert about.live
    assert Flow.objects.get(pk=start.pk).approved_schedule
    planning.run_due(TEN + timedelta(hours=2))
    assert not Flow.objects.get(pk=start.pk).approved_schedule
    assert refusal(start) == ["Algo falhou no sistema; publique à mão."]


def test_what_is_over_when_the_worker_comes_back_is_not_begun() -> None:
    start, release = a_bot(say(NORMAL), end())
    schedule(start, say(GREETING), end())
    planning.run_due(NOON + timedelta(hours=1))
    assert active() == release
    [reason] = refusal(start)
    assert "antes que isto pudesse ir ao ar" in reason


def test_pages_go_live_and_end_too() -> None:
    page = Page.get_first_root_node().add_child(instance=CourseIndexPage(title="Cursos"))
    page.unpublish()
    page.go_live_at, page.expire_at = TEN, NOON
    page.save_revision().publish()
    planning.run_due(TEN)
    page.refresh_from_db()
    assert page.live
    planning.run_due(NOON)
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_wagtails_own_command_brings_the_usual_words_back_too() -> None:
    start, _release = a_bot(say(NORMAL), end())
    schedule(start, say(GREETING), end(), go=None)
    Flow.objects.update(expire_at=timezone.now() - A_MINUTE)
    call_command("publish_scheduled")
    assert active().document["flows"][0]["steps"][0]["text"] == NORMAL


def test_a_published_piece_makes_a_release_by_whoever_scheduled_it() -> None:
    editor = User.objects.create_superuser("editora")
    start, _release = a_bot(say(NORMAL), end())
    start.steps, start.go_live_at = json.dumps([say(GREETING), end()]), TEN
    start.save_revision(user=editor).publish(user=editor)
    planning.run_due(TEN)
    assert active().created_by == editor
    assert publishing.errors(load(active().number)) == ()
