"""The golden conversations of the demonstration bot.

``--update`` rewrites the bot's lines. The release they play against is the demonstration
bot as it compiles (``demo_release.json``); a test with a database holds the two together.
"""

import json
from pathlib import Path

import pytest

from bot_flows import cities, transcript
from bot_flows.engine import codec
from bot_flows.engine.release import Release

from .player import play_again

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.txt"))


@pytest.fixture(scope="session")
def demo() -> Release:
    document = json.loads((HERE / "demo_release.json").read_text(encoding="utf-8"))
    return codec.from_json(document, number=1, cities=cities.known())


def test_there_are_at_least_thirty() -> None:
    assert len(FILES) >= 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_transcript(path: Path, demo: Release, request: pytest.FixtureRequest) -> None:
    lines = transcript.parse(path.read_text(encoding="utf-8"))
    played = play_again(demo, lines)
    if request.config.getoption("--update"):
        path.write_text(transcript.render(played), encoding="utf-8")
    else:
        assert transcript.render(played) == transcript.render(lines)
