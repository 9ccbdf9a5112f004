"""What was done to the bot, by whom: in Wagtail's log, in Portuguese."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

import bot_flows
from bot_flows import planning, publishing
from bot_flows.access import ADMINISTRATION
from bot_flows.exchange.applying import apply
from bot_flows.exchange.document import export
from bot_flows.models import ConversationTest, Flow, Release
from bot_flows.pinned import move
from bot_flows.scripts import Expects, How, Line, Opening, Says, Script
from tests.factories import a_bot, a_flow, ask, edit_url, end, form_data, post, say

from .people import client_of, member

pytestmark = pytest.mark.django_db
SOURCES = sorted(Path(bot_flows.__file__).parent.rglob("*.py"))
NAMED = re.compile(r"""action=["'](bot_flows\.\w+)["']""")


@pytest.fixture
def who() -> User:
    return member(ADMINISTRATION, "gestora")


@pytest.fixture
def start() -> Flow:
    return a_bot(say("Bem-vinda!"), ask("Como você está?"), end())[0]


def publishes(who: User, start: Flow) -> str:
    post(client_of(who), start, form_data(start, steps=[say("Olá"), end()]), publish=True)
    return "wagtail.publish"


def unpublishes(who: User, start: Flow) -> str:
    other = a_flow("Outro", end())
    client_of(who).post(reverse("wagtailsnippets_bot_flows_flow:unpublish", args=[other.pk]))
    return "wagtail.unpublish"


def deletes(who: User, start: Flow) -> str:
    other = a_flow("Outro", end())
    client_of(who).post(reverse("wagtailsnippets_bot_flows_flow:delete", args=[other.pk]))
    return "wagtail.delete"


def locks(who: User, start: Flow) -> str:
    client_of(who).post(reverse("wagtailsnippets_bot_flows_flow:lock", args=[start.pk]))
    return "wagtail.lock"


def submits(who: User, start: Flow) -> str:
    data = form_data(start, steps=[say("Olá"), end()])
    client_of(who).post(edit_url(start), {**data, "action-submit": "1"})
    return "wagtail.workflow.start"


def rolls_back(who: User, start: Flow) -> str:
    first = Release.objects.get()
    publishes(who, start)
    client_of(who).post(reverse("bot_releases:activate", args=[first.pk]))
    return "bot_flows.activate"


def moves(who: User, start: Flow) -> str:
    from tests.bot_flows.access.test_handoff import says

    says()
    publishes(who, start)
    move(who, timezone.now())
    return "bot_flows.move"


def plans(who: User, start: Flow) -> str:
    planning.plan(Release.objects.latest("number"), timezone.now() + timedelta(hours=1), None, who)
    return "bot_flows.plan"


def cancels(who: User, start: Flow) -> str:
    made = planning.plan(
        Release.objects.latest("number"), timezone.now() + timedelta(hours=1), None, who
    )
    planning.cancel(made.pk, who)
    return "bot_flows.cancel_plan"


def overrides(who: User, start: Flow) -> str:
    lines = (Line(Says("oi")), Line(Expects("Bem-vinda!", How.CONTAINS)))
    ConversationTest.of(Script(Opening(), lines), "Saúda").save()
    start.steps = json.dumps([say("Olá"), end()])
    start.save()
    publishing.publish(who, "O teste ficou velho.", override=True)
    return "bot_flows.override"


def exports(who: User, start: Flow) -> str:
    client_of(who).get(reverse("bot_exchange:export", args=["bot"]))
    return "bot_flows.export"


def imports(who: User, start: Flow) -> str:
    document = export()
    document["flows"][0]["title"] = "Começo"
    apply(document, who)
    return "bot_flows.import"


DEEDS = (
    publishes,
    unpublishes,
    deletes,
    locks,
    submits,
    rolls_back,
    moves,
    plans,
    cancels,
    overrides,
    exports,
    imports,
)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_it_is_in_the_log_with_who_did_it(
    who: User, start: Flow, deed: Callable[[User, Flow], str]
) -> None:
    action = deed(who, start)
    entry = ModelLogEntry.objects.filter(action=action).latest("pk")
    assert entry.user == who
    assert entry.message
    assert "Desconhecid" not in str(entry.message)


def test_the_history_of_the_site_says_it_in_portuguese(who: User, start: Flow) -> None:
    actions = [deed(who, start) for deed in (publishes, plans, exports)]
    for client in (client_of(who), client_of(User.objects.create_superuser("chefe"))):
        page = client.get(reverse("wagtailadmin_reports:site_history"))
        shown = page.content.decode()
        assert page.status_code == 200
        for action in actions:
            entry = ModelLogEntry.objects.filter(action=action).latest("pk")
            assert str(entry.message) in shown


def test_every_deed_that_the_code_logs_has_words() -> None:
    named = {action for path in SOURCES for action in NAMED.findall(path.read_text("utf-8"))}
    registry.scan_for_actions()
    assert named
    assert named <= set(registry.formatters)


def test_every_deed_of_ours_is_told_in_portuguese() -> None:
    registry.scan_for_actions()
    english = re.compile(r"\b(the|this|was|has|of|to)\b", re.IGNORECASE)
    ours = [key for key in registry.formatters if key.startswith("bot_flows.")]
    assert ours
    assert not [key for key in ours if english.search(str(registry.formatters[key].label))]


def test_nobody_reads_the_log_without_an_account(client: Client) -> None:
    answer: Any = client.get(reverse("wagtailadmin_reports:site_history"))
    assert answer.status_code == 302
