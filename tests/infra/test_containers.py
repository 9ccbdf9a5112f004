"""What runs the house elsewhere, read by the tools that will run it; no engine is needed."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

BASE = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
FILES = ("docker-compose.yml", "docker-compose.prod.yml")
ONE_SHOT = {"migrate"}
OURS = {"web", "worker", "migrate"}


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / name), *arguments]
    return subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", FILES)
def test_compose_files_follow_the_specification(name: str) -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", name)
    assert done.returncode == 0, done.stdout


def test_hadolint_has_nothing_to_say() -> None:
    done = tool("hadolint", "Dockerfile")
    assert done.returncode == 0, done.stdout


def composed(*files: str, **variables: str) -> dict[str, Any]:
    """The configuration as Compose itself understands it."""
    compose = pytest.importorskip("compose", reason="Compose has no package for this machine")
    command = [str(Path(compose.__file__).with_name("docker-compose"))]
    for name in files:
        command += ["-f", name]
    done = subprocess.run(
        [*command, "config", "--format", "json"],
        cwd=BASE,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    config: dict[str, Any] = json.loads(done.stdout)
    return config


@pytest.fixture(scope="module", params=["base", "production"])
def config(request: pytest.FixtureRequest) -> dict[str, Any]:
    if request.param == "base":
        return composed(FILES[0])
    return composed(*FILES, DOMAIN="vagas.example.org")


def test_every_service_can_say_how_it_is(config: dict[str, Any]) -> None:
    for name, service in config["services"].items():
        health = service["healthcheck"]
        assert health.get("disable") if name in ONE_SHOT else health["test"][0] == "CMD", name


def test_ours_run_as_nobody_special(config: dict[str, Any]) -> None:
    for name in OURS:
        service = config["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["user"].split(":")[0] != "0"


def test_images_are_pinned(config: dict[str, Any]) -> None:
    for name, service in config["services"].items():
        if name not in OURS:
            assert re.search(r":.*\d", service["image"]), service["image"]


def test_only_the_front_door_is_open_to_the_world(config: dict[str, Any]) -> None:
    open_ports = {
        (name, port["published"])
        for name, service in config["services"].items()
        for port in service.get("ports", [])
        if port.get("host_ip") != "127.0.0.1"
    }
    assert open_ports <= {("traefik", "80"), ("traefik", "443")}


def test_no_secret_is_in_the_environment(config: dict[str, Any]) -> None:
    for service in config["services"].values():
        for name, value in (service.get("environment") or {}).items():
            secret = re.search(r"SECRET|PASSWORD|API_KEY|HMAC|DATABASE_URL", name)
            assert not secret or value.startswith("/run/secrets/"), name


def test_waha_posts_to_the_exact_address(config: dict[str, Any]) -> None:
    url = config["services"]["waha"]["environment"]["WHATSAPP_HOOK_URL"]
    assert url == "http://web:8000/webhooks/waha/"
    for name in OURS:
        hosts = config["services"][name]["environment"]["ALLOWED_HOSTS"].split(",")
        assert "web" in hosts, "WAHA calls the site by its name inside"


def test_waha_reads_its_secrets_itself(config: dict[str, Any], tmp_path: Path) -> None:
    """The very command, on files of our own: what WAHA then finds in its environment."""
    shell, option, script = config["services"]["waha"]["command"]
    script = script.replace("$$", "$").replace("/run/secrets", str(tmp_path))
    script = script.replace("exec /entrypoint.sh", "exec env")
    assert script.endswith("exec env")
    wanted = {"waha_api_key": "k1", "waha_hmac_key": "k2", "waha_dashboard_password": "k3"}
    for name, value in wanted.items():
        (tmp_path / name).write_text(value + "\n")
    done = subprocess.run([shell, option, script], capture_output=True, text=True, check=True)
    assert {"WAHA_API_KEY=k1", "WHATSAPP_HOOK_HMAC_KEY=k2"} <= set(done.stdout.split())
    (tmp_path / "waha_hmac_key").unlink()
    assert subprocess.run([shell, option, script], capture_output=True).returncode != 0


def test_the_first_certificate_and_the_name_come_from_the_domain() -> None:
    web = composed(*FILES, DOMAIN="vagas.example.org")["services"]["web"]
    assert web["labels"]["traefik.http.routers.site.rule"] == "Host(`vagas.example.org`)"
    assert web["labels"]["traefik.http.routers.site.tls.certresolver"] == "letsencrypt"
    assert web["environment"]["PUBLIC_URL"] == "https://vagas.example.org"


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def test_traefik_understands_its_file_and_our_labels(tmp_path: Path) -> None:
    """The real Traefik, with the labels handed to it as a file in the place of Docker."""
    traefik = BIN / "traefik"
    if not traefik.exists():
        pytest.skip("Traefik has no package for this machine")
    ports = {"api": free_port(), "web": free_port(), "backend": free_port()}
    labels = composed(FILES[0])["services"]["web"]["labels"]
    (tmp_path / "site.yml").write_text(yaml.safe_dump(dynamic(labels, ports["backend"])))
    static = yaml.safe_load((BASE / "traefik/traefik.yml").read_text())
    static["providers"] = {"file": {"filename": str(tmp_path / "site.yml")}}
    static["entryPoints"]["web"]["address"] = f"127.0.0.1:{ports['web']}"
    static["entryPoints"]["traefik"] = {"address": f"127.0.0.1:{ports['api']}"}
    (tmp_path / "traefik.yml").write_text(yaml.safe_dump(static))
    command = [str(traefik), f"--configFile={tmp_path / 'traefik.yml'}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT) as process:
        try:
            router = wait_for_router(ports["api"])
            health = subprocess.run([*command[:1], "healthcheck", *command[1:]], check=False)
        finally:
            process.terminate()
    assert router["status"] == "enabled", router.get("error")
    assert router["using"] == ["web"]
    assert health.returncode == 0


def dynamic(labels: dict[str, str], backend: int) -> dict[str, Any]:
    """Container labels as the file provider would have them."""
    service = "traefik.http.services.site.loadbalancer.healthcheck."
    return {
        "http": {
            "routers": {
                "site": {
                    "rule": labels["traefik.http.routers.site.rule"],
                    "entryPoints": [labels["traefik.http.routers.site.entrypoints"]],
                    "service": "site",
                }
            },
            "services": {
                "site": {
                    "loadBalancer": {
                        "servers": [{"url": f"http://127.0.0.1:{backend}"}],
                        "healthCheck": {
                            name.removeprefix(service): value
                            for name, value in labels.items()
                            if name.startswith(service)
                        },
                    }
                }
            },
        }
    }


def wait_for_router(port: int) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            url = f"http://127.0.0.1:{port}/api/http/routers/site@file"
            with urllib.request.urlopen(url, timeout=2) as answer:
                router: dict[str, Any] = json.load(answer)
                return router
        except OSError:
            time.sleep(0.1)
    pytest.fail("Traefik did not start")


@pytest.mark.parametrize("name", ["traefik.yml", "traefik.prod.yml"])
def test_both_traefik_files_know_only_known_keys(name: str) -> None:
    """A misspelt root key passes in silence: so each is one that Traefik has."""
    known = {"global", "api", "ping", "log", "accessLog", "providers", "entryPoints"}
    known |= {"certificatesResolvers", "metrics"}
    keys = set(yaml.safe_load((BASE / "traefik" / name).read_text()))
    assert keys <= known
    assert {"ping", "providers", "entryPoints"} <= keys


def test_make_secrets_makes_each_once(tmp_path: Path) -> None:
    """In a copy: strong, readable by the owner alone, never overwritten."""
    shutil.copytree(BASE / ".ci", tmp_path / ".ci")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/waha_api_key").write_text("mine")
    for _ in range(2):
        subprocess.run(["sh", ".ci/secrets"], cwd=tmp_path, check=True, capture_output=True)
    made = {path.name: path for path in (tmp_path / "secrets").iterdir()}
    wanted = set(composed(FILES[0])["secrets"])
    assert set(made) == wanted
    assert made["waha_api_key"].read_text() == "mine"
    strong = made["django_secret_key"]
    assert len(strong.read_text()) >= 50
    assert strong.stat().st_mode & 0o777 == 0o600
    assert made["postgres_password"].read_text() in made["database_url"].read_text()
    assert {f"{name}.example" for name in wanted} == {
        path.name for path in (BASE / "secrets").glob("*.example")
    }
