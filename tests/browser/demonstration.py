"""What `make demo` starts, for a test: real processes on free ports, with data of their own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from capyvagas.demo import EDITOR

LAUNCH = Path(__file__).with_name("launch.py")
BASE = LAUNCH.parents[2]
PASSWORD = "só para este teste"
NOBODY = "http://127.0.0.1:9"  # a proxy that is not there: a search for vacancies stays here
END_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where it runs, and who may edit."""

    site: str
    phone: str
    home: Path
    user: str = EDITOR
    password: str = PASSWORD


@contextmanager
def demonstration(home: Path) -> Iterator[Demonstration]:
    """Start everything with its data in `home`, and end every process afterwards."""
    port, waha_port = _free_ports(2)
    process = subprocess.Popen(
        [sys.executable, str(LAUNCH), str(home)],
        cwd=BASE,
        env=_environment(port, waha_port),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            _wait_until_ready(process)
            yield Demonstration(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{waha_port}", home)
        finally:
            process.terminate()
            process.wait(END_SECONDS)


def furnish(demo: Demonstration) -> None:
    """Put into its vacancies what a busy week leaves behind: ``tests.vacancies.furnished``."""
    command = "from tests.vacancies.furnished import furnish; furnish()"
    kept = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    own = {
        "PYTHONPATH": f"{BASE}{os.pathsep}{BASE / 'site'}",
        "DJANGO_SETTINGS_MODULE": "capyvagas.settings.demo",
        "DJANGO_SECRET_KEY": (demo.home / "secret-key").read_text().strip(),
        "DATA_DIR": str(demo.home),
        "DATABASE_URL": f"sqlite:///{demo.home / 'capyvagas.sqlite3'}",
    }
    shell = [sys.executable, "manage.py", "shell", "-v0", "-c", command]
    subprocess.run(shell, cwd=BASE, env=kept | own, check=True, capture_output=True)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as open_doors:
        doors = [open_doors.enter_context(socket.socket()) for _ in range(count)]
        for door in doors:
            door.bind(("127.0.0.1", 0))
        return [door.getsockname()[1] for door in doors]


def _environment(port: int, waha_port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "RESET"}
    return kept | {
        "PYTHONPATH": f"{BASE}{os.pathsep}{BASE / 'site'}",
        "PORT": str(port),
        "WAHA_PORT": str(waha_port),
        "DEMO_PASSWORD": PASSWORD,
        "BOT_PACING": "off",
        "JOBSPY_PROXIES": NOBODY,
    }


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    """Read what it says until it says Ready; it gives up by itself where it cannot."""
    said: list[str] = []
    assert process.stdout
    for line in process.stdout:
        said.append(line)
        if line.startswith("Ready"):
            return
    raise AssertionError(f"make demo did not start:\n{''.join(said)}")
