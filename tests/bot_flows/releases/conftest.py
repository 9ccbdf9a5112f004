"""Two releases of one bot, and people with different rights."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from bot_flows.models import Flow, Release
from tests.factories import a_bot, end, publish, say


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editora"))
    return client


@pytest.fixture
def somebody(client: Client) -> Callable[..., Client]:
    """A browser of somebody with these rights of the bot, and no others."""

    def logged_in(*codenames: str) -> Client:
        user = User.objects.create_user("pessoa")
        rights = Permission.objects.filter(codename__in=("access_admin", *codenames))
        user.user_permissions.set(rights)
        client.force_login(user)
        return client

    return logged_in


@pytest.fixture
def two() -> tuple[Release, Release]:
    """An older release, and the one on the air: the welcome differs."""
    start, first = a_bot(say("Bem-vinda, {nome}! Temos *muitas* vagas."), end())
    edit(start, "Bem-vinda, {nome}! Temos *poucas* vagas.")
    return first, Release.objects.get(active=True)


def edit(start: Flow, text: str) -> Release:
    """Publish another welcome; its step stays the same step."""
    steps = [*start.steps.raw_data]
    kept = {**steps[0], "value": {**steps[0]["value"], "text": text}}
    start.steps = json.dumps([kept, *steps[1:]], default=dict)
    publish(start)
    return Release.objects.get(active=True)
