"""A change of live content and its release come together, or neither does."""

import datetime
import json
import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from bot_flows import publishing
from bot_flows.engine.codes import Code
from bot_flows.engine.wording import Reply
from bot_flows.models import BotSettings, Flow, PublishRefused, Release, ReplyTemplate
from bot_flows.models.release import load
from courses.models import CourseIndexPage, CoursePage, CourseSearchTerm
from tests.factories import a_bot, a_flow, all_replies, choice, end, go_to, menu, publish, say, step

pytestmark = pytest.mark.django_db


def numbers() -> list[int]:
    return list(Release.objects.order_by("number").values_list("number", flat=True))


def active() -> Release:
    return Release.objects.get(active=True)


def broken(start: Flow) -> Flow:
    """The same flow in memory, leading to a flow that is not live."""
    start.steps = json.dumps([go_to(a_flow("Rascunho", end(), live=False))])
    return start


def changed(start: Flow, text: str = "Mudou") -> Flow:
    start.steps = json.dumps([say(text), end()])
    return start


def test_nothing_new_is_made_when_nothing_changed() -> None:
    start, release = a_bot()
    publish(start)
    assert publishing.publish(None, "de novo") == release
    assert numbers() == [release.number]


def test_a_publication_by_code_makes_a_release() -> None:
    start, release = a_bot()
    user = User.objects.create_superuser("ana")
    publish(changed(start), user)
    assert active().number == release.number + 1
    assert active().created_by == user
    assert not Release.objects.get(pk=release.pk).active
    assert load(active().number).flows[start.reference].steps[0].text == "Mudou"


def test_a_refused_publication_by_code_changes_nothing() -> None:
    start, release = a_bot()
    revision = broken(start).save_revision()
    with pytest.raises(PublishRefused) as caught:
        revision.publish()
    assert [issue.code for issue in caught.value.issues] == [Code.UNPUBLISHED_TARGET]
    start.refresh_from_db()
    assert start.steps.raw_data[0]["type"] == "say"
    assert numbers() == [release.number]


def test_publish_itself_refuses_and_changes_nothing() -> None:
    all_replies()
    with pytest.raises(PublishRefused) as caught:
        publishing.publish(None, "sem início")
    assert [issue.code for issue in caught.value.issues] == [Code.MISSING_START]
    assert numbers() == []


def test_before_the_first_release_content_may_be_built_piece_by_piece() -> None:
    start = a_flow("Início", live=False)
    publish(changed(start))
    settings = BotSettings.load()
    settings.start = start
    settings.save()
    assert numbers() == []
    for key, text in [(key, "Texto") for key in Reply]:
        publish(ReplyTemplate.objects.create(key=key, title=key, text=text, live=False))
    assert len(numbers()) == 1


def test_an_older_release_comes_back_and_the_next_publication_goes_on_from_the_content() -> None:
    start, first = a_bot()
    publish(changed(start))
    second = active()
    publishing.activate(first, None)
    assert active() == first
    assert publishing.publish(None, "de novo").digest == second.digest
    assert numbers() == [first.number, second.number, second.number + 1]


def test_withdrawing_a_flow_makes_a_release() -> None:
    _start, release = a_bot()
    about = a_flow("Sobre", live=False, triggers="sobre")
    publish(changed(about))
    about.refresh_from_db()
    about.unpublish()
    assert active().number == release.number + 2
    assert active().digest == release.digest


def test_withdrawing_a_flow_that_is_needed_is_refused() -> None:
    start, release = a_bot()
    with pytest.raises(PublishRefused):
        start.unpublish()
    start.refresh_from_db()
    assert start.live
    assert active() == release


def test_deleting_a_flow_makes_a_release() -> None:
    _start, release = a_bot()
    about = a_flow("Sobre", live=False, triggers="sobre")
    publish(changed(about))
    about.delete()
    assert active().digest == release.digest


def test_settings_make_a_release_and_are_refused_whole() -> None:
    _start, release = a_bot()
    settings = BotSettings.load()
    settings.page_size = 4
    settings.save()
    assert active().document["settings"]["page_size"] == 4
    settings.start = a_flow("Rascunho", end(), live=False)
    with pytest.raises(PublishRefused):
        settings.save()
    assert BotSettings.objects.get().start.title == "Início"
    assert active().number == release.number + 1


def schedule(flow: Flow) -> None:
    """Publish on a date that has come since."""
    flow.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    flow.save_revision().publish()
    come = timezone.now() - datetime.timedelta(minutes=1)
    revision = flow.revisions.latest("pk")
    revision.approved_go_live_at = come
    revision.content["go_live_at"] = str(come)
    revision.save()


