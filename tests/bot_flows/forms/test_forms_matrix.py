"""The page that says how menus go out: who sees it, what it tells, and trying polls again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bot_flows import menu_forms
from bot_flows.models import BotSettings, Channel

pytestmark = pytest.mark.django_db


def signed_in(*codenames: str) -> Client:
    user = User.objects.create_user("ana", password="x")
    names = ("access_admin", *codenames)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def an_account(session: str = "default", **more: object) -> Channel:
    facts = {"engine": "GOWS", "tier": "CORE", "version": "2026.7.1"}
    return Channel.objects.create(session=session, checked_at=timezone.now(), **{**facts, **more})


def page(client: Client) -> str:
    answer = client.get(reverse("bot_menus"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("codename", ["change_flow", "change_replytemplate", "change_botsettings"])
def test_who_writes_the_bot_sees_the_whole_table(codename: str) -> None:
    text = page(signed_in(codename))
    assert text.count("2026.6.1 em diante") == len(menu_forms.ENGINES)
    assert "ainda não perguntou ao WAHA" in text


def test_who_does_not_write_the_bot_sees_nothing() -> None:
    assert signed_in("read_messages").get(reverse("bot_menus")).status_code in (302, 403)


@pytest.mark.parametrize(
    ("engine", "wanted", "now"),
    [("GOWS", "poll", "Enquete"), ("GOWS", "list", "Lista"), ("WEBJS", "poll", "Texto numerado")],
)
def test_it_tells_what_goes_out_now(engine: str, wanted: str, now: str) -> None:
    an_account(engine=engine)
    BotSettings.objects.update_or_create(defaults={"menu_form": wanted})
    text = page(signed_in("change_flow"))
    assert f"<strong>{now}</strong>" in text
    assert ("não tem a forma escolhida" in text) is (engine == "WEBJS")


def test_polls_that_rest_are_told_and_can_be_tried_again() -> None:
    an_account(polls_failed_at=timezone.now())
    BotSettings.objects.update_or_create(defaults={"menu_form": "poll"})
    client = signed_in("change_botsettings")
    text = page(client)
    assert "pararam de chegar" in text
    assert "Tentar enquetes de novo" in text
    answer = client.post(reverse("bot_menus"), {"session": "default"}, follow=True)
    assert "voltam a ser enviadas" in answer.content.decode()
    assert Channel.objects.get().polls_failed_at is None
    assert "pararam de chegar" not in page(client)


def test_only_who_may_change_the_settings_tries_again() -> None:
    an_account(polls_failed_at=timezone.now())
    client = signed_in("change_flow")
    assert "Tentar enquetes de novo" not in page(client)
    assert client.post(reverse("bot_menus"), {"session": "default"}).status_code in (302, 403)
    assert Channel.objects.get().polls_failed_at


def test_polls_that_failed_days_ago_are_not_told_any_more() -> None:
    an_account(polls_failed_at=timezone.now() - timedelta(days=2))
    assert "pararam de chegar" not in page(signed_in("change_flow"))


@pytest.mark.parametrize("count", [1, 4])
def test_more_accounts_cost_no_more_statements(count: int, django_assert_num_queries) -> None:
    for number in range(count):
        an_account(f"conta-{number}")
    client = signed_in("change_flow")
    page(client)
    with django_assert_num_queries(10):
        page(client)


def test_the_settings_lead_there(admin_client: Client) -> None:
    url = reverse("wagtailsettings:edit", args=["bot_flows", "botsettings"])
    text = admin_client.get(url, follow=True).content.decode()
    assert reverse("bot_menus") in text
    assert "como os menus são enviados" in text.lower()
