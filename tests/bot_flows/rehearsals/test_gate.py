"""Publishing plays the conversation tests: what would break one is not published."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import transaction
from wagtail.models import ModelLogEntry

from bot_flows import publishing
from bot_flows.models import BotSettings, ConversationTest, Flow, Release, ReplyTemplate
from bot_flows.publishing import TestsFailed
from bot_flows.rehearsal import Fault
from courses.models import CoursePage
from tests import factories
from tests.bot_flows.test_publishing import a_bot_with_a_course, a_course
from tests.factories import a_flow, choice, end, menu, publish, say

from .factories import a_test, expects, says

pytestmark = pytest.mark.django_db

HELLO = "Que bom, Ana!"


def a_bot() -> tuple[Flow, Release]:
    return factories.a_bot(say("Que bom, {nome}!"), end())


def active() -> Release:
    return Release.objects.get(active=True)


def changed(start: Flow, text: str = "Mudou") -> Flow:
    start.steps = json.dumps([say(text), end()])
    return start


def a_person(*rights: str) -> User:
    user = User.objects.create_user("pessoa")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def test_a_change_that_breaks_a_test_is_refused_with_what_came_instead() -> None:
    start, release = a_bot()
    a_test("Saudação", says("oi"), expects(HELLO, "contains"))
    with pytest.raises(TestsFailed) as caught:
        publish(changed(start))
    [played] = caught.value.failed
    [failure] = played.result.failures
    assert played.test.title == "Saudação"
    assert (failure.fault, failure.expected) == (Fault.ABSENT, HELLO)
    assert "Mudou" in failure.got
    start.refresh_from_db()
    assert start.steps.raw_data[0]["value"]["text"] == "Que bom, {nome}!"
    assert active() == release


def test_a_change_that_breaks_nothing_is_published_and_counted() -> None:
    start, release = a_bot()
    a_test("Saudação", says("oi"), expects("Até logo!"))
    a_test("Outra", says("oi"), expects("Até logo!"))
    publish(changed(start))
    assert (active().number, active().tests_run, active().tests_failed) == (
        release.number + 1,
        2,
        0,
    )


@pytest.mark.parametrize("field", [{"enabled": False}, {"waits_for": ["outro-fluxo"]}])
def test_a_test_that_does_not_count_refuses_nothing(field: dict[str, Any]) -> None:
    start, release = a_bot()
    a_test("Saudação", says("oi"), expects(HELLO), **field)
    publish(changed(start))
    assert (active().number, active().tests_run) == (release.number + 1, 0)


def test_a_test_that_failed_before_holds_up_nobody_else() -> None:
    start, release = a_bot()
    a_test("Velha", says("oi"), expects("Bom dia!"))
    publish(changed(start))
    assert (active().number, active().tests_run, active().tests_failed) == (
        release.number + 1,
        1,
        1,
    )
    assert active().overridden_by is None


def test_publishing_what_a_test_waits_for_lets_it_count() -> None:
    start, _release = a_bot()
    about = a_flow("Sobre", end("Sou a Capy"), triggers="sobre", live=False)
    start.steps = json.dumps([menu("E aí?", choice("Sobre", about), choice("Sair")), end()])
    start.save_revision()
    waiting = a_test(
        "Sobre", says("sobre"), expects("Sou a Capy"), waits_for=[about.reference, start.reference]
    )
    publish(about)
    waiting.refresh_from_db()
    assert waiting.waits_for == [start.reference]
    assert active().tests_run == 0
    publish(start)
    waiting.refresh_from_db()
    assert waiting.waits_for == []
    assert (active().tests_run, active().tests_failed) == (1, 0)


def test_what_a_test_waits_for_may_not_break_it_though_it_never_held_before() -> None:
    _start, release = a_bot()
    about = a_flow("Sobre", end("Sou outra coisa"), triggers="sobre", live=False)
    waiting = a_test("Sobre", says("sobre"), expects("Sou a Capy"), waits_for=[about.reference])
    with pytest.raises(TestsFailed):
        publish(about)
    waiting.refresh_from_db()
    assert waiting.waits_for == [about.reference]
    assert active() == release


def test_a_test_goes_on_waiting_while_there_is_a_newer_draft() -> None:
    start, _release = a_bot()
    waiting = a_test("Saudação", says("oi"), expects("Nova!"), waits_for=[start.reference])
    older = changed(start, "Velha").save_revision()
    changed(start, "Nova!").save_revision()
    older.publish()
    waiting.refresh_from_db()
    assert waiting.waits_for == [start.reference]


def test_withdrawing_and_deleting_go_through_the_gate() -> None:
    _start, _release = a_bot()
    about = a_flow("Sobre", end("Sou a Capy"), triggers="sobre", live=False)
    publish(about)
    a_test("Sobre", says("sobre"), expects("Sou a Capy"))
    release = active()
    about.refresh_from_db()
    with pytest.raises(TestsFailed):
        about.unpublish()
    with pytest.raises(TestsFailed), transaction.atomic():
        about.delete()
    assert Flow.objects.filter(title="Sobre", live=True).exists()
    assert active() == release


def test_settings_go_through_the_gate() -> None:
    a_bot()
    a_test("Sair", says("oi"), says("xau"), expects("Tchau"), enabled=False)
    a_test("Parar", says("oi"), says("parar"), expects("não escrevo mais"))
    settings = BotSettings.load()
    settings.words_stop = "chega"
    with pytest.raises(TestsFailed):
        settings.save()
    assert "parar" in BotSettings.objects.get().words_stop


def test_a_reply_goes_through_the_gate() -> None:
    a_bot()
    a_test("Parar", says("oi"), says("parar"), expects("não escrevo mais"))
    reply = ReplyTemplate.objects.get(key="stopped")
    reply.text = "Ok."
    with pytest.raises(TestsFailed):
        publish(reply)


def test_a_course_page_is_never_held_back(caplog: Any) -> None:
    _start, release = a_bot_with_a_course()
    a_test("Cursos", says("oi"), expects("Química"), expects("*2.*", "lacks"))
    second = a_course()
    second.title = "Biologia"
    second.save_revision().publish()
    assert CoursePage.objects.get(title="Biologia").live
    assert active().number == release.number
    assert "the bot stays on its release" in caplog.text


def test_scheduled_publishing_is_refused_and_logged(caplog: Any) -> None:
    start, release = a_bot()
    a_test("Saudação", says("oi"), expects(HELLO))
    changed(start).save_revision().publish(log_action="wagtail.publish.scheduled")
    assert active() == release
    assert "scheduled publishing refused" in caplog.text
    assert "Saudação" in caplog.text


def test_who_has_the_right_publishes_anyway_and_it_is_logged() -> None:
    start, release = a_bot()
    a_test("Saudação", says("oi"), expects(HELLO))
    user = a_person("override_tests", "publish_flow")
    with publishing.overriding(user, "A saudação mudou de propósito."):
        publish(changed(start), user)
    now = active()
    assert (now.number, now.tests_run, now.tests_failed) == (release.number + 1, 1, 1)
    assert now.overridden_by == user
    entry = ModelLogEntry.objects.get(action="bot_flows.override")
    assert entry.user == user
    assert entry.object_id == str(now.pk)
    assert entry.data == {"reason": "A saudação mudou de propósito.", "tests": ["Saudação"]}


def test_an_override_without_the_right_overrides_nothing() -> None:
    start, release = a_bot()
    a_test("Saudação", says("oi"), expects(HELLO))
    user = a_person("publish_flow")
    with publishing.overriding(user, "Quero."), pytest.raises(TestsFailed):
        publish(changed(start), user)
    assert active() == release


def test_an_override_that_was_not_needed_is_not_logged() -> None:
    start, _release = a_bot()
    user = a_person("override_tests", "publish_flow")
    with publishing.overriding(user, "À toa"):
        publish(changed(start), user)
    assert active().overridden_by is None
    assert not ModelLogEntry.objects.filter(action="bot_flows.override").exists()


def test_publish_and_activate_take_an_override_too() -> None:
    start, first = a_bot()
    user = a_person("override_tests", "publish_flow")
    publish(changed(start))
    second = active()
    a_test("Mudou", says("oi"), expects("Mudou"))
    with pytest.raises(TestsFailed):
        publishing.activate(first, user)
    assert active() == second
    publishing.activate(first, user, override=True)
    assert active() == first
    assert (active().tests_failed, active().overridden_by) == (1, user)
    with publishing.held():
        publish(changed(Flow.objects.get(), "De novo"))
    ConversationTest.objects.update(title="Outra")
    assert publishing.publish(user, "de novo", override=True).number == second.number + 1


def test_going_back_to_what_is_on_the_air_plays_nothing() -> None:
    _start, release = a_bot()
    a_test("Falha", says("oi"), expects("Bom dia!"))
    publishing.activate(release, None)
    assert active().tests_run == 0
