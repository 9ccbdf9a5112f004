"""Programs and people that ask the API, for tests."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client

from home.integrations import ApiToken

PROBLEM = "application/problem+json"


def a_key(*scopes: str, **fields: Any) -> tuple[ApiToken, str]:
    given = {"name": "Painel", "scopes": list(scopes), **fields}
    return ApiToken.issue(**given)


def holder(key: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {key}"})


def program(*scopes: str, **fields: Any) -> Client:
    """A client with a key of these scopes."""
    return holder(a_key(*scopes, **fields)[1])


def staff(rights: Iterable[str] = (), name: str = "pessoa") -> Client:
    """Somebody of the dashboard, with these rights and the one to enter."""
    user = User.objects.create_user(name, password="uma senha longa")
    wanted = ["access_admin", *(right.partition(".")[2] for right in rights)]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client()
    client.force_login(user)
    return client


def ask(client: Client, path: str, status: int = 200, **query: Any) -> Any:
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == status, response.content[:500]
    if status >= 400:
        assert response.headers["Content-Type"] == PROBLEM
    return response.json() if response.content else None


def send(client: Client, path: str, body: Any, status: int = 201, **headers: str) -> Any:
    response = client.post(
        f"/api/v1/{path}", body, content_type="application/json", headers=headers
    )
    assert response.status_code == status, response.content[:500]
    if status >= 400:
        assert response.headers["Content-Type"] == PROBLEM
    return response.json()


def wrong_fields(problem: dict[str, Any]) -> set[str]:
    return {error["field"] for error in problem["errors"]}
