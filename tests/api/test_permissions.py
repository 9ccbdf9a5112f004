"""Every door of the API, and everybody who may stand before it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bot_flows.models import Contact, Conversation, Release
from home.integrations import RIGHTS, Scope
from tests.factories import a_bot
from tests.home.content import a_course, a_course_list, a_site, a_vacancy
from vacancies.models import Search

from .asking import PROBLEM, a_key, holder, program, staff

pytestmark = pytest.mark.django_db

OPEN = ("", "courses/", "courses/{course}/", "vacancies/", "vacancies/{vacancy}/", "flows/",
        "flows/{flow}/", "releases/", "releases/{release}/", "health/")  # fmt: skip
CLOSED = {
    "contacts/": Scope.CONVERSATIONS,
    "contacts/{contact}/": Scope.CONVERSATIONS,
    "conversations/": Scope.CONVERSATIONS,
    "conversations/{contact}/": Scope.CONVERSATIONS,
    "searches/": Scope.OPERATIONS,
    "searches/{search}/": Scope.OPERATIONS,
    "searches/sites/": Scope.OPERATIONS,
}
WRITES = ("vacancies/", "vacancies/import/")


@pytest.fixture
def house() -> dict[str, object]:
    """Something behind every door."""
    start, release = a_bot()
    contact = Contact.objects.create(name="Ana Souza")
    Conversation.objects.create(contact=contact, chat_id="5541999990000@c.us")
    return {
        "course": a_course(a_course_list(a_site())).pk,
        "vacancy": a_vacancy().pk,
        "flow": start.reference,
        "release": release.number,
        "contact": contact.pk,
        "search": Search.objects.create(term="a", place="b", label="A", place_label="B").pk,
    }


def asked(client: Client, path: str, house: dict[str, object]) -> int:
    return client.get(f"/api/v1/{path.format(**house)}").status_code


def posted(client: Client, path: str, **more: str) -> int:
    kind, body = ("application/json", "{}") if path == "vacancies/" else ("text/csv", "title\n")
    response = client.post(f"/api/v1/{path}", body, content_type=kind, **more)
    return response.status_code


@pytest.mark.parametrize("path", OPEN)
def test_what_is_published_is_open_to_everybody(path: str, house: dict[str, object]) -> None:
    for client in (Client(), program(), program(*Scope.values), staff()):
        assert asked(client, path, house) in {200, 503}, path


@pytest.mark.parametrize(("path", "scope"), CLOSED.items())
def test_what_is_closed_opens_to_the_right_scope_or_right_alone(
    path: str, scope: Scope, house: dict[str, object]
) -> None:
    others = [other for other in Scope if other != scope]
    assert asked(Client(), path, house) == 401
    assert asked(program(), path, house) == 403
    assert asked(program(*others), path, house) == 403
    assert asked(program(scope), path, house) == 200
    assert asked(staff(), path, house) == 403
    for number, right in enumerate(RIGHTS[scope]):
        assert asked(staff([right], f"p{number}"), path, house) == 200


@pytest.mark.parametrize("path", WRITES)
def test_writing_opens_to_the_right_scope_or_right_alone(path: str) -> None:
    """An empty body is refused with 400 by whoever let it in."""
    others = [other for other in Scope if other != Scope.VACANCIES]
    assert posted(Client(), path) == 401
    assert posted(program(*others), path) == 403
    assert posted(program(Scope.VACANCIES), path) == 400
    assert posted(staff(), path) == 403
    assert posted(staff(["vacancies.add_vacancy"], "editora"), path) == 400


def test_a_session_writes_only_with_the_token_against_forgery() -> None:
    editor = staff(["vacancies.add_vacancy"])
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    response = strict.post("/api/v1/vacancies/", "{}", content_type="application/json")
    assert response.status_code == 403
    assert "X-CSRFToken" in response.json()["detail"]


def test_rights_count_only_for_who_may_enter_the_dashboard(house: dict[str, object]) -> None:
    from django.contrib.auth.models import Permission, User

    user = User.objects.create_user("antiga")
    user.user_permissions.set(Permission.objects.filter(codename="read_messages"))
    client = Client()
    client.force_login(user)
    assert asked(client, "contacts/", house) == 403
    user.is_active = False
    user.save()
    assert asked(client, "contacts/", house) == 401


def a_revoked_key() -> str:
    token, key = a_key(*Scope.values)
    token.revoke(timezone.now())
    return key


def an_expired_key() -> str:
    return a_key(*Scope.values, expires_at=timezone.now() - timedelta(seconds=1))[1]


def a_changed_key() -> str:
    key = a_key(*Scope.values)[1]
    return key[:-8] + ("A" * 8 if key[-8:] != "A" * 8 else "B" * 8)


def a_key_of_nobody() -> str:
    token, key = a_key(*Scope.values)
    token.delete()
    return key


def a_key_with_anothers_beginning() -> str:
    """It is well formed, and its first characters are those of a key that exists."""
    from wagtail.models.api import _token_checksum

    key = a_key(*Scope.values)[1]
    body = key.removeprefix("capy_")[:8] + "0" * 19
    return f"capy_{body}{_token_checksum(body)}"


USELESS: list[Callable[[], str]] = [
    a_revoked_key,
    an_expired_key,
    a_changed_key,
    a_key_of_nobody,
    a_key_with_anothers_beginning,
    lambda: "",
    lambda: "x" * 5000,
    lambda: "capy_é\x00",
    lambda: "wagtail_" + a_key()[1].removeprefix("capy_"),
]


@pytest.mark.parametrize("make", USELESS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("path", ["vacancies/", "contacts/"])
def test_a_key_that_does_not_hold_opens_nothing(
    make: Callable[[], str], path: str, house: dict[str, object]
) -> None:
    """Not even what is open: who sends a key should hear that it is none."""
    response = holder(make()).get(f"/api/v1/{path}")
    assert response.status_code == 401
    assert response.headers["Content-Type"] == PROBLEM
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("named", "address", "status"),
    [
        ("10.0.0.0/8", "10.1.2.3", 200),
        ("10.0.0.0/8", "11.1.2.3", 403),
        ("192.0.2.7\n2001:db8::/32", "2001:db8::1", 200),
        ("192.0.2.7", "192.0.2.8", 403),
        ("192.0.2.7", "não é", 403),
    ],
)
def test_a_key_holds_only_where_it_was_given_to(named: str, address: str, status: int) -> None:
    client = program(Scope.CONVERSATIONS, addresses=named)
    response = client.get("/api/v1/contacts/", REMOTE_ADDR=address)
    assert response.status_code == status


def test_a_scope_that_leans_on_another_says_nothing_alone(house: dict[str, object]) -> None:
    assert asked(program(Scope.UNMASK), "contacts/", house) == 403
    assert posted(program(Scope.TRUSTED), "vacancies/") == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("path", [*OPEN, *CLOSED])
def test_nothing_is_changed_or_deleted(method: str, path: str, house: dict[str, object]) -> None:
    boss = program(*Scope.values)
    response = getattr(boss, method)(f"/api/v1/{path.format(**house)}")
    assert response.status_code == 405
    assert response.headers["Content-Type"] == PROBLEM


def test_the_release_is_named_in_every_answer(house: dict[str, object]) -> None:
    number = str(Release.objects.get(active=True).number)
    for path in (*OPEN, *CLOSED, "nada/", "vacancies/0/", "vacancies/?state=XX"):
        response = Client().get(f"/api/v1/{path.format(**house)}")
        assert response.headers["X-Bot-Release"] == number, path
