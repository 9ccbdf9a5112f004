"""A large bot as editors would have written it: flows, steps and conversation tests, stored.

Run inside a process with Django set up. 150 flows of ten steps: something said, a question
whose answer is kept, a branch on it, and a menu that leads on. Every test is a recorded talk.
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from bot_flows import publishing, rehearsal, scripts
from bot_flows.compiler import compile_release
from bot_flows.demo_content import REPLIES
from bot_flows.models import BotSettings, ConversationTest, Flow, Release, ReplyTemplate

FLOWS, STEPS, TESTS = 150, 10, 300
SAID = STEPS - 3
WORDS = "Aqui você encontra o que procura sobre o assunto, {nome}, explicado com calma. "

type Stored = dict[str, Any]


def build(flows: int = FLOWS, tests: int = TESTS) -> Release:
    """The bot, published, with its tests."""
    with publishing.held():
        rows = Flow.objects.bulk_create(
            Flow(title=f"Assunto {number}", triggers=f"assunto {number}") for number in range(flows)
        )
        for number, row in enumerate(rows):
            row.steps = json.dumps(list(_steps(number, rows)))
        Flow.objects.bulk_update(rows, ["steps"])
        for row in rows:
            row.save_revision().publish()
        ReplyTemplate.objects.bulk_create(
            ReplyTemplate(key=str(key), title=str(key), text=text) for key, text in REPLIES.items()
        )
        settings = BotSettings.load()
        settings.start = settings.menu = rows[0]
        settings.save()
    _record(rows, tests)
    return publishing.publish(None, "um bot grande")


def _steps(number: int, rows: list[Flow]) -> Iterator[Stored]:
    def row(offset: int) -> int:
        return rows[(number * 7 + offset) % len(rows)].pk

    for nth in range(SAID):
        yield _step("say", text=f"{WORDS * 3}({nth})", template=None, image=None, document=None)
    yield _step("ask", prompt="Qual semestre?", kind="number", slot="semestre", custom="", error="")
    rule = {"conditions": _items([_older()]), "target": row(1)}
    yield _step("branch", rules=_items([rule]), otherwise=None)
    choices = [{"label": f"Opção {nth}", "target": row(nth), "synonyms": ""} for nth in range(2, 7)]
    yield _step("menu", prompt="E agora?", choices=_items(choices))


def _older() -> Stored:
    return {"slot": "semestre", "custom": "", "operator": "at_least", "value": "9"}


def _step(kind: str, /, **value: Any) -> Stored:
    return {"type": kind, "id": str(uuid4()), "value": value}


def _items(values: list[Stored]) -> list[Stored]:
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


def _record(rows: list[Flow], tests: int) -> None:
    bot = compile_release()
    for number in range(tests):
        said = (f"assunto {number % len(rows)}", "3", str(number % 5 + 1), "4", "2")
        lines = tuple(scripts.Line(scripts.Says(text)) for text in said)
        script = rehearsal.record(bot, scripts.Script(scripts.Opening(), lines))
        ConversationTest.of(script, title=f"Conversa {number}").save()
