"""An unfinished flow or reply is kept, by the button and by Wagtail's autosave; it is checked
when it is published."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from bot_flows import publishing
from bot_flows.models import Flow, ReplyTemplate
from tests.factories import (
    Stored,
    a_bot,
    a_flow,
    ask,
    branch,
    choice,
    end,
    entries,
    form_data,
    menu,
    post,
    say,
    step,
)

pytestmark = pytest.mark.django_db

LONG = "uma frase comprida demais para ser uma palavra que alguém digita inteira"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editora"))
    return client


def unfinished(start: Flow) -> list[Stored]:
    """Steps as they are in the middle of the work."""
    condition = {"slot": "", "custom": "", "operator": "is", "value": ""}
    rule = {"conditions": entries([condition]), "target": None}
    return [
        say(),
        menu("", choice("", None)),
        ask("", slot="outro", custom="Não É Nome"),
        step("branch", rules=entries([rule]), otherwise=None),
        branch("hora", "tarde", start),
        step("go_to", target=None),
        step("handoff", text=""),
        step("courses", prompt=""),
        end("Tchau, {salame} **já**"),
    ]


def autosaved(editor: Client, url: str, data: dict[str, str]) -> Any:
    return editor.post(url, data, headers={"Accept": "application/json"})


@pytest.mark.parametrize("triggers", [LONG, "vagas\nmenu\n!!\noi"])
def test_autosave_keeps_an_unfinished_flow(editor: Client, triggers: str) -> None:
    start, _release = a_bot()
    steps = unfinished(start)
    data = form_data(start, steps=steps, triggers=triggers, title="")
    url = reverse("wagtailsnippets_bot_flows_flow:edit", args=[start.pk])

    response = autosaved(editor, url, data)

    assert response.status_code == 200, response.content
    assert response.json()["success"]
    draft = Flow.objects.get(pk=start.pk).get_latest_revision_as_object()
    assert [item["type"] for item in draft.steps.raw_data] == [item["type"] for item in steps]
    assert draft.triggers == triggers


def test_autosave_makes_a_flow_that_has_no_title_yet(editor: Client) -> None:
    a_bot()
    url = reverse("wagtailsnippets_bot_flows_flow:add")
    data = form_data(Flow(), steps=[say()], triggers="", title="")
    response = autosaved(editor, url, data)
    assert response.status_code == 200, response.content
    made = Flow.objects.get(pk=response.json()["pk"])
    assert (made.title, made.live) == ("Sem título", False)


def test_autosave_makes_a_reply_that_has_no_name_yet(editor: Client) -> None:
    a_bot()
    url = reverse("wagtailsnippets_bot_flows_replytemplate:add")
    response = autosaved(editor, url, {"key": "", "title": "", "text": "Oi, {salame} **já**"})
    assert response.status_code == 200, response.content
    made = ReplyTemplate.objects.get(pk=response.json()["pk"])
    assert (made.title, made.live) == ("Sem nome", False)


def test_what_was_kept_is_checked_when_it_is_published(editor: Client) -> None:
    start, _release = a_bot()
    data = form_data(start, steps=unfinished(start), triggers=LONG, title="")
    errors = post(editor, start, data, publish=True).context["form"].errors
    assert set(errors) == {"title", "steps", "triggers"}
    assert "longa demais" in errors["triggers"][0]


def test_a_shared_text_is_named_when_it_is_published(editor: Client) -> None:
    a_bot()
    url = reverse("wagtailsnippets_bot_flows_replytemplate:add")
    data = {"key": "", "title": "", "text": "Oi", "action-publish": "1"}
    errors = editor.post(url, data).context["form"].errors
    assert errors == {"title": ["Dê um nome a este texto."]}


def test_a_moment_that_has_its_reply_is_not_offered_again(editor: Client) -> None:
    a_bot()
    with publishing.held():
        ReplyTemplate.objects.filter(key="help").delete()
    page = editor.get(reverse("wagtailsnippets_bot_flows_replytemplate:add"))
    groups = page.context["form"].fields["key"].widget.choices[1:]
    assert [key for _group, options in groups for key, _name in options] == ["help"]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("tarde", "Escreva uma hora cheia, de 0 a 23."),
        ("24", "Escreva uma hora cheia, de 0 a 23."),
        ("", "Escreva com o que comparar."),
    ],
)
def test_a_condition_that_never_holds_is_refused_at_its_value(
    editor: Client, value: str, reason: str
) -> None:
    start, _release = a_bot()
    other = a_flow("Noite", end())
    data = form_data(start, steps=[branch("hora", value, other), end()])
    page = post(editor, start, data, publish=True)
    assert reason in page.content.decode()
    assert post(editor, start, data, publish=False).status_code == 302
