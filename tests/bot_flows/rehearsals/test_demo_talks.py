"""The demonstration bot comes with tests of its own, and they pass."""

import json
from pathlib import Path

import pytest

from bot_flows import cities
from bot_flows.demo_talks import TALKS
from bot_flows.engine import codec
from bot_flows.engine.release import Release
from bot_flows.rehearsal import rehearse
from bot_flows.scripts import Expects, ExpectsFlow

RELEASE = Path(__file__).parents[2] / "transcripts" / "demo_release.json"


@pytest.fixture(scope="module")
def demo() -> Release:
    document = json.loads(RELEASE.read_text(encoding="utf-8"))
    return codec.from_json(document, number=1, cities=cities.known())


@pytest.mark.parametrize("title", TALKS)
def test_the_demonstration_answers_as_its_tests_say(demo: Release, title: str) -> None:
    result = rehearse(demo, TALKS[title])
    assert [(item.fault, item.expected, item.got) for item in result.failures] == []


@pytest.mark.parametrize("title", TALKS)
def test_every_one_of_them_expects_something(title: str) -> None:
    lines = TALKS[title].lines
    assert any(isinstance(line.act, Expects | ExpectsFlow) for line in lines)
