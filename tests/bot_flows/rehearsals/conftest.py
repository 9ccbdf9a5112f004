"""Who sits before the dashboard."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

WRITES = ("access_admin", "change_flow", "view_flow", "change_conversationtest")


@pytest.fixture
def editor(client: Client) -> Client:
    """May do everything."""
    client.force_login(User.objects.create_superuser("editora"))
    return client


@pytest.fixture
def publisher() -> Client:
    """May publish, and may not override."""
    return a_person("publicadora", *WRITES, "publish_flow", "delete_flow", "change_botsettings")


def a_person(name: str, *rights: str) -> Client:
    user = User.objects.create_user(name)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client
