"""Students at the webhook and editors at the dashboard, for tests of what was heard."""

import itertools
import json
from collections.abc import Sequence

from django.contrib.auth.models import Permission, User
from django.test import Client

from bot_flows.models import OutboundMessage
from tests.bot_flows.test_views import message, post

_ids = itertools.count(1)


def writes(number: int, *texts: str) -> list[str]:
    """One student writes to the webhook; what the bot answers to the last text."""
    answers: list[str] = []
    for text in texts:
        before = OutboundMessage.objects.count()
        chat = f"55419900{number:05d}@c.us"
        payload = {"from": chat, "id": f"false_{chat}_{next(_ids):08d}"}
        assert post(message(text, **payload)).status_code == 200
        rows = OutboundMessage.objects.order_by("pk")
        answers = list(rows.values_list("text", flat=True))[before:]
    return answers


def editor(*codenames: str, name: str = "edu") -> Client:
    """Somebody at the dashboard with these permissions of the bot."""
    user = User.objects.create_user(name, password="x")
    named = Permission.objects.filter(content_type__app_label="bot_flows", codename__in=codenames)
    assert named.count() == len(codenames), codenames
    user.user_permissions.add(Permission.objects.get(codename="access_admin"), *named)
    client = Client()
    client.force_login(user)
    return client


WRITER: Sequence[str] = (
    "see_reports",
    "add_flow",
    "change_flow",
    "add_conversationtest",
    "change_conversationtest",
)


def loads(text: bytes) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)
    return found