def test_scheduled_publication_makes_a_release() -> None:
    start, release = a_bot()
    publish(start)
    start.refresh_from_db()
    schedule(changed(start, "Na hora marcada"))
    assert numbers() == [release.number]
    call_command("publish_scheduled")
    assert active().document["flows"][0]["steps"][0]["text"] == "Na hora marcada"


def test_a_scheduled_publication_that_is_refused_holds_up_no_other(caplog: Any) -> None:
    start, release = a_bot()
    publish(start)
    start.refresh_from_db()
    about = a_flow("Sobre", live=False, triggers="sobre")
    schedule(broken(start))
    schedule(changed(about))
    call_command("publish_scheduled")
    assert {flow["title"] for flow in active().document["flows"]} == {"Início", "Sobre"}
    assert active().number == release.number + 1
    assert "scheduled publishing refused" in caplog.text
    start.refresh_from_db()
    assert start.steps.raw_data[0]["type"] == "say"


def test_a_fault_that_was_there_before_refuses_nobody_else() -> None:
    start, release = a_bot()
    Release.objects.update(document={**release.document, "replies": {}})
    load.cache_clear()
    ReplyTemplate.objects.filter(key=Reply.HELP).update(live=False)
    publish(changed(start))
    start.refresh_from_db()
    assert start.steps.raw_data[0]["value"]["text"] == "Mudou"
    assert numbers() == [release.number]


def a_course() -> CoursePage:
    """A draft of a course page; the bot has heard nothing of it."""
    parent = Page.get_first_root_node().add_child(instance=CourseIndexPage(title="Cursos"))
    course = CoursePage(title="Química", code="QUI", level="tecnico", modality="ead", shift="noite")
    course.duration_semesters, course.campus, course.summary = 4, "Centro", "Um curso."
    course.search_terms.add(CourseSearchTerm(term="laboratório"))
    course.live = False
    return parent.add_child(instance=course)


def courses() -> list[tuple[str, list[str]]]:
    return [(course["name"], course["terms"]) for course in active().document["courses"]]


def a_bot_with_a_course() -> tuple[Flow, Release]:
    with publishing.held():
        a_course().save_revision().publish()
    return a_bot(step("courses", prompt="Qual?"), end())


def test_a_course_comes_into_the_bot_and_goes() -> None:
    _start, release = a_bot()
    course = a_course()
    assert active() == release
    course.save_revision().publish()
    assert courses() == [("Química", ["laboratório"])]
    course.refresh_from_db()
    course.unpublish()
    assert courses() == []
    course.save_revision().publish()
    CoursePage.objects.get().delete()
    assert courses() == []


def test_a_course_page_is_never_held_back_by_the_bot(caplog: Any) -> None:
    _start, release = a_bot_with_a_course()
    CoursePage.objects.get().unpublish()
    assert not CoursePage.objects.get().live
    assert active().number == release.number
    assert "the bot stays on its release" in caplog.text


def test_held_changes_make_one_release() -> None:
    start, release = a_bot()
    with publishing.held():
        publish(changed(start))
        publish(changed(a_flow("Sobre", live=False, triggers="sobre")))
        assert numbers() == [release.number]
    publishing.publish(None, "tudo")
    assert numbers() == [release.number, release.number + 1]


def test_two_choices_and_a_menu_survive_the_way_through_a_release() -> None:
    start, _release = a_bot()
    about = a_flow("Sobre", end())
    start.steps = json.dumps([menu("?", choice("Sobre", about), choice("Sair")), end()])
    publish(start)
    step = load(active().number).flows[start.reference].steps[0]
    assert [item.target for item in step.choices] == [about.reference, None]


@pytest.mark.django_db(transaction=True)
def test_flows_are_found_by_search_after_the_commit_and_forgotten_when_deleted() -> None:
    flow = a_flow("Mestrado", end())
    assert list(get_search_backend().search("mestrado", Flow)) == [flow]
    entries = ContentType.objects.get_for_model(Flow)
    with transaction.atomic():
        flow.title = "Doutorado"
        flow.save()
        transaction.set_rollback(True)
    assert list(get_search_backend().search("doutorado", Flow)) == []
    flow.delete()
    assert not IndexEntry.objects.filter(content_type=entries).exists()


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_make_two_releases_in_order() -> None:
    """Each waits for the other: the later release holds both changes."""
    start, release = a_bot()
    about = a_flow("Sobre", live=False, triggers="sobre")
    ready = threading.Barrier(2)
    failures: list[BaseException] = []

    def run(flow: Flow) -> None:
        try:
            ready.wait(5)
            publish(flow)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[changed(flow)]) for flow in (start, about)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    texts = [flow["steps"][0]["text"] for flow in active().document["flows"]]
    assert texts == ["Mudou", "Mudou"]
    assert numbers() == [release.number, release.number + 1, release.number + 2]
