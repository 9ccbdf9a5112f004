"""The demonstration bot, as it compiles, is the bot that the transcripts play against."""

import json
from pathlib import Path
from typing import Any

import pytest

import courses.demo
import home.demo
from bot_flows import demo, publishing
from bot_flows.compiler import compile_release
from bot_flows.engine import codec
from courses.models import CoursePage

FILE = Path(__file__).with_name("demo_release.json")
STALE = (
    "The demonstration bot is not the one of tests/transcripts/demo_release.json any more. "
    "Run `pytest tests/transcripts --update` (without -n), and read "
    "the transcripts that changed."
)


@pytest.fixture
def document(settings: Any, tmp_path: Path) -> Any:
    """What load_demo publishes; courses by their slugs, for primary keys are no content."""
    settings.MEDIA_ROOT = tmp_path
    with publishing.held():
        courses.demo.load(home.demo.load())
    demo.load()
    found = codec.to_json(compile_release())
    slugs = {str(pk): slug for pk, slug in CoursePage.objects.values_list("pk", "slug")}
    for course in found["courses"]:
        course["id"] = slugs[course["id"]]
    return found


@pytest.mark.django_db
def test_the_transcripts_play_against_the_demonstration(
    document: Any, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--update"):
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        FILE.write_text(text + "\n", encoding="utf-8")
    assert document == json.loads(FILE.read_text(encoding="utf-8")), STALE
