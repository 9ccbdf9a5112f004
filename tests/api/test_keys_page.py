"""The keys of integrations in the dashboard: shown once, never kept, revoked with a question."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot_flows.access import ADMINISTRATION, REVIEWER
from home.integrations import ApiToken, Scope
from tests.bot_flows.access.people import client_of, member

from .asking import a_key, ask, holder

pytestmark = pytest.mark.django_db
KEY = re.compile(r"capy_[0-9A-Za-z]{33}")


def page(name: str, *args: object) -> str:
    return reverse(f"integracoes:{name}", args=args)


@pytest.fixture
def boss() -> Client:
    return client_of(member(ADMINISTRATION, "gestora"))


def made(boss: Client, **fields: object) -> tuple[str, Client]:
    given = {"name": "Painel", "scopes": [Scope.OPERATIONS.value], **fields}
    answer = boss.post(page("add"), given)
    assert answer.status_code == 200
    found = KEY.search(answer.content.decode())
    return (found[0] if found else ""), answer


def test_a_key_is_shown_once_and_kept_nowhere(boss: Client) -> None:
    key, answer = made(boss, addresses="10.0.0.0/8, 127.0.0.1")
    token = ApiToken.objects.get()
    assert "no-store" in answer.headers["Cache-Control"]
    assert token.prefix == key[: len(token.prefix)]
    stored = str(ApiToken.objects.values_list().get())
    assert key not in stored
    assert key[len(token.prefix) :] not in stored
    assert (token.created_by.username, token.addresses) == ("gestora", "10.0.0.0/8\n127.0.0.1")
    ask(holder(key), "searches/")
    for address in (page("index"), page("edit", token.pk), page("history", token.pk)):
        shown = boss.get(address).content.decode()
        assert key not in shown
        assert "Painel" in shown
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_two_keys_of_one_name_are_two(boss: Client) -> None:
    first, second = made(boss)[0], made(boss)[0]
    assert first != second
    assert ApiToken.recognise(first) != ApiToken.recognise(second)


def test_revoking_asks_first_and_ends_it_at_once(boss: Client) -> None:
    token, key = a_key(Scope.OPERATIONS, name="Painel")
    asked = boss.get(page("delete", token.pk)).content.decode()
    assert "Sim, revogar" in asked
    assert "Nunca usada" in asked
    assert "Usado" not in asked
    assert f"<code>{token.prefix}…</code>" in asked
    ask(holder(key), "searches/")
    assert "Usada pela última vez em " in boss.get(page("delete", token.pk)).content.decode()
    boss.post(page("delete", token.pk))
    assert ask(holder(key), "searches/", 401)["detail"] == "Esta chave foi revogada."
    assert "revogada" in boss.get(page("index")).content.decode()
    first = ApiToken.objects.get().revoked_at
    boss.post(page("delete", token.pk))
    assert ApiToken.objects.get().revoked_at == first


def test_a_change_holds_at_once(boss: Client) -> None:
    token, key = a_key(Scope.OPERATIONS)
    boss.post(page("edit", token.pk), {"name": "Outro", "scopes": [Scope.CONVERSATIONS.value]})
    ask(holder(key), "searches/", 403)
    ask(holder(key), "contacts/")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "obrigatório"),
        ({"addresses": "10.0.0.0/8 casa"}, "“casa” não é um endereço IP"),
        ({"addresses": " ".join(f"10.0.0.{n}" for n in range(21))}, "No máximo 20"),
        ({"expires_at": "2020-01-01 10:00"}, "Esta data já passou"),
        ({"expires_at": "2200-01-01 10:00"}, "No máximo cinco anos"),
        ({"scopes": ["unmask"]}, "só faz sentido junto"),
        ({"scopes": ["tudo"]}, "não é uma das escolhas"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(boss: Client, fields: dict, said: str) -> None:
    key, answer = made(boss, **fields)
    assert not key
    assert said in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_what_was_done_is_in_the_log(boss: Client) -> None:
    made(boss)
    token = ApiToken.objects.get()
    boss.post(page("edit", token.pk), {"name": "Outro"})
    boss.post(page("delete", token.pk))
    entries = ModelLogEntry.objects.for_instance(token).order_by("pk")
    assert [str(entry.message) for entry in entries] == [
        "Criou a chave",
        "Mudou a chave",
        "Revogou a chave",
    ]
    assert {entry.user.username for entry in entries} == {"gestora"}
    assert "Criou a chave" in boss.get(page("history", token.pk)).content.decode()


def test_only_who_may_makes_keys() -> None:
    token, _key = a_key()
    reviewer = client_of(member(REVIEWER, "revisora"))
    for address in (page("index"), page("add"), page("edit", token.pk), page("delete", token.pk)):
        assert reviewer.get(address).status_code == 302
        assert reviewer.post(address, {"name": "x"}).status_code in {302, 405}
    token.refresh_from_db()
    assert (token.revoked_at, ApiToken.objects.count()) == (None, 1)


def test_nobody_gives_what_they_may_not_do_themselves() -> None:
    from django.contrib.auth.models import Permission

    user = User.objects.create_user("ajudante")
    names = ("access_admin", "add_apitoken", "change_apitoken", "view_searchrun")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    helper = client_of(user)
    asked = helper.get(page("add")).content.decode()
    assert Scope.OPERATIONS.value in asked
    assert Scope.UNMASK.value not in asked
    given = {"name": "Tudo", "scopes": [Scope.CONVERSATIONS.value, Scope.UNMASK.value]}
    helper.post(page("add"), given)
    assert not ApiToken.objects.exists()
    token, _key = a_key(Scope.CONVERSATIONS, Scope.UNMASK)
    helper.post(page("edit", token.pk), {"name": "Novo nome", "scopes": []})
    token.refresh_from_db()
    assert (token.name, token.scopes) == ("Novo nome", [Scope.CONVERSATIONS, Scope.UNMASK])


def test_a_use_is_written_down_once_a_minute(django_assert_num_queries) -> None:
    token, key = a_key()
    with django_assert_num_queries(3):  # the key, its use, the bot's release
        holder(key).get("/api/v1/")
    with django_assert_num_queries(2):
        holder(key).get("/api/v1/")
    old = timezone.now() - timedelta(minutes=2)
    ApiToken.objects.update(last_used_at=old)
    holder(key).get("/api/v1/")
    token.refresh_from_db()
    assert token.last_used_at > old


def test_a_key_survives_a_new_secret_while_the_old_one_is_kept(settings) -> None:
    token, key = a_key()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "outro segredo"
    assert ApiToken.recognise(key) == token
    settings.SECRET_KEY_FALLBACKS = []
    assert ApiToken.recognise(key) is None


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_statements(django_assert_max_num_queries, count: int) -> None:
    boss = client_of(member(ADMINISTRATION, "gestora"))
    for number in range(count):
        a_key(Scope.OPERATIONS, name=f"Chave {number}")
    boss.get(page("index"))
    with django_assert_max_num_queries(12):
        boss.get(page("index"))
