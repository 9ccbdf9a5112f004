"""The demonstration bot: complete, without a fault, and loaded twice without a change."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from bot_flows import demo
from bot_flows.compiler import compile_release
from bot_flows.demo_content import FLOWS, REPLIES
from bot_flows.engine.issues import inspect
from bot_flows.engine.wording import Reply
from bot_flows.models import BotSettings, Flow, PublishRefused, Release, ReplyTemplate
from courses.models import CoursePage
from tests.factories import publish, say


@pytest.fixture
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def loaded(**options: Any) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def contents() -> Any:
    return (
        list(Flow.objects.order_by("pk").values()),
        list(ReplyTemplate.objects.order_by("pk").values()),
        list(BotSettings.objects.values()),
        list(Release.objects.values("number", "digest", "active")),
        list(CoursePage.objects.order_by("pk").values_list("pk", "title", "live")),
    )


def test_every_reply_has_its_words() -> None:
    assert set(REPLIES) == set(Reply)


@pytest.mark.django_db
@pytest.mark.usefixtures("media")
def test_the_demonstration_has_no_fault_and_loads_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "uma-senha-boa")
    first = loaded()
    assert inspect(compile_release()) == ()
    before = contents()
    assert [release["active"] for release in before[3]] == [True]
    assert "Senha: uma-senha-boa" in first

    second = loaded()

    assert contents() == before
    assert "Senha" not in second
    editor = get_user_model().objects.get(username="editora")
    assert editor.check_password("uma-senha-boa")


@pytest.mark.django_db
@pytest.mark.usefixtures("media")
def test_the_password_is_set_anew_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    first = loaded().rsplit("Senha: ", 1)[1].strip()
    second = loaded(reset_password=True).rsplit("Senha: ", 1)[1].strip()
    assert first != second
    assert get_user_model().objects.get(username="editora").check_password(second)


@pytest.mark.django_db
@pytest.mark.usefixtures("media")
def test_what_editors_did_since_is_kept() -> None:
    loaded()
    start = Flow.objects.get(title="Início")
    start.steps = json.dumps([say("Do nosso jeito"), *list(start.steps.raw_data)[1:]])
    publish(start)
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    reply.text = "Fui!"
    publish(reply)
    before = contents()
    loaded()
    assert contents() == before


@pytest.mark.django_db
@pytest.mark.usefixtures("media")
def test_the_commands_read_the_live_bot() -> None:
    with pytest.raises(CommandError, match="erro"):
        call_command("bot_check", stdout=StringIO())
    loaded()
    out = StringIO()
    call_command("bot_check", stdout=out)
    call_command("bot_map", stdout=out)
    text = out.getvalue()
    assert "0 erro(s), 0 aviso(s)." in text
    assert all(flow.title in text for flow in FLOWS.values())


@pytest.mark.django_db
def test_the_bot_alone_waits_for_courses() -> None:
    with pytest.raises(PublishRefused):
        demo.load()
    assert not Flow.objects.exists()
