"""``python -m capyvagas.catalogue``: compile the catalogues, with a package and no system tool."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import polib

BASE = Path(__file__).resolve().parents[2]
APPS = ("home", "courses", "vacancies", "bot_flows")


def compile_catalogues(base: Path = BASE) -> list[Path]:
    """Write every .mo that is missing or older than its .po, and say which."""
    written = []
    for source in _sources(base):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _compile(source, compiled)
            written.append(compiled)
    return written


def _sources(base: Path) -> Iterator[Path]:
    for app in APPS:
        yield from sorted((base / app).glob("locale/*/LC_MESSAGES/*.po"))


def _compile(source: Path, compiled: Path) -> None:
    """Whole or not at all: others may be compiling, or reading, at the same time."""
    with NamedTemporaryFile(dir=compiled.parent, delete=False) as new:
        new.write(polib.pofile(source).to_binary())
    made = Path(new.name)
    made.chmod(0o644)
    made.replace(compiled)


if __name__ == "__main__":
    compile_catalogues()
