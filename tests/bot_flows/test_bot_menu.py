"""The rest of the "Bot" menu: deleting, versions, logs, previews, moderation."""

import json

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bot_flows.engine.wording import Reply
from bot_flows.models import Contact, Flow, InboundEvent, Release, ReplyTemplate
from tests.factories import (
    a_bot,
    a_flow,
    choice,
    edit_url,
    end,
    form_data,
    go_to,
    menu,
    post,
    publish,
    say,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editora"))
    return client


def test_a_flow_in_use_cannot_be_deleted(editor: Client) -> None:
    start, _release = a_bot()
    about = a_flow("Sobre", end())
    steps = [menu("E aí?", choice("Sobre", about), choice("Sair")), end()]
    post(editor, start, form_data(start, steps=steps), publish=True)
    url = reverse("wagtailsnippets_bot_flows_flow:delete", args=[about.pk])

    response = editor.post(url, follow=True)

    assert "não foi apagado, porque é usado em: “Início”" in response.content.decode()
    assert edit_url(start) in response.content.decode()
    assert Flow.objects.filter(pk=about.pk).exists()


def test_a_flow_out_of_use_is_deleted_and_leaves_the_bot(editor: Client) -> None:
    a_bot()
    about = a_flow("Sobre", end(), triggers="sobre")
    publish(about)
    url = reverse("wagtailsnippets_bot_flows_flow:delete", args=[about.pk])
    assert editor.post(url).status_code == 302
    titles = [flow["title"] for flow in Release.objects.get(active=True).document["flows"]]
    assert titles == ["Início"]


def test_a_reply_that_the_engine_needs_cannot_be_deleted(editor: Client) -> None:
    a_bot()
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    url = reverse("wagtailsnippets_bot_flows_replytemplate:delete", args=[reply.pk])
    page = editor.post(url, follow=True).content.decode()
    assert "Não foi apagado: quebraria o bot." in page
    assert ReplyTemplate.objects.filter(key=Reply.GOODBYE).exists()


def test_an_older_release_is_put_on_the_air_again(editor: Client) -> None:
    start, first = a_bot()
    post(editor, start, form_data(start, steps=[say("Novo"), end()]), publish=True)
    index = editor.get(reverse("bot_releases:index")).content.decode()
    url = reverse("bot_releases:activate", args=[first.pk])
    assert url in index
    assert "Sim, pôr no ar" in editor.get(url).content.decode()

    assert editor.post(url).status_code == 302

    assert Release.objects.get(active=True) == first


def test_releases_are_closed_to_those_who_do_not_edit_the_bot(client: Client) -> None:
    _start, first = a_bot()
    user = User.objects.create_user("visita")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    url = reverse("bot_releases:activate", args=[first.pk])
    assert client.get(reverse("bot_releases:index")).status_code == 302
    assert client.post(url).status_code in (302, 403)
    assert Release.objects.count() == 1


def a_message() -> InboundEvent:
    contact = Contact.objects.create(name="Ana")
    return InboundEvent.objects.create(
        session="s", key="1", contact=contact, kind="text", text="segredo", sent_at=timezone.now()
    )


@pytest.mark.parametrize(("may_read", "status"), [(True, 200), (False, 302)])
def test_messages_are_read_only_with_the_permission(
    client: Client, may_read: bool, status: int
) -> None:
    event = a_message()
    user = User.objects.create_user("pessoa")
    codes = ["access_admin", "view_inboundevent", "change_flow"]
    codes += ["read_messages"] if may_read else []
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    for url in ("bot_flows/inboundevent/", f"bot_flows/inboundevent/inspect/{event.pk}/"):
        response = client.get(f"/dashboard/{url}")
        assert response.status_code == status
        assert ("segredo" in response.content.decode()) is may_read


def test_messages_are_never_edited(editor: Client) -> None:
    event = a_message()
    for url in ("create/", f"edit/{event.pk}/", f"delete/{event.pk}/"):
        assert editor.get(f"/dashboard/bot_flows/inboundevent/{url}").status_code == 302
    assert InboundEvent.objects.filter(pk=event.pk).exists()


def test_a_flow_is_previewed_as_a_chat(editor: Client) -> None:
    start, _release = a_bot()
    steps = [menu("*E aí?*", choice("Início", start), choice("Sair")), end("Fui, {nome}")]
    url = reverse("wagtailsnippets_bot_flows_flow:preview_on_edit", args=[start.pk])
    assert editor.post(url, form_data(start, steps=steps)).json()["is_valid"]
    page = editor.get(url).content.decode()
    assert "<strong>E aí?</strong>" in page
    assert "1. Início → Início" in page
    assert "Fui, Ana" in page


def test_a_reply_is_previewed_with_samples(editor: Client) -> None:
    a_bot()
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    url = reverse("wagtailsnippets_bot_flows_replytemplate:preview_on_edit", args=[reply.pk])
    assert editor.post(url, {"text": "Tchau, _{nome}_ <b>"}).json()["is_valid"]
    page = editor.get(url).content.decode()
    assert "Tchau, <em>Ana</em> &lt;b&gt;" in page
    assert "Quando a pessoa diz que quer sair." in page


def test_several_flows_are_deleted_only_when_none_is_in_use(editor: Client) -> None:
    a_bot()
    used = a_flow("Usado", end())
    publish(a_flow("Usa", menu("?", choice("Usado", used), choice("Sair")), end()))
    free = a_flow("Livre", end())
    url = reverse("wagtail_bulk_action", args=["bot_flows", "flow", "delete"])
    editor.post(f"{url}?id={used.pk}&id={free.pk}")
    assert set(Flow.objects.values_list("title", flat=True)) >= {"Usado", "Livre"}
    editor.post(f"{url}?id={free.pk}")
    assert not Flow.objects.filter(title="Livre").exists()


def test_a_moderator_who_approves_what_breaks_the_bot_is_told_why(editor: Client) -> None:
    start, release = a_bot()
    start.steps = json.dumps([go_to(a_flow("Rascunho", end(), live=False))])
    start.save_revision()
    state = start.get_workflow().start(start, User.objects.get(username="editora"))
    url = reverse(
        "wagtailsnippets_bot_flows_flow:workflow_action",
        args=[start.pk, "approve", state.current_task_state.pk],
    )

    page = editor.post(url, follow=True).content.decode()

    assert "Não foi publicado: quebraria o bot." in page
    start.refresh_from_db()
    assert start.workflow_in_progress
    assert Release.objects.get(active=True) == release
