"""What an editor sees where conversation tests refuse a change, and what may be done about it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    ModelLogEntry,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from bot_flows.models import BotSettings, Flow, Release, ReplyTemplate
from tests import factories
from tests.factories import a_flow, edit_url, end, form_data, post, publish, say

from .conftest import WRITES, a_person
from .factories import a_test, expects, says

pytestmark = pytest.mark.django_db

OLD, NEW = "Que bom, Ana!", "Que ótimo, Ana!"
REASON = "Mudamos a saudação de propósito."


def a_bot() -> tuple[Flow, Release]:
    start, release = factories.a_bot(say("Que bom, {nome}!"), end())
    a_test("Saudação", says("oi"), expects(OLD, "whole"), expects("Até", "contains"))
    return start, release


def active() -> Release:
    return Release.objects.get(active=True)


def change(client: Client, start: Flow, **extra: str) -> Any:
    data = form_data(start, steps=[say("Que ótimo, {nome}!"), end()])
    return client.post(edit_url(start), {**data, "action-publish": "1", **extra}, follow=True)


def refusal(content: Flow | ReplyTemplate, action: str = "publicar") -> str:
    kind = "fluxo" if isinstance(content, Flow) else "resposta"
    return reverse("bot_tests:refused", args=[kind, content.pk, action])


def test_a_publication_that_breaks_a_test_leads_to_what_it_breaks(editor: Client) -> None:
    start, release = a_bot()
    response = change(editor, start)
    assert response.redirect_chain == [(refusal(start), 302)]
    page = response.content.decode()
    assert "Saudação" in page
    assert "Que <del>bom</del>, Ana!" in page
    assert "Que <ins>ótimo</ins>, Ana!" in page
    assert "O rascunho está salvo." in page
    assert active() == release
    start.refresh_from_db()
    assert start.get_latest_revision_as_object().steps.raw_data[0]["value"]["text"] == (
        "Que ótimo, {nome}!"
    )
    assert start.steps.raw_data[0]["value"]["text"] == "Que bom, {nome}!"


def test_a_new_flow_is_kept_as_a_draft(editor: Client) -> None:
    _start, release = a_bot()
    a_test("Sobre", says("oi"), says("sobre"), expects("Até logo"))
    data = form_data(Flow(title="Sobre"), triggers="sobre", steps=[say("Sou a Capy"), end("Fim")])
    url = reverse("wagtailsnippets_bot_flows_flow:add")
    response = editor.post(url, {**data, "action-publish": "1"}, follow=True)
    about = Flow.objects.get(title="Sobre")
    assert response.redirect_chain == [(refusal(about), 302)]
    assert not about.live
    assert active() == release


def test_whoever_has_the_right_publishes_anyway_with_a_reason(editor: Client) -> None:
    start, release = a_bot()
    page = change(editor, start).content.decode()
    assert "Publicar mesmo assim" in page
    data = {"override_tests": "1", "override_reason": REASON}
    response = editor.post(refusal(start), data, follow=True)
    assert response.redirect_chain == [(edit_url(start), 302)]
    assert "foi publicado, apesar dos testes que falham" in response.content.decode()
    now = active()
    assert now.number == release.number + 1
    assert (now.overridden_by.username, now.tests_failed) == ("editora", 1)
    entry = ModelLogEntry.objects.get(action="bot_flows.override")
    assert entry.data == {"reason": REASON, "tests": ["Saudação"]}


def test_an_override_needs_a_reason(editor: Client) -> None:
    start, release = a_bot()
    change(editor, start)
    data = {"override_tests": "1", "override_reason": "  "}
    response = editor.post(refusal(start), data)
    assert "Diga por que publicar apesar dos testes." in response.content.decode()
    assert active() == release


def test_whoever_has_no_right_is_told_whom_to_ask(publisher: Client) -> None:
    start, release = a_bot()
    User.objects.create_superuser("bia", first_name="Bia", last_name="Reis")
    page = change(publisher, start).content.decode()
    assert "Você não pode publicar com testes falhando." in page
    assert "Bia Reis" in page
    assert "override_reason" not in page
    data = {"override_tests": "1", "override_reason": REASON}
    assert publisher.post(refusal(start), data).status_code == 302  # Wagtail's answer to a 403
    assert active() == release


@pytest.mark.parametrize(
    ("rights", "allowed"), [(WRITES, True), (("access_admin", "change_botsettings"), False)]
)
def test_the_page_is_for_those_who_write(rights: tuple[str, ...], allowed: bool) -> None:
    start, _release = a_bot()
    response = a_person("alguém", *rights).get(refusal(start))
    assert (response.status_code == 200) is allowed


def test_there_is_no_other_action_and_no_other_kind(editor: Client) -> None:
    start, _release = a_bot()
    for kind, action in (("fluxo", "outra"), ("outro", "publicar")):
        assert (
            editor.get(reverse("bot_tests:refused", args=[kind, start.pk, action])).status_code
            == 404
        )


def test_the_page_says_so_when_nothing_would_break_any_more(editor: Client) -> None:
    start, _release = a_bot()
    assert "Agora nenhum teste quebraria." in editor.get(refusal(start)).content.decode()


def test_what_failed_before_is_told_and_refuses_nothing(editor: Client) -> None:
    start, release = a_bot()
    a_test("Velha", says("oi"), expects("Nunca dito"))
    data = form_data(start, steps=[say("Que bom, {nome}!"), end("Até mais!")])
    response = editor.post(edit_url(start), {**data, "action-publish": "1"}, follow=True)
    assert active().number == release.number + 1
    page = response.content.decode()
    assert "1 teste de conversa falha na versão no ar." in page
    assert f"{reverse('bot_tests:run')}?em=publicado" in page


def a_helper(trigger: str = "sobre") -> Flow:
    about = a_flow("Sobre", end("Sou a Capy"), triggers=trigger, live=False)
    publish(about)
    a_test("Sobre", says(trigger), expects("Sou a Capy"))
    about.refresh_from_db()
    return about


def test_withdrawing_what_a_test_needs_is_refused_and_may_be_overridden(editor: Client) -> None:
    a_bot()
    about = a_helper()
    url = reverse("wagtailsnippets_bot_flows_flow:unpublish", args=[about.pk])
    response = editor.post(url, follow=True)
    assert response.redirect_chain[-1] == (refusal(about, "retirar"), 302)
    page = response.content.decode()
    assert "Sou a Capy" in page
    assert "Retirar mesmo assim" in page
    about.refresh_from_db()
    assert about.live
    editor.post(refusal(about, "retirar"), {"override_tests": "1", "override_reason": REASON})
    about.refresh_from_db()
    assert not about.live
    assert active().overridden_by.username == "editora"


def test_deleting_what_a_test_needs_is_refused_and_may_be_overridden(editor: Client) -> None:
    a_bot()
    about = a_helper()
    url = reverse("wagtailsnippets_bot_flows_flow:delete", args=[about.pk])
    response = editor.post(url, follow=True)
    assert response.redirect_chain[-1] == (refusal(about, "apagar"), 302)
    assert Flow.objects.filter(pk=about.pk).exists()
    page = editor.post(
        refusal(about, "apagar"), {"override_tests": "1", "override_reason": REASON}, follow=True
    )
    assert not Flow.objects.filter(pk=about.pk).exists()
    assert "“Sobre” foi apagado" in page.content.decode()


def bulk_delete(*flows: Flow) -> str:
    ids = "&".join(f"id={flow.pk}" for flow in flows)
    return f"/dashboard/bulk/bot_flows/flow/delete/?{ids}&next=/dashboard/snippets/bot_flows/flow/"


def test_deleting_several_at_once_is_refused_whole(editor: Client) -> None:
    a_bot()
    about, alone = a_helper(), a_flow("Sozinho", end(), triggers="só")
    response = editor.post(bulk_delete(about, alone), follow=True)
    page = response.content.decode()
    assert "Nada foi apagado: quebraria o bot." in page
    assert "Sobre" in page
    assert Flow.objects.filter(pk__in=[about.pk, alone.pk]).count() == 2
    one = editor.post(bulk_delete(about))
    assert one.url == refusal(about, "apagar")


def test_deleting_several_that_nothing_needs(editor: Client) -> None:
    a_bot()
    ones = [a_flow(title, end(), triggers=title, live=False) for title in ("um", "dois")]
    editor.post(bulk_delete(*ones))
    assert not Flow.objects.filter(title__in=["um", "dois"]).exists()


def settings_data(**changes: str) -> dict[str, str]:
    settings = BotSettings.load()
    names = [field.name for field in BotSettings._meta.fields if field.name != "id"]
    values = {name: getattr(settings, name) for name in names}
    data = {name: getattr(value, "pk", value) for name, value in values.items()}
    return {name: "" if value is None else str(value) for name, value in data.items()} | changes


def settings_url() -> str:
    return reverse("wagtailsettings:edit", args=["bot_flows", "botsettings", BotSettings.load().pk])


def test_settings_that_break_a_test_are_a_page_too_and_may_be_overridden(editor: Client) -> None:
    _start, release = a_bot()
    a_test("Parar", says("oi"), says("parar"), expects("não escrevo mais"))
    data = settings_data(words_stop="chega")
    response = editor.post(settings_url(), data)
    page = response.content.decode()
    assert "Salvar as configurações quebraria conversas" in page
    assert "não escrevo mais" in page
    assert 'name="words_stop" value="chega"' in page
    assert active() == release
    again = {**data, "override_tests": "1", "override_reason": REASON}
    assert editor.post(settings_url(), again).status_code == 302
    assert BotSettings.objects.get().words_stop == "chega"
    assert active().overridden_by.username == "editora"


def test_settings_that_break_nothing_are_saved_as_ever(editor: Client) -> None:
    a_bot()
    assert editor.post(settings_url(), settings_data(page_size="3")).status_code == 302
    assert BotSettings.objects.get().page_size == 3


def a_review(start: Flow, approver: User) -> None:
    """The flow waits for approval."""
    workflow = Workflow.objects.create(name="Revisão")
    task = GroupApprovalTask.objects.create(name="Olhar")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=ContentType.objects.get_for_model(Flow)
    )
    start.refresh_from_db()
    workflow.start(start, approver)


def test_approving_goes_through_the_same_gate(editor: Client) -> None:
    start, release = a_bot()
    post(editor, start, form_data(start, steps=[say("Que ótimo, {nome}!"), end()]), publish=False)
    WorkflowContentType.objects.all().delete()
    a_review(start, User.objects.create_user("redatora"))
    start.refresh_from_db()
    state = start.current_workflow_task_state
    url = reverse(
        "wagtailsnippets_bot_flows_flow:workflow_action", args=[start.pk, "approve", state.pk]
    )
    response = editor.post(url)
    assert response.url == refusal(start)
    modal = editor.post(url, headers={"x-requested-with": "XMLHttpRequest"})
    assert modal.json() == {"step": "success", "redirect": refusal(start)}
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert active() == release
    editor.post(refusal(start), {"override_tests": "1", "override_reason": REASON})
    state.refresh_from_db()
    assert state.status == "approved"
    assert active().number == release.number + 1


def test_submitting_to_a_review_without_steps_goes_through_the_gate_too(editor: Client) -> None:
    start, release = a_bot()
    WorkflowContentType.objects.all().delete()
    workflow = Workflow.objects.create(name="Sem passos")
    flows = ContentType.objects.get_for_model(Flow)
    WorkflowContentType.objects.create(workflow=workflow, content_type=flows)
    data = form_data(start, steps=[say("Que ótimo, {nome}!"), end()])
    response = editor.post(edit_url(start), {**data, "action-submit": "1"})
    assert response.url == refusal(start)
    start.refresh_from_db()
    assert start.current_workflow_state is None
    assert start.has_unpublished_changes
    assert active() == release
