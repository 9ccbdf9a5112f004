"""``make demo``: one command starts all of it on this machine, and ends all of it.

The site, the worker and the stand-in WAHA run as processes of their own, each in a process
group, so that whatever they start ends with them. Their words go to ``var/demo/*.log``;
the terminal shows the progress and one line that begins with ``Ready``.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import NoReturn

BASE = Path(__file__).resolve().parents[2]
HOME = BASE / "var" / "demo"
EDITOR = "editora"  # whom load_demo makes, and with the same password:
COLLEAGUES = "redatora, revisora, operadora, analista"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
PAUSE_SECONDS = 0.1


class DemoError(Exception):
    """Why the demonstration cannot go on, in a sentence for the one who started it."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C, or asked for the end with SIGTERM."""


@dataclass(frozen=True)
class Plan:
    """Where everything will be."""

    port: int
    waha_port: int
    password: str = ""
    new_password: bool = False

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def waha(self) -> str:
        return f"http://127.0.0.1:{self.waha_port}"


@dataclass
class Household:
    """The processes that were started, youngest last."""

    environ: Mapping[str, str]
    stopping: "Stopping"
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with log(name).open("ab") as words:
            process = subprocess.Popen(  # noqa: S603  our own commands, and no shell
                [sys.executable, *command],
                cwd=BASE,
                env=dict(self.environ),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        self.running[name] = process
        return process

    def run(self, name: str, *command: str) -> None:
        """Run to the end; a failure is told with its last words."""
        process = self.start(name, *command)
        while (code := process.poll()) is None:
            self.stopping.pause()
        del self.running[name]
        if code:
            raise DemoError(f"{name} failed: {last_words(name)}")

    def check(self) -> None:
        """Complain when one of them died by itself."""
        for name, process in self.running.items():
            if (code := process.poll()) is not None:
                raise DemoError(f"{name} ended by itself (exit {code}): {last_words(name)}")

    def stop(self) -> None:
        """End every process group, politely first."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        self._signal(signal.SIGKILL)
        for process in self.running.values():
            process.wait()

    def _signal(self, number: signal.Signals) -> None:
        for process in reversed(self.running.values()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, number)


@dataclass
class Stopping:
    """Remembers that the end was asked for; looked at between steps, never in the middle of one."""

    asked: bool = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def pause(self) -> None:
        time.sleep(PAUSE_SECONDS)
        if self.asked:
            raise Stopped


def main() -> int:
    stopping = Stopping()
    stopping.listen()
    household: Household | None = None
    try:
        plan = prepare(os.environ)
        household = Household(environment(plan, os.environ), stopping)
        serve(plan, household)
    except Stopped:
        say("\nStopping …")
    except DemoError as error:
        print(f"make demo: {error}", file=sys.stderr, flush=True)
        return 1
    finally:
        if household:
            household.stop()
    return 0


def prepare(environ: Mapping[str, str]) -> Plan:
    """Look at the ports before anything is touched, then make room for the data."""
    port = number(environ, "PORT", 8000)
    plan = Plan(port, number(environ, "WAHA_PORT", port + 1))
    if plan.port == plan.waha_port:
        raise DemoError("PORT and WAHA_PORT must differ.")
    free(plan.port, "PORT")
    free(plan.waha_port, "WAHA_PORT")
    if environ.get("RESET", "").lower() not in {"", "0", "no", "false"} and HOME.exists():
        say("Beginning anew: removing what the last demonstration left …")
        shutil.rmtree(HOME)
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in HOME.glob("*.log"):
        old.unlink()
    known = kept("password", None)
    password = kept("password", environ.get("DEMO_PASSWORD"))
    return replace(plan, password=password, new_password=password != known)


def number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise DemoError(f"{name} is not a port number between 1 and 65535.")
    return int(text)


def free(port: int, name: str) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except PermissionError:
            raise DemoError(f"port {port} may not be used by you; choose another {name}.") from None
        except OSError:
            raise DemoError(
                f"port {port} is in use by another program; end it, or choose another {name}"
                f" (for example: make demo {name}={port + 100})."
            ) from None


def kept(name: str, wanted: str | None = None) -> str:
    """A secret that the next start will know too; made up the first time."""
    path = HOME / name
    value = wanted or (path.read_text().strip() if path.exists() else "")
    value = value or secrets.token_urlsafe(9)
    path.touch(mode=0o600)
    path.write_text(value)
    return value


def environment(plan: Plan, environ: Mapping[str, str]) -> dict[str, str]:
    """What the processes see: nothing of the caller's own database, queue or WAHA."""
    ours = {
        name: value
        for name, value in environ.items()
        if not name.startswith(("DATABASE_URL", "REDIS_", "WAHA_", "DJANGO_", "MAKE"))
    }
    return ours | {
        "PYTHONPATH": f"{BASE}{os.pathsep}{BASE / 'site'}",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "capyvagas.settings.demo",
        "DATA_DIR": str(HOME),
        "DATABASE_URL": f"sqlite:///{HOME / 'capyvagas.sqlite3'}",
        "DJANGO_SECRET_KEY": kept("secret-key"),
        "PORT": str(plan.port),
        "PUBLIC_URL": plan.site,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "WEB_CONCURRENCY": "1",
        "WAHA_BASE_URL": plan.waha,
        "WAHA_PORT": str(plan.waha_port),
        "WAHA_API_KEY": kept("waha-api-key"),
        "WAHA_HMAC_KEY": kept("waha-hmac-key"),
        "WAHA_SESSION": "default",
        "DEMO_PASSWORD": plan.password,
    }


def load(plan: Plan, household: Household) -> None:
    """Tables and content, unless a start before this one loaded the very same."""
    loaded, wanted = HOME / "loaded", sources()
    current = loaded.exists() and loaded.read_text() == wanted
    if current and not plan.new_password:
        say("The data of the last demonstration is there, and stays (RESET=1 begins anew).")
        return
    say("Preparing the database (SQLite) …")
    household.run("migrate", "manage.py", "migrate", "--noinput")
    say("Loading the demonstration content …")
    again = ("--reset-password",) if plan.new_password else ()
    household.run("load_demo", "manage.py", "load_demo", *again)
    loaded.write_text(wanted)


def sources() -> str:
    """A fingerprint of what decides tables and content: migrations, packages, demonstration."""
    found = hashlib.sha256((BASE / "requirements/base.txt").read_bytes())
    for app in ("home", "courses", "vacancies", "bot_flows"):
        for path in sorted((BASE / app).rglob("*.py")):
            if path.parent.name == "migrations" or "demo" in path.stem:
                found.update(path.read_bytes())
    return found.hexdigest()


def serve(plan: Plan, household: Household) -> NoReturn:
    """Start everything, say where it is, and stay until told to stop or one of them dies."""
    load(plan, household)
    say("Starting the site, the worker and the stand-in for WhatsApp …")
    webhook = f"{plan.site}/webhooks/waha/"
    standin = ("manage.py", "waha_standin", "--port", str(plan.waha_port), "--webhook", webhook)
    household.start("standin", *standin)
    household.start("site", "-m", "gunicorn", "-c", "site/capyvagas/gunicorn.py")
    household.start("worker", "manage.py", "worker")
    wait_until_ready(plan, household)
    say(
        f"Ready  site {plan.site}/  dashboard {plan.site}/dashboard/  phone {plan.waha}/"
        f"  user {EDITOR} (also {COLLEAGUES})  password {plan.password}  (Ctrl-C ends it)"
    )
    while True:
        household.check()
        household.stopping.pause()


def wait_until_ready(plan: Plan, household: Household) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        household.check()
        if answers(f"{plan.waha}/ping") and healthy(f"{plan.site}/health/"):
            return
        household.stopping.pause()
    raise DemoError(f"not everything started in {START_SECONDS:.0f} s; the logs are in {HOME}.")


def answers(url: str) -> bytes | None:
    """What a page says with 200, or None."""
    # A proxy of the machine's own has no business between two programs of one machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as answer:
            body: bytes = answer.read()
            return body
    except (urllib.error.URLError, OSError):
        return None


def healthy(url: str) -> bool:
    """Whether the site can answer and the worker has shown itself."""
    body = answers(url)
    return body is not None and bool(json.loads(body)["checks"]["worker"]["ok"])


def log(name: str) -> Path:
    return HOME / f"{name}.log"


def last_words(name: str) -> str:
    """The last line of a log, and where the others are."""
    path = log(name)
    with path.open(encoding="utf-8", errors="replace") as stream:
        lines = [line.strip() for line in stream if line.strip()]
    shown = path.relative_to(BASE) if path.is_relative_to(BASE) else path
    return f"{lines[-1] if lines else 'it said nothing'} (more in {shown})"


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
