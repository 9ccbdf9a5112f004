"""The drafts, compiled once and kept: what an editor writes is seen on the very next answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from bot_flows.compiler import compile_drafts
from bot_flows.engine.wording import Reply
from bot_flows.models import BotSettings, Flow, ReplyTemplate
from courses.models import CourseIndexPage, CoursePage, CourseSearchTerm
from tests.factories import a_bot, a_flow, choice, end, menu, publish, say, set_steps, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def start() -> Flow:
    return a_bot()[0]


def first_text(flow: Flow) -> str:
    return compile_drafts().flows[flow.reference].steps[0].text


def draft(flow: Flow, text: str) -> Any:
    flow.steps = json.dumps([say(text), end()])
    return flow.save_revision()


def test_the_same_value_until_something_is_written(start: Flow) -> None:
    assert compile_drafts() is compile_drafts()


def test_what_is_kept_costs_a_fixed_number_of_statements(start: Flow) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            compile_drafts()
        return len(captured)

    def both() -> tuple[int, int]:
        return statements(), statements()

    draft(start, "um")
    few = both()
    for number in range(20):
        draft(a_flow(f"Fluxo {number}", menu("?", choice("A", start), choice("B"))), "mais")
    assert both() == few
    assert few[1] <= 8


def test_a_new_draft_is_seen(start: Flow) -> None:
    compile_drafts()
    draft(start, "Rascunho")
    assert first_text(start) == "Rascunho"


def test_a_draft_that_autosave_writes_over_is_seen(start: Flow) -> None:
    revision = draft(start, "Primeiro")
    assert first_text(start) == "Primeiro"
    start.steps = json.dumps([say("Por cima"), end()])
    start.save_revision(overwrite_revision=revision)
    assert first_text(start) == "Por cima"


def test_a_row_written_past_its_revisions_is_seen(start: Flow) -> None:
    publish(start)
    compile_drafts()
    set_steps(Flow.objects.get(pk=start.pk), say("Direto na linha"), end())
    assert first_text(start) == "Direto na linha"


def test_going_back_to_what_was_is_seen(start: Flow) -> None:
    draft(start, "A")
    assert first_text(start) == "A"
    draft(start, "B")
    assert first_text(start) == "B"
    draft(start, "A")
    assert first_text(start) == "A"


def publish_a_reply(start: Flow) -> Any:
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    reply.text = "Fui!"
    publish(reply)
    return compile_drafts().replies[Reply.GOODBYE] == "Fui!"


def draft_a_reply(start: Flow) -> Any:
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    reply.text = "Até mais ver!"
    reply.save_revision()
    return compile_drafts().replies[Reply.GOODBYE] == "Até mais ver!"


def change_the_settings(start: Flow) -> Any:
    BotSettings.objects.update(page_size=2)
    return compile_drafts().settings.page_size == 2


def delete_a_flow(start: Flow) -> Any:
    other = a_flow("Outro", end())
    compile_drafts()
    Flow.objects.filter(pk=other.pk).delete()
    return other.reference not in compile_drafts().flows


def add_a_flow(start: Flow) -> Any:
    other = a_flow("Outro", end(), live=False)
    return other.reference in compile_drafts().flows


def publish_a_course(start: Flow) -> Any:
    parent = Page.get_first_root_node().add_child(instance=CourseIndexPage(title="Cursos"))
    page = CoursePage(title="Agronomia", code="AG", level="tecnico", modality="ead", shift="noite")
    page.duration_semesters, page.campus, page.summary = 4, "Centro", "Um curso."
    parent.add_child(instance=page)
    return [course.name for course in compile_drafts().courses] == ["Agronomia"]


def add_a_term(start: Flow) -> Any:
    publish_a_course(start)
    page = CoursePage.objects.get(code="AG")
    CourseSearchTerm.objects.create(page=page, term="agrônomo", active=True)
    return compile_drafts().courses[0].terms == ("agrônomo",)


@pytest.mark.parametrize(
    "seen",
    [
        publish_a_reply,
        draft_a_reply,
        change_the_settings,
        delete_a_flow,
        add_a_flow,
        publish_a_course,
        add_a_term,
    ],
)
def test_it_is_seen_on_the_next_answer(start: Flow, seen: Callable[[Flow], bool]) -> None:
    compile_drafts()
    assert seen(start)


def test_another_file_for_an_image_is_seen(start: Flow, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="Foto", file=get_test_image_file())
    start.steps = json.dumps([step("say", text="Veja", image=image.pk), end()])
    start.save_revision()
    before = compile_drafts().flows[start.reference].steps[0].media
    image.file = get_test_image_file("outra.png")
    image.save()
    after = compile_drafts().flows[start.reference].steps[0].media
    assert before.file != after.file == image.file.name
