"""What the page of the simulator says, read for tests."""

import json
import re
from html import unescape
from typing import Any

from django.apps import apps
from django.test import Client

HERE = "/dashboard/bot/simulador/"


def page(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def bubbles(answer: Any, who: str = "bot") -> list[str]:
    found = re.findall(
        rf'sim-item--{who}">.*?<span class="sim-text">(.*?)</span>', page(answer), re.S
    )
    return [re.sub(r"<[^>]+>", "", text) for text in found]


def reasons(answer: Any) -> list[str]:
    return re.findall(r'class="sim-why">(.*?)</p>', page(answer))


def told(answer: Any) -> list[str]:
    return re.findall(r'class="sim-note">(.*?)</p>', page(answer))


def script_in(answer: Any) -> list[Any]:
    found = re.search(r'name="conversa" value="(.*?)"', answer.content.decode())
    assert found
    return json.loads(unescape(found[1]))


def talk(client: Client, *said: str, **fields: str) -> Any:
    """What the page says once these texts were typed, one after the other."""
    answer, script = None, "[]"
    for text in said:
        sent = {"conversa": script, "acao": "dizer", "texto": text, **fields}
        answer = client.post(HERE, sent)
        script = json.dumps(script_in(answer))
    return answer


def rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}
