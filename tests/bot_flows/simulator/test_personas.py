"""Personas: made, listed and used in the simulator by an editor."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from bot_flows.models import Flow, Persona
from courses.models import CourseIndexPage, CoursePage

from .talking import HERE, bubbles, page, talk

pytestmark = pytest.mark.django_db

LIST = "/dashboard/snippets/bot_flows/persona/"


def known(**answers: str) -> str:
    return json.dumps(
        [
            {"type": "answer", "id": name, "value": {"name": name, "value": value}}
            for name, value in answers.items()
        ]
    )


def a_course() -> CoursePage:
    parent = Page.get_first_root_node().add_child(instance=CourseIndexPage(title="Cursos"))
    course = CoursePage(title="TDS", code="TDS", level="tecnico", modality="ead", shift="noite")
    course.duration_semesters, course.campus, course.summary = 4, "Centro", "Um curso."
    return parent.add_child(instance=course)


def test_a_persona_is_made_with_what_it_said_before(editor: Client, start: Flow) -> None:
    course = a_course()
    sent = {
        "title": "Caloura de TDS",
        "name": "Bia Lima",
        "course": str(course.pk),
        "returning": "on",
        "known-count": "1",
        "known-0-deleted": "",
        "known-0-order": "0",
        "known-0-type": "answer",
        "known-0-id": "a",
        "known-0-value-name": "semestre",
        "known-0-value-value": "3",
    }
    answer = editor.post(f"{LIST}add/", sent)
    persona = Persona.objects.get()
    assert answer.status_code == 302
    assert persona.slots == {"curso_id": str(course.pk), "semestre": "3"}
    said = talk(editor, "oi", persona=str(persona.pk))
    assert "Oi, Bia!" in bubbles(said)
    assert re.search(r"\{curso\}</code></dt><dd>TDS</dd>", page(said))


def test_the_list_shows_who_they_are_and_leads_to_the_simulator(
    editor: Client, start: Flow
) -> None:
    persona = Persona.objects.create(title="Formando", known=known(cidade="Curitiba/PR"))
    said = page(editor.get(LIST))
    assert "cidade: Curitiba/PR" in said
    assert f'href="{HERE}?persona={persona.pk}"' in said


def test_the_list_costs_the_same_however_many(editor: Client, start: Flow) -> None:
    course = a_course()

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            editor.get(LIST)
        return len(captured)

    Persona.objects.create(title="Uma", course=course)
    statements()
    few = statements()
    for number in range(5):
        Persona.objects.create(title=f"Mais {number}", course=course)
    assert statements() == few


@pytest.mark.parametrize(("right", "status"), [("add_persona", 200), ("change_flow", 302)])
def test_only_who_may_makes_one(client: Client, start: Flow, right: str, status: int) -> None:
    user = User.objects.create_user("pessoa")
    codes = ["access_admin", right]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    url: Any = reverse("wagtailsnippets_bot_flows_persona:add")
    assert client.get(url).status_code == status
