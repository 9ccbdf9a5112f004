"""Each broken bot is refused for its own reason, at the field that causes it."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bot_flows import publishing
from bot_flows.engine.codes import Code, Severity
from bot_flows.engine.wording import Reply
from bot_flows.models import BotSettings, Flow, PublishRefused, Release, ReplyTemplate
from tests.factories import a_bot, a_flow, choice, end, form_data, menu, post, say, step

from .broken_bots import BROKEN, Case

pytestmark = pytest.mark.django_db


def at(form: Any, path: tuple[Any, ...]) -> Any:
    """What stands at this place of the form: at a field, or down in the steps."""
    if path and isinstance(path[0], str):
        return form.errors[path[0]]
    found = form.errors["steps"].as_data()[0].as_json_data()
    for part in path:
        found = found["blockErrors"][part]
    return found["messages"]


def test_there_are_twelve_and_more_each_with_a_reason_of_its_own() -> None:
    codes = [case.code for case in BROKEN]
    assert len(set(codes)) == len(codes) >= 12


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_the_editor_refuses_it_at_the_field(editor: Client, case: Case) -> None:
    start, release = a_bot()
    content, typed = case.break_it(start)

    response = post(editor, content, form_data(content, **typed), publish=True)

    assert response.status_code == 200
    assert case.sentence in at(response.context["form"], case.at)
    assert _is_shown(response, case.sentence)
    assert Release.objects.get(active=True) == release
    assert post(editor, content, form_data(content, **typed), publish=False).status_code == 302


def _is_shown(response: Any, sentence: str) -> bool:
    """On the page as it is, or as JSON for the script that draws the steps."""
    page = response.content.decode()
    return sentence in page or json.dumps(sentence)[1:-1] in page


def go_live(content: Flow, typed: dict[str, Any]) -> None:
    """As if it had been written into the live content behind the editor's back."""
    steps = typed.get("steps")
    content.steps = json.dumps(steps) if steps is not None else content.steps
    content.triggers = typed.get("triggers", content.triggers)
    content.live = True
    content.save()


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_the_release_itself_refuses_it_and_names_the_place(case: Case) -> None:
    start, release = a_bot()
    content, typed = case.break_it(start)
    go_live(content, typed)

    with pytest.raises(PublishRefused) as refused:
        publishing.publish(None, "teste")

    own = [issue for issue in refused.value.issues if issue.flow == content.reference]
    assert [(issue.code, issue.field) for issue in own] == [(case.code, case.field)]
    assert Release.objects.get(active=True) == release


def test_a_reply_that_is_needed_is_not_withdrawn(editor: Client) -> None:
    _start, release = a_bot()
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    url = reverse("wagtailsnippets_bot_flows_replytemplate:unpublish", args=[reply.pk])
    page = editor.post(url, follow=True).content.decode()
    assert "Falta a resposta “Despedida”: o bot não teria o que dizer." in page
    assert Release.objects.get(active=True) == release
    reply.refresh_from_db()
    assert reply.live


def test_settings_without_a_word_are_refused(editor: Client) -> None:
    a_bot()
    settings = BotSettings.load()
    settings.words_help = "!"
    with pytest.raises(PublishRefused) as refused:
        settings.save()
    assert [(i.code, i.field, i.item) for i in refused.value.issues] == [
        (Code.MISSING_WORD, "words", "help")
    ]


WARNED = {
    Code.DEAD_END: lambda: [say("Só isto.")],
    Code.UNREACHABLE_STEP: lambda: [end(), say("Nunca")],
    Code.TOO_MANY_CHOICES: lambda: [menu("?", *(choice(f"Área {n}") for n in range(11))), end()],
    Code.FOREIGN_FORMATTING: lambda: [say("**oi**"), end()],
    Code.UNFILLED_SLOT: lambda: [_unfilled(), end()],
}


def _unfilled() -> Any:
    condition = {"slot": "semestre", "custom": "", "operator": "is_filled", "value": ""}
    rule = {
        "conditions": [{"type": "item", "id": "c", "value": condition}],
        "target": a_flow("Fim", end()).pk,
    }
    return step("branch", rules=[{"type": "item", "id": "r", "value": rule}], otherwise=None)


@pytest.mark.parametrize("code", WARNED, ids=str)
def test_a_warning_refuses_nothing(editor: Client, code: Code) -> None:
    start, release = a_bot()
    steps = WARNED[code]()
    response = post(editor, start, form_data(start, steps=steps), publish=True)
    assert response.status_code == 302
    assert Release.objects.get(active=True).number == release.number + 1
    found = publishing.warnings(publishing.compile_release())
    assert code in [issue.code for issue in found]
    assert all(issue.severity is Severity.WARNING for issue in found)


def test_a_trigger_that_is_an_answer_and_a_flow_that_nothing_leads_to_are_warnings(
    editor: Client,
) -> None:
    _start, _release = a_bot(menu("?", choice("Vagas"), choice("Nada")), end())
    alone = a_flow("Sozinho", end(), live=False)
    assert post(editor, alone, form_data(alone), publish=True).status_code == 302
    other = a_flow("Outro", end(), live=False)
    assert post(editor, other, form_data(other, triggers="vagas"), publish=True).status_code == 302
    codes = {issue.code for issue in publishing.warnings(publishing.compile_release())}
    assert {Code.UNREACHABLE_FLOW, Code.TRIGGER_IS_ANSWER} <= codes
