"""The people of the demonstration: one of each group, with one password."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from bot_flows.management.commands.load_demo import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def loaded(**options: Any) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_there_is_somebody_of_each_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "uma-senha-boa")
    said = loaded().splitlines()[-1]
    assert said == f"Usuárias: {', '.join(PEOPLE)}  Senha: uma-senha-boa"
    for name, role in PEOPLE.items():
        user = User.objects.get(username=name)
        assert user.check_password("uma-senha-boa")
        assert [group.name for group in user.groups.all()] == ([role.name] if role else [])
        assert user.is_superuser is (role is None)


def test_whoever_is_missing_comes_and_the_others_keep_their_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "a-primeira")
    loaded()
    User.objects.get(username="revisora").delete()
    User.objects.get(username="redatora").groups.clear()
    monkeypatch.setenv("DEMO_PASSWORD", "a-segunda")
    assert "Usuárias: revisora  Senha: a-segunda" in loaded()
    assert User.objects.get(username="editora").check_password("a-primeira")
    assert not User.objects.get(username="redatora").groups.exists()
