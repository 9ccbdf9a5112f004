"""Production settings, as a server sees them: from outside, in processes of their own."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
import structlog
from django.test import Client

from capyvagas import logging as house_logging

BASE = Path(__file__).resolve().parents[1]
SECRETS = {
    "DJANGO_SECRET_KEY": "dj4ngo-" + "k" * 60,
    "WAHA_API_KEY": "w4ha-" + "k" * 40,
    "WAHA_HMAC_KEY": "hm4c-" + "k" * 40,
}


def surroundings(tmp_path: Path, **more: str) -> dict[str, str]:
    """Nothing of the caller's environment, and a database that is a file of this test."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{BASE}{os.pathsep}{BASE / 'site'}",
        "DJANGO_SETTINGS_MODULE": "capyvagas.settings.production",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}",
        "DATA_DIR": str(tmp_path),
        "ALLOWED_HOSTS": "vagas.example.org,127.0.0.1",
        **SECRETS,
        **more,
    }


def run(environ: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=BASE, env=environ, capture_output=True, text=True
    )


@pytest.mark.parametrize("missing", [*SECRETS, "DATABASE_URL", "ALLOWED_HOSTS"])
def test_a_missing_secret_is_one_sentence(tmp_path: Path, missing: str) -> None:
    environ = surroundings(tmp_path)
    del environ[missing]
    done = run(environ, "manage.py", "check")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert missing in done.stderr
    assert not any(value in done.stderr + done.stdout for value in SECRETS.values())


def test_gunicorn_says_it_once_and_ends(tmp_path: Path) -> None:
    environ = surroundings(tmp_path, WAHA_HMAC_KEY="")
    done = run(environ, "-m", "gunicorn", "-c", "site/capyvagas/gunicorn.py")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "WAHA_HMAC_KEY" in done.stderr


def test_an_address_without_https_is_refused(tmp_path: Path) -> None:
    environ = surroundings(tmp_path, PUBLIC_URL="http://vagas.example.org")
    done = run(environ, "manage.py", "check")
    assert done.returncode == 1
    assert done.stderr.startswith("CapyVagas cannot start: PUBLIC_URL")


def test_the_deployment_check_has_nothing_to_say(tmp_path: Path) -> None:
    done = run(surroundings(tmp_path), "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr
    assert "0 silenced" in done.stdout + done.stderr


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextlib.contextmanager
def serving(environ: dict[str, str]) -> Iterator[int]:
    """gunicorn as `make web` runs it, on a port of its own."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "site/capyvagas/gunicorn.py"]
    more = {"PORT": str(port), "WEB_CONCURRENCY": "1"}
    with subprocess.Popen(command, cwd=BASE, env=environ | more, stderr=subprocess.PIPE) as server:
        try:
            wait_for(port, server)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=40)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live/", timeout=5).close()
            return
        time.sleep(0.1)
    server.kill()
    pytest.fail(f"gunicorn did not start: {server.communicate()[1].decode()}")


def ask(port: int, method: str, path: str, **headers: str) -> HTTPResponse:
    """One request over plain http; a redirect is an answer and is not followed."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        body = "{}" if method == "POST" else None
        connection.request(method, path, body, {"Host": "vagas.example.org", **headers})
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()


def test_https_is_asked_of_people_and_never_of_waha_or_a_probe(tmp_path: Path) -> None:
    with serving(surroundings(tmp_path)) as port:
        home = ask(port, "GET", "/vagas/")
        assert home.status == 301
        assert home.headers["Location"] == "https://vagas.example.org/vagas/"
        assert ask(port, "GET", "/health/live/").status == 200
        answer = ask(port, "POST", "/webhooks/waha/")
        assert answer.status == 401
        assert "Location" not in answer.headers
        assert "Set-Cookie" not in answer.headers


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/webhooks/waha", "/webhooks/waha/x"])
def test_waha_is_never_sent_elsewhere(client: Client, path: str) -> None:
    """It would follow with a GET without the message, and take the answer for a delivery."""
    answer = client.post(path, "{}", content_type="application/json")
    assert answer.status_code == 404
    assert not answer.cookies


def test_on_loopback_there_is_no_certificate_to_ask_for(tmp_path: Path) -> None:
    with serving(surroundings(tmp_path, ALLOWED_HOSTS="127.0.0.1")) as port:
        assert ask(port, "GET", "/robots.txt", Host="127.0.0.1").status == 200
        assert ask(port, "POST", "/webhooks/waha/", Host="127.0.0.1").status == 401


@pytest.mark.django_db
def test_the_public_site_loads_only_what_is_its_own(client: Client) -> None:
    policy = client.get("/robots.txt").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["/dashboard/login/", "/admin/login/"])
def test_editors_have_a_policy_of_their_own(client: Client, door: str) -> None:
    answer = client.get(door)
    assert answer.status_code == 200
    assert "script-src 'self' 'unsafe-inline'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_robots_are_told_where_the_map_is(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in lines
    assert "Disallow: /dashboard/" in lines


@pytest.mark.django_db
def test_the_map_of_the_site_has_pages_and_vacancies(client: Client) -> None:
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", index)
    assert parts == ["/sitemap-paginas.xml", "/sitemap-vagas.xml"]
    assert all(client.get(part).status_code == 200 for part in parts)


def line(**event: object) -> dict[str, object]:
    return dict(house_logging.scrub(None, "info", dict(event)))


def test_no_line_keeps_a_message_a_number_or_a_key() -> None:
    said = line(
        level="info",
        text="meu CPF é …",
        api_key="abc",
        event="reply to 5541999887766@c.us, +55 (41) 99988-7766 and 1234@lid failed",
        exception="Key (session, key)=(default, 41999887766) already exists",
        url="postgres://u:hunter2@db/x",
    )
    written = str(said)
    assert not re.search(r"\d{4}", written)
    for private in ("CPF", "abc", "hunter2", "lid"):
        assert private not in written


def test_a_line_keeps_what_is_not_private() -> None:
    plain = {
        "event": "2026-11-22 10:00 port 127.0.0.1:8000 (123456), 12345 ms",
        "level": "info",
        "count": 3,
    }
    assert line(**plain) == plain
    debug = {"event": "x", "level": "debug", "text": "oi"}
    assert line(**debug) == debug


def test_a_probe_that_went_well_is_not_worth_a_line() -> None:
    probe = {"event": "request_finished", "request": "GET /health/live/", "code": 200}
    with pytest.raises(structlog.DropEvent):
        house_logging.quiet_probes(None, "info", dict(probe))
    ill = probe | {"code": 503}
    assert house_logging.quiet_probes(None, "info", dict(ill)) == ill
