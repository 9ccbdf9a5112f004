"""Starting and ending what is measured: databases, web processes, workers."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/14")
WEB_PROCESSES, WEB_THREADS = 2, 8


@contextmanager
def database(name: str, template: str = "template1") -> Iterator[str]:
    """A database of this name while the block runs, empty or like ``template``, which nobody may
    be connected to; gives its URL."""
    _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
    finally:
        _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _execute(statement: str) -> None:
    connection = psycopg2.connect(SERVER)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def environment(database_url: str, waha_port: int) -> dict[str, str]:
    """What production needs, on loopback."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "capyvagas.settings.production",
        "DJANGO_SECRET_KEY": "bench-" + "x" * 60,
        "DATABASE_URL": database_url,
        "REDIS_URL": REDIS,
        "REDIS_QUEUE_URL": REDIS,
        "ALLOWED_HOSTS": "127.0.0.1",
        "WAHA_BASE_URL": f"http://127.0.0.1:{waha_port}",
        "WAHA_API_KEY": "bench-key",
        "WAHA_HMAC_KEY": "bench-hmac-key",
        "WAHA_PORT": str(waha_port),
        "BOT_PACING": "off",
        "MALLOC_ARENA_MAX": "1",
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "json",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }


def manage(env: dict[str, str], *arguments: str) -> None:
    """Run one Django command to its end; raises when it fails."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def running(env: dict[str, str], *command: str, port: int | None = None) -> Iterator[int]:
    """A process while the block runs, with all that it started; gives its pid."""
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        if port:
            _wait_for(port, process)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def web(
    env: dict[str, str], application: str, port: int, *, python: str = sys.executable
) -> AbstractContextManager[int]:
    """gunicorn as production runs it: threads, kept-alive connections."""
    return running(
        env,
        python,
        "-m",
        "gunicorn",
        application,
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WEB_PROCESSES)),
        *("--worker-class", "gthread", "--threads", str(WEB_THREADS)),
        *("--keep-alive", "60", "--log-level", "warning"),
        port=port,
    )


def production_python() -> str:
    """A Python with the packages of production alone, made once: what developers have beside
    them would be counted too."""
    venv = ROOT / "var" / "bench" / "venv"
    uv = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    python, lock = str(venv / "bin" / "python"), str(ROOT / "requirements" / "base.txt")
    if not venv.exists():
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(venv)], check=True)
    install = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, lock]
    subprocess.run(install, check=True)
    return python


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 0.5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port}")


def resident_megabytes(pid: int) -> float:
    """What this process alone holds in memory now."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    line = next(line for line in rollup.splitlines() if line.startswith("Rss:"))
    return int(line.split()[1]) / 1024


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]
