"""The review of the bot: a redator submits, a revisor reads the conversation and decides."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from bot_flows.access import ANALYST, REVIEWER, WRITER
from bot_flows.admin.access.addresses import address
from bot_flows.engine.wording import Reply
from bot_flows.models import ConversationTest, Flow, Release, ReplyTemplate
from bot_flows.scripts import Expects, How, Line, Opening, Says, Script
from tests.factories import a_bot, a_flow, edit_url, end, form_data, go_to, post, publish, say

from .people import client_of, member

pytestmark = pytest.mark.django_db

# Wagtail 8 still opens the connection in the way that Django 6.1 retires.
wagtails_mail = pytest.mark.filterwarnings(
    "ignore:.*:django.utils.deprecation.RemovedInDjango2028Warning"
)
NEW = "Oi! Que bom ter você aqui, {nome}!"


@pytest.fixture
def writer() -> User:
    return member(WRITER, "redatora")


@pytest.fixture
def reviewer() -> User:
    return member(REVIEWER, "revisora")


def submit(user: User, flow: Flow, *steps: Any) -> Any:
    data = form_data(flow, steps=[*(steps or (say(NEW), end()))])
    return client_of(user).post(edit_url(flow), {**data, "action-submit": "1"})


def seen(page: Any) -> str:
    return page.context["form"]["seen"].initial or page.context["form"]["seen"].value()


def decide(user: User, flow: Any, action: str, comment: str = "", **more: str) -> Any:
    client = client_of(user)
    data = {"seen": seen(client.get(address(flow))), "action": action, "comment": comment}
    return client.post(address(flow), {**data, **more})


def state_of(flow: Any) -> str:
    return WorkflowState.objects.for_instance(flow).latest("pk").status


def text_on_air() -> str:
    text: str = Release.objects.get(active=True).document["flows"][0]["steps"][0]["text"]
    return text


def told(response: Any) -> str:
    return " ".join(str(item) for item in get_messages(response.wsgi_request))


def test_what_a_redator_submits_goes_live_when_a_revisor_approves(
    writer: User, reviewer: User
) -> None:
    start, first = a_bot()
    assert submit(writer, start).status_code == 302
    assert state_of(start) == WorkflowState.STATUS_IN_PROGRESS
    assert text_on_air() == "Oi, {nome}!"

    page = client_of(reviewer).get(address(start))
    assert decide(reviewer, start, "approve").status_code == 302

    body = page.content.decode()
    assert "Oi, Ana!" in body
    assert "Oi! Que bom ter você aqui, Ana!" in body
    assert "Aprovar e publicar" in body
    assert state_of(start) == WorkflowState.STATUS_APPROVED
    assert text_on_air() == NEW
    made = Release.objects.get(active=True)
    assert (made.number, made.created_by) == (first.number + 1, reviewer)


def test_a_redator_has_no_button_to_publish_and_a_forged_one_is_refused(writer: User) -> None:
    start, release = a_bot()
    client = client_of(writer)
    page = client.get(edit_url(start))
    menu = page.context["action_menu"]
    names = {menu.default_item.name, *(item.name for item in menu.menu_items)}
    assert names == {"action-save", "action-submit"}

    post(client, start, form_data(start, steps=[say(NEW), end()]), publish=True)

    start.refresh_from_db()
    assert start.has_unpublished_changes
    assert Release.objects.get(active=True) == release


def test_a_redator_cannot_approve_what_is_in_review(writer: User) -> None:
    start, release = a_bot()
    submit(writer, start)
    page = client_of(writer).get(address(start))
    assert page.status_code == 200
    assert "Aprovar e publicar" not in page.content.decode()
    task_state = start.current_workflow_task_state
    own = reverse(
        "wagtailsnippets_bot_flows_flow:workflow_action", args=[start.pk, "approve", task_state.pk]
    )

    forged = decide(writer, start, "approve")
    by_wagtail = client_of(writer).post(own)

    assert forged.status_code == by_wagtail.status_code == 302
    assert "não tem permissão" in told(forged)
    assert state_of(start) == WorkflowState.STATUS_IN_PROGRESS
    assert Release.objects.get(active=True) == release


def test_a_redator_reads_what_the_revisor_asked_for(writer: User, reviewer: User) -> None:
    start, _release = a_bot()
    submit(writer, start)

    decide(reviewer, start, "reject", "Falta dizer <b>bom dia</b>.")

    assert state_of(start) == WorkflowState.STATUS_NEEDS_CHANGES
    client = client_of(writer)
    for url in (address(start), edit_url(start)):
        page = client.get(url).content.decode()
        assert "Falta dizer &lt;b&gt;bom dia&lt;/b&gt;." in page
        assert "Revisora" in page
    assert address(start) in client.get(edit_url(start)).content.decode()


def test_changes_are_asked_for_in_words(writer: User, reviewer: User) -> None:
    start, _release = a_bot()
    submit(writer, start)
    response = decide(reviewer, start, "reject", "  ")
    assert "Diga o que precisa mudar." in response.content.decode()
    assert state_of(start) == WorkflowState.STATUS_IN_PROGRESS


def test_an_approval_that_breaks_the_bot_says_why_and_stays_in_review(
    writer: User, reviewer: User
) -> None:
    start, release = a_bot()
    start.steps = json.dumps([go_to(a_flow("Rascunho", end(), live=False))])
    start.save_revision()
    start.get_workflow().start(start, writer)
    page = client_of(reviewer).get(address(start)).content.decode()
    assert "Assim não pode ser publicado:" in page
    assert "Leva ao fluxo “Rascunho”, que não está publicado." in page

    response = decide(reviewer, start, "approve", "Ótimo")

    assert "A revisão continua aberta." in told(response)
    assert "Ótimo" in response.content.decode()
    assert state_of(start) == WorkflowState.STATUS_IN_PROGRESS
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    assert Release.objects.get(active=True) == release


def a_test(start: Flow, text: str) -> ConversationTest:
    lines = (Line(Says("oi")), Line(Expects(text, How.CONTAINS)))
    test = ConversationTest.of(Script(Opening(), lines), "Diz oi")
    test.save()
    return test


def test_the_reviewer_sees_which_tests_the_draft_breaks(writer: User, reviewer: User) -> None:
    start, _release = a_bot(say("Bem-vinda!"), end())
    a_test(start, "Bem-vinda!")
    submit(writer, start)

    page = client_of(reviewer).get(address(start)).content.decode()
    response = decide(reviewer, start, "approve")

    assert "Este rascunho quebra 1 teste:" in page
    assert "Diz oi" in page
    assert "Oi! Que bom ter você aqui, Ana!" in page
    assert "Diz oi" in told(response)
    assert state_of(start) == WorkflowState.STATUS_IN_PROGRESS


def test_a_reviewer_with_the_right_publishes_although_tests_fail(
    writer: User, reviewer: User
) -> None:
    start, _release = a_bot(say("Bem-vinda!"), end())
    a_test(start, "Bem-vinda!")
    submit(writer, start)
    silent = decide(reviewer, start, "approve", override="on")
    assert "Diga por que publicar mesmo assim." in silent.content.decode()

    decide(reviewer, start, "approve", "O teste ficou velho.", override="on")

    assert text_on_air() == NEW
    assert Release.objects.get(active=True).overridden_by == reviewer


def test_a_test_that_holds_is_counted(writer: User, reviewer: User) -> None:
    start, _release = a_bot()
    a_test(start, "Ana!")
    submit(writer, start)
    page = client_of(reviewer).get(address(start)).content.decode()
    assert "1 teste rodou com este rascunho, e ele não quebra nenhum." in page


def test_nothing_is_approved_that_the_reviewer_has_not_read(writer: User, reviewer: User) -> None:
    start, release = a_bot()
    submit(writer, start)
    client = client_of(reviewer)
    data = {"seen": seen(client.get(address(start))), "action": "approve", "comment": "Bom"}
    start.refresh_from_db()
    start.steps = json.dumps([say("Outra coisa"), end()])
    start.save_revision()

    response = client.post(address(start), data)

    assert "mudou enquanto você lia" in told(response)
    assert "Outra coisa" in response.content.decode()
    assert Release.objects.get(active=True) == release
    assert state_of(start) == WorkflowState.STATUS_IN_PROGRESS


def test_a_decision_that_comes_too_late_is_told(writer: User, reviewer: User) -> None:
    start, _release = a_bot()
    submit(writer, start)
    stamp = seen(client_of(reviewer).get(address(start)))
    decide(reviewer, start, "approve")
    late = client_of(reviewer).post(
        address(start), {"seen": stamp, "action": "reject", "comment": "Não"}
    )
    assert "não está mais em revisão" in told(late)


def test_a_reply_is_reviewed_as_it_would_be_said(writer: User, reviewer: User) -> None:
    a_bot()
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    data = {"text": "Tchau, *{nome}*!", "action-submit": "1"}
    assert client_of(writer).post(edit_url(reply), data).status_code == 302
    page = client_of(reviewer).get(address(reply)).content.decode()
    assert "Tchau, <strong>Ana</strong>!" in page
    decide(reviewer, reply, "approve")
    reply.refresh_from_db()
    assert reply.text == "Tchau, *{nome}*!"


def test_a_text_that_flows_share_says_where_it_is_heard(writer: User) -> None:
    start, _release = a_bot()
    shared = ReplyTemplate.objects.create(title="Aviso", text="Atenção")
    shared.full_clean()
    shared.save()
    start.steps = json.dumps([say(template=shared), end()])
    publish(start)
    shared.text = "Muita atenção"
    shared.save_revision()
    page = client_of(writer).get(address(shared)).content.decode()
    assert "A mudança também aparece neste fluxo: Início." in page


def test_wagtails_preview_of_what_is_to_be_approved_is_this_page(
    writer: User, reviewer: User
) -> None:
    start, _release = a_bot()
    submit(writer, start)
    task = start.current_workflow_task
    url = reverse("wagtailsnippets_bot_flows_flow:workflow_preview", args=[start.pk, task.pk])
    client = client_of(reviewer)
    assert url in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(url).headers["location"] == address(start)


def test_the_list_says_what_is_in_review(writer: User, reviewer: User) -> None:
    start, _release = a_bot()
    submit(writer, start)
    url = reverse("wagtailsnippets_bot_flows_flow:list")
    assert "Aguarda revisão" in client_of(writer).get(url).content.decode()
    decide(reviewer, start, "reject", "Mude.")
    page = client_of(writer).get(url).content.decode()
    assert "Mudanças pedidas" in page
    assert address(start) in page


def test_the_list_asks_no_more_for_more_flows() -> None:
    a_bot()
    client = client_of(member(WRITER, "outra"))
    url = reverse("wagtailsnippets_bot_flows_flow:list")
    client.get(url)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        counts.append(len(asked))
        for number in range(4):
            flow = a_flow(f"Fluxo {number} {_round}", end(), live=False)
            flow.save_revision()
            flow.get_workflow().start(flow, User.objects.get(username="outra"))
    assert counts[0] == counts[1]


def test_only_those_who_write_or_decide_see_a_review(writer: User) -> None:
    start, _release = a_bot()
    submit(writer, start)
    assert client_of(member(ANALYST, "analista")).get(address(start)).status_code == 302
    assert Client().get(address(start)).status_code == 302


def test_whoever_may_publish_still_does_so_first(reviewer: User) -> None:
    start, _release = a_bot()
    client = client_of(reviewer)
    menu = client.get(edit_url(start)).context["action_menu"]
    assert menu.default_item.name == "action-publish"
    post(client, start, form_data(start, steps=[say(NEW), end()]), publish=True)
    assert text_on_air() == NEW


@wagtails_mail
def test_mail_goes_to_the_reviewers_and_says_where_to_look(
    writer: User, reviewer: User, settings: Any
) -> None:
    start, _release = a_bot()
    User.objects.filter(pk=reviewer.pk).update(email="revisora@example.org")
    submit(writer, start)
    [letter] = mail.outbox
    assert letter.to == ["revisora@example.org"]
    task = start.current_workflow_task
    url = reverse("wagtailsnippets_bot_flows_flow:workflow_preview", args=[start.pk, task.pk])
    assert f"{settings.PUBLIC_URL}{url}" in letter.body


@wagtails_mail
def test_no_mail_server_stops_no_review(writer: User, reviewer: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    User.objects.update(email="alguem@example.org")
    start, _release = a_bot()
    assert submit(writer, start).status_code == 302
    assert decide(reviewer, start, "reject", "Não.").status_code == 302
    assert submit(writer, start).status_code == 302
    assert decide(reviewer, start, "approve").status_code == 302
    assert text_on_air() == NEW
