"""Where a piece is used; what is used is not deleted, and what is not used is listed."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from bot_flows import usage
from bot_flows.compiler import compile_release
from bot_flows.engine.release import Say
from bot_flows.models import ReplyTemplate
from tests.factories import a_flow, say

pytestmark = pytest.mark.django_db
FOOTER = "texto-rodape"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editora"))
    return client


@pytest.fixture
def footer() -> ReplyTemplate:
    return ReplyTemplate.objects.create(key=FOOTER, title="Rodapé", text="Conte com a gente.")


def test_one_change_of_a_shared_text_changes_fourteen_messages(footer: ReplyTemplate) -> None:
    for number in range(14):
        a_flow(f"Fluxo {number}", say(template=footer), triggers=f"palavra {number}")
    ReplyTemplate.objects.filter(pk=footer.pk).update(text="Até breve.")
    flows = compile_release().flows.values()
    said = [step.text for flow in flows for step in flow.steps if isinstance(step, Say)]
    assert said.count("Até breve.") == 14


def test_a_shared_text_in_use_is_not_deleted_and_its_users_are_named(
    editor: Client, footer: ReplyTemplate
) -> None:
    for number in range(14):
        a_flow(f"Fluxo {number}", say(template=footer))
    url = reverse(ReplyTemplate.snippet_viewset.get_url_name("delete"), args=[footer.pk])
    page = editor.post(url, follow=True).content.decode()
    assert "não foi apagado, porque é usado em" in page
    assert all(f"Fluxo {number}" in page for number in range(14))
    assert ReplyTemplate.objects.filter(pk=footer.pk).exists()


def test_a_draft_counts_as_a_user() -> None:
    target, source = a_flow("Alvo"), a_flow("Origem", say("Oi"))
    assert usage.users_of(target) == []
    source.steps = [("go_to", {"target": target})]
    source.save_revision()
    assert usage.users_of(target) == [source]


def a_picture() -> Any:
    return get_image_model().objects.create(title="Campus", file=get_test_image_file())


@pytest.fixture
def own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_picture_that_a_flow_shows_is_not_deleted(editor: Client, own_media: None) -> None:
    picture = a_picture()
    shown = say("Veja")
    shown["value"]["image"] = picture.pk
    a_flow("Mostra", shown)
    response = editor.post(reverse("wagtailimages:delete", args=[picture.pk]))
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert "é usado em: “Mostra”" in told[0]
    bulk = reverse("wagtail_bulk_action", args=["wagtailimages", "image", "delete"])
    editor.post(f"{bulk}?id={picture.pk}")
    assert get_image_model().objects.filter(pk=picture.pk).exists()


def test_a_picture_that_nothing_shows_is_deleted(editor: Client, own_media: None) -> None:
    picture = a_picture()
    editor.post(reverse("wagtailimages:delete", args=[picture.pk]))
    assert not get_image_model().objects.filter(pk=picture.pk).exists()


def test_what_nothing_uses_is_listed(editor: Client, footer: ReplyTemplate) -> None:
    lost, found = a_flow("Perdido", say("Oi")), a_flow("Achado", say("Oi"), triggers="achado")
    found_too = usage.unused()
    assert lost in found_too.flows
    assert found not in found_too.flows
    assert found_too.replies == (footer,)
    page = editor.get(reverse("bot_exchange:unused")).content.decode()
    assert "Perdido" in page
    assert "Rodapé" in page


def test_what_a_draft_uses_is_not_listed_as_unused(footer: ReplyTemplate) -> None:
    flow = a_flow("Rascunho", triggers="rascunho")
    flow.steps = [("say", {"text": "", "template": footer})]
    flow.save_revision()
    assert usage.unused().replies == ()
