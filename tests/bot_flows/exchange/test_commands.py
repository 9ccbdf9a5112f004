"""The same from a terminal: out into a file, tried, brought back."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bot_flows.exchange.document import Json, export
from bot_flows.models import ReplyTemplate

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["bot.json", "textos.xlsx"])
def test_what_was_exported_is_the_same(document: Json, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    run("bot_export", str(file))
    assert "0 mudariam" in run("bot_import", str(file))


def test_a_trial_changes_nothing_and_apply_brings_drafts(document: Json, tmp_path: Path) -> None:
    document["replies"][0]["text"] = "De outro lugar"
    file = tmp_path / "bot.json"
    file.write_text(json.dumps(document))
    said = run("bot_import", str(file))
    assert "+ De outro lugar" in said
    assert "foi só um ensaio" in said
    assert not ReplyTemplate.objects.filter(has_unpublished_changes=True).exists()
    run("bot_import", str(file), "--apply")
    assert ReplyTemplate.objects.filter(has_unpublished_changes=True).count() == 1


def test_a_broken_file_is_an_error_and_changes_nothing(document: Json, tmp_path: Path) -> None:
    file = tmp_path / "bot.json"
    file.write_text(json.dumps({**document, "version": 9}))
    with pytest.raises(CommandError, match="versão 9"):
        run("bot_import", str(file), "--apply")
    assert export() == document


def test_a_file_that_is_not_there_is_an_error(db: None) -> None:
    with pytest.raises(CommandError, match="Não há nenhum arquivo"):
        run("bot_import", "nada.json")
