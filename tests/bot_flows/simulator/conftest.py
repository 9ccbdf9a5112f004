"""An editor, and a small bot to talk to."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from bot_flows.models import (
    Flow,
)
from tests.factories import (
    a_bot,
    choice,
    end,
    menu,
    say,
)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editora"))
    return client


@pytest.fixture
def start() -> Flow:
    steps = (menu("E aí?", choice("Falar de vagas", synonyms="vaga"), choice("Sair")), end("Fui!"))
    return a_bot(say("Oi, {nome}!"), *steps)[0]
