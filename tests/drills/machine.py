"""An installation as it really runs: gunicorn, the worker, and a WAHA that they speak to.

Every process leads a group of its own, and the group ends with the block that began it.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot_flows.waha.standin import Retry, Standin

from .stores import Store

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, STOP_SECONDS = 60.0, 20.0
# Shorter pauses than WAHA's, and more of them: about as long in all.
PATIENT = Retry(attempts=80, delay_seconds=0.5)


class Process:
    """One process with all that it starts; what it says goes to a file."""

    def __init__(self, command: tuple[str, ...], env: Mapping[str, str], log: Path) -> None:
        self.log = log
        self._group_is_gone = False
        with log.open("ab") as out:
            self._from = out.tell()
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=dict(env), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def said(self) -> str:
        """What it said so far."""
        with self.log.open("rb") as lines:
            lines.seek(self._from)
            return lines.read().decode(errors="replace")

    def children(self) -> list[int]:
        """The processes that it started itself."""
        found: list[int] = []
        for task in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text(encoding="ascii").split())
        return found

    def kill(self) -> None:
        """kill -9, without a word."""
        self._signal(signal.SIGKILL)
        self._process.wait(STOP_SECONDS)
        self._group_is_gone = True

    def ask_to_stop(self) -> None:
        """SIGTERM: it may finish what it has in hand."""
        self._signal(signal.SIGTERM)

    def end(self) -> None:
        """Wait for its end, and end it when it does not come."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self.kill()

    def _signal(self, number: signal.Signals) -> None:
        if self._group_is_gone:  # the number may be somebody else's by now
            return
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)


@dataclass(frozen=True, slots=True)
class Web:
    """One gunicorn with one web process in it."""

    process: Process
    port: int

    @property
    def is_ready(self) -> bool:
        """Whether its web process serves."""
        with suppress(OSError):
            url = f"http://127.0.0.1:{self.port}/health/live/"
            with urllib.request.urlopen(url, timeout=0.5) as answer:
                return bool(answer.status == 200)
        return False

    def kill_process(self) -> None:
        """kill -9 of the web process; gunicorn starts another."""
        for child in self.process.children():
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Worker:
    """The process of ``manage.py worker``."""

    process: Process

    @property
    def is_ready(self) -> bool:
        """Whether it takes work."""
        return "worker ready" in self.process.said()


@dataclass(slots=True)
class Machine:
    """Starts processes on one store. ``env`` adds to what production needs."""

    store: Store
    waha: Standin
    folder: Path
    lease: int = 90
    env: Mapping[str, str] = field(default_factory=dict)
    _started: list[Process] = field(default_factory=list)
    _secret: str = field(default_factory=lambda: secrets.token_urlsafe(40))

    def web(self, *events: str) -> Web:
        """A web process that starts now, and hears of these events."""
        port = free_port()
        command = (sys.executable, "-m", "gunicorn", "-c", "site/capyvagas/gunicorn.py")
        web = Web(self._start(f"web-{port}", *command, PORT=str(port)), port)
        url = f"http://127.0.0.1:{port}/webhooks/waha/"
        self.waha.add_webhook(url, hmac_key=self._secret, events=events, retry=PATIENT)
        return web

    def worker(self) -> Worker:
        """A worker that starts now."""
        return Worker(self._start("worker", sys.executable, "manage.py", "worker"))

    def stop(self) -> None:
        """Ask everything to end, all at once, and see that it does."""
        for process in self._started:
            process.ask_to_stop()
        while self._started:
            self._started.pop().end()

    def _start(self, name: str, *command: str, **more: str) -> Process:
        process = Process(command, self._environment() | more, self.folder / f"{name}.log")
        self._started.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        redis = {"REDIS_URL": self.store.redis_url} if self.store.redis_url else {}
        return {
            **kept,
            **redis,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
            "DRILL_LEASE_SECONDS": str(self.lease),
            "DJANGO_SECRET_KEY": self._secret,
            "DATABASE_URL": self.store.url,
            "DATA_DIR": str(self.folder),
            "ALLOWED_HOSTS": "127.0.0.1",
            "WAHA_BASE_URL": self.waha.url,
            "WAHA_API_KEY": self.waha.api_key,
            "WAHA_HMAC_KEY": self._secret,
            "WEB_CONCURRENCY": "1",
            "BOT_PACING": "off",
            "LOG_FORMAT": "json",
            **self.env,
        }


@contextmanager
def running(machine: Machine) -> Iterator[Machine]:
    """The machine, and the end of all that it started. After a failure it tells what was said."""
    try:
        yield machine
    except BaseException:
        for log in sorted(machine.folder.glob("*.log")):
            print(f"{log.name}: …{log.read_text(errors='replace')[-3000:]}")
        raise
    finally:
        machine.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(*processes: Web | Worker) -> None:
    """Until all of these are ready. RuntimeError, with what it said last, for one that is not."""
    deadline = time.monotonic() + START_SECONDS
    for one in processes:
        while not one.is_ready:
            if time.monotonic() > deadline or not one.process.is_running:
                raise RuntimeError(f"{one} is not ready: {one.process.said()[-2000:]}")
            time.sleep(0.05)
