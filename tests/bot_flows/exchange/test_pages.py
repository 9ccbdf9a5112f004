"""Levar e trazer, as an editor uses it."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from bot_flows.exchange.document import Json, export
from bot_flows.models import Flow, Parcel, ReplyTemplate

pytestmark = pytest.mark.django_db
INDEX = "/dashboard/bot/levar-e-trazer/"


def bring(client: Client, document: Json) -> Any:
    content = json.dumps(document, ensure_ascii=False).encode()
    upload = SimpleUploadedFile("bot.json", content)
    return client.post(INDEX, {"file": upload}, follow=True)


def test_nothing_was_brought_yet(editor: Client) -> None:
    assert "Nenhum arquivo foi trazido ainda." in editor.get(INDEX).content.decode()


def test_the_bot_is_downloaded_and_that_is_logged(editor: Client, document: Json) -> None:
    response = editor.get(reverse("bot_exchange:export", args=["bot"]))
    assert json.loads(response.content) == document
    assert response["Content-Disposition"].startswith('attachment; filename="capyvagas-bot-')
    assert ModelLogEntry.objects.filter(action="bot_flows.export").count() == 1


def test_a_trial_shows_the_difference_and_changes_nothing(editor: Client, document: Json) -> None:
    document["replies"][0]["text"] = "<b>Oi</b> de outro lugar"
    page = bring(editor, document).content.decode()
    assert "1 peça mudaria." in page
    assert "&lt;b&gt;Oi&lt;/b&gt; de outro lugar" in page
    assert not ReplyTemplate.objects.filter(has_unpublished_changes=True).exists()


def test_what_was_seen_is_applied_once(editor: Client, document: Json) -> None:
    document["replies"][0]["text"] = "De outro lugar"
    response = bring(editor, document)
    digest = response.context["found"].digest
    url = reverse("bot_exchange:trial", args=[Parcel.objects.get().pk])
    page = editor.post(url, {"digest": digest}, follow=True).content.decode()
    assert "1 peça foi trazida." in page
    assert ReplyTemplate.objects.filter(has_unpublished_changes=True).count() == 1
    editor.post(url, {"digest": digest}, follow=True)
    assert ModelLogEntry.objects.filter(action="bot_flows.import").count() == 1


def test_without_having_seen_the_trial_nothing_is_applied(editor: Client, document: Json) -> None:
    document["replies"][0]["text"] = "De outro lugar"
    bring(editor, document)
    url = reverse("bot_exchange:trial", args=[Parcel.objects.get().pk])
    assert "mudou desde o ensaio" in editor.post(url).content.decode()
    assert not ReplyTemplate.objects.filter(has_unpublished_changes=True).exists()


def test_a_file_can_be_thrown_away(editor: Client, document: Json) -> None:
    bring(editor, document)
    url = reverse("bot_exchange:trial", args=[Parcel.objects.get().pk])
    page = editor.post(url, {"discard": "1"}, follow=True).content.decode()
    assert "descartado" in page
    assert not Parcel.objects.exists()


def test_the_same_bot_again_says_so(editor: Client, document: Json) -> None:
    assert "Não há nada a mudar" in bring(editor, document).content.decode()


def test_who_may_not_is_turned_away(client: Client, bot: Flow) -> None:
    user = User.objects.create_user("redatora")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for url in (INDEX, f"{INDEX}exportar/bot/", f"{INDEX}ensaio/1/", f"{INDEX}sem-uso/"):
        assert client.get(url).status_code == 302
        assert client.get(url, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_who_may_only_take_cannot_bring(client: Client, document: Json) -> None:
    user = User.objects.create_user("leva")
    rights = Permission.objects.filter(codename__in=["access_admin", "export_bot"])
    user.user_permissions.add(*rights)
    client.force_login(user)
    page = client.get(INDEX).content.decode()
    assert "Baixar o bot inteiro" in page
    assert "Ensaiar" not in page
    bring(client, document)
    assert not Parcel.objects.exists()
    assert export() == document
