"""Conversation tests, in the words of an editor."""

import json
from typing import Any

from bot_flows.models import ConversationTest, Flow
from tests.factories import Stored, step

GREETING = "Oi, Ana! Eu sou a *Capy*"


def says(text: str) -> Stored:
    return step("says", text=text)


def sends(kind: str = "audio") -> Stored:
    return step("sends", kind=kind)


def waits(amount: int, unit: str = "hours") -> Stored:
    return step("waits", amount=amount, unit=unit)


def expects(text: str, how: str = "contains") -> Stored:
    return step("expects", how=how, text=text)


def silent() -> Stored:
    return {**step("silent"), "value": None}


def expects_flow(flow: Flow | None) -> Stored:
    return step("expects_flow", flow=flow and flow.pk)


def a_test(title: str, *lines: Stored, **fields: Any) -> ConversationTest:
    return ConversationTest.objects.create(title=title, script=json.dumps(lines), **fields)
