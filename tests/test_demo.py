"""What `make demo` says when something goes wrong."""

from pathlib import Path

import pytest

from capyvagas import demo


@pytest.mark.parametrize("place", ["inside", "outside"])
def test_the_last_words_name_the_log_wherever_the_data_lies(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "inside":
        monkeypatch.setattr(demo, "BASE", tmp_path)
    monkeypatch.setattr(demo, "HOME", tmp_path / "demo")
    log = tmp_path / "demo/worker.log"
    log.parent.mkdir()
    log.write_text("first\n\nlast\n\n")
    shown = "demo/worker.log" if place == "inside" else str(log)
    assert demo.last_words("worker") == f"last (more in {shown})"


def test_a_process_that_said_nothing_has_no_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "HOME", tmp_path)
    (tmp_path / "site.log").touch()
    assert demo.last_words("site").startswith("it said nothing (")
