"""A draft shown to somebody without an account."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot_flows.access import ANALYST, REVIEWER, WRITER
from bot_flows.admin.access.addresses import SIGNER, address, guest_address
from bot_flows.models import Flow, GuestComment, ReviewLink
from tests.factories import a_bot, a_flow, end, say

from .people import client_of, member

pytestmark = pytest.mark.django_db
NEW = "Que bom ter você aqui, {nome}!"


def with_draft(text: str = NEW) -> Flow:
    start, _release = a_bot(say("Bem-vinda!"), end())
    start.steps = json.dumps([say(text), end()])
    start.save_revision()
    return start


def a_link(flow: Flow) -> ReviewLink:
    client_of(member(WRITER, "redatora")).post(address(flow, "share"))
    return ReviewLink.objects.latest("pk")


def visit(link: ReviewLink, **data: str) -> Any:
    path = guest_address(link).removeprefix("http://127.0.0.1:8000")
    return Client().post(path, data, follow=True) if data else Client().get(path)


def test_a_link_shows_the_conversation_before_and_after_without_an_account() -> None:
    start = with_draft()
    other = a_flow("Segredo", say("Nada disto"), end())
    page = visit(a_link(start))
    body = page.content.decode()
    assert page.status_code == 200
    assert "Bem-vinda!" in body
    assert "Que bom ter você aqui, Ana!" in body
    assert other.title not in body
    assert "redatora" not in body.lower()
    assert "/dashboard/" not in body
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in body


def test_the_page_of_the_review_gives_the_link() -> None:
    link = a_link(with_draft())
    page = client_of(member(REVIEWER, "revisora")).get(address(Flow.objects.get()))
    assert guest_address(link) in page.content.decode()


def test_what_editors_wrote_is_only_text() -> None:
    body = visit(a_link(with_draft("<script>alert(1)</script>"))).content.decode()
    assert "<script>" not in body
    assert "&lt;script&gt;" in body


@pytest.mark.parametrize("token", ["nada", "0123456789abcdef:assinatura", "a" * 400, "%00"])
def test_an_address_that_nobody_signed_shows_nothing(token: str) -> None:
    a_link(with_draft())
    page = Client().get(f"/revisao/{token}/")
    assert page.status_code == 404
    assert "não é de nenhum rascunho" in page.content.decode()


def test_a_link_that_is_gone_with_its_flow_shows_nothing() -> None:
    path = reverse("bot-review-guest", args=[SIGNER.sign("f" * 16)])
    assert Client().get(path).status_code == 404


def test_a_link_ends_with_its_time() -> None:
    link = a_link(with_draft())
    assert link.expires_at - link.made_at <= ReviewLink.LIFE + timedelta(seconds=5)
    link.expires_at = timezone.now() - timedelta(seconds=1)
    link.save()
    page = visit(link)
    assert page.status_code == 410
    assert "O prazo deste link acabou." in page.content.decode()
    assert "Ana" not in page.content.decode()


def test_whoever_made_a_link_undoes_it() -> None:
    start = with_draft()
    link = a_link(start)
    args = ["fluxo", start.pk, link.pk]
    client_of(User.objects.get(username="redatora")).post(reverse("bot_review:unshare", args=args))
    page = visit(link)
    assert page.status_code == 410
    assert "o desfez" in page.content.decode()


@pytest.mark.parametrize("overwrite", [False, True], ids=["a newer draft", "by autosave"])
def test_a_link_never_shows_other_words_than_it_was_made_for(overwrite: bool) -> None:
    start = with_draft()
    link = a_link(start)
    start.refresh_from_db()
    start.steps = json.dumps([say("Outra coisa"), end()])
    start.save_revision(overwrite_revision=start.latest_revision if overwrite else None)
    page = visit(link)
    assert page.status_code == 410
    assert "O rascunho mudou" in page.content.decode()
    assert "Outra coisa" not in page.content.decode()


def test_a_guest_says_what_they_think_and_the_editors_read_it() -> None:
    start = with_draft()
    link = a_link(start)
    page = visit(link, name="Profa. Lia", text="Falta o <b>prazo</b>.")
    assert "Obrigado!" in page.content.decode()
    body = client_of(member(REVIEWER, "revisora")).get(address(start)).content.decode()
    assert "Profa. Lia" in body
    assert "Falta o &lt;b&gt;prazo&lt;/b&gt;." in body


@pytest.mark.parametrize(
    "data",
    [{"name": "", "text": "Oi"}, {"name": "Lia", "text": " "}, {"name": "Lia", "text": "a" * 2001}],
)
def test_a_comment_has_a_name_and_words(data: dict[str, str]) -> None:
    page = visit(a_link(with_draft()), **data)
    assert page.status_code == 200
    assert 'class="error"' in page.content.decode()
    assert not GuestComment.objects.exists()


def test_a_link_takes_only_so_many_comments() -> None:
    link = a_link(with_draft())
    comment = GuestComment(link=link, name="Lia", text="Oi")
    GuestComment.objects.bulk_create([comment] * GuestComment.MOST)
    page = visit(link, name="Lia", text="Mais um")
    assert "já recebeu muitos comentários" in page.content.decode()
    assert GuestComment.objects.count() == GuestComment.MOST


def test_links_and_comments_are_logged() -> None:
    start = with_draft()
    link = a_link(start)
    visit(link, name="Lia", text="Oi")
    url = reverse("bot_review:unshare", args=["fluxo", start.pk, link.pk])
    client_of(User.objects.get(username="redatora")).post(url)
    logged = ModelLogEntry.objects.filter(action__startswith="bot_flows.").order_by("pk")
    assert [(entry.action, entry.user and entry.user.username) for entry in logged] == [
        ("bot_flows.share", "redatora"),
        ("bot_flows.guest_comment", None),
        ("bot_flows.unshare", "redatora"),
    ]


def test_links_are_made_only_by_those_who_write() -> None:
    start = with_draft()
    client = client_of(member(ANALYST, "analista"))
    assert client.post(address(start, "share")).status_code == 302
    assert not ReviewLink.objects.exists()


def test_a_flow_without_a_draft_has_no_link() -> None:
    start, _release = a_bot()
    response = client_of(member(WRITER, "redatora")).post(address(start, "share"), follow=True)
    assert "Salve um rascunho antes" in response.content.decode()


def test_robots_are_kept_out() -> None:
    assert "Disallow: /revisao/" in Client().get("/robots.txt").content.decode()
