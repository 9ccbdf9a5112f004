"""``manage.py waha_standin`` as it is run."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import requests
from django.core.management import CommandError, call_command
from django.test import override_settings

BASE = Path(__file__).resolve().parents[3]


def test_it_refuses_to_run_in_production():
    production = override_settings(DEBUG=False, SETTINGS_MODULE="capyvagas.settings.production")
    with production, pytest.raises(CommandError, match="configurações de produção"):
        call_command("waha_standin", "--port", "0")


def test_a_port_in_use_is_one_clear_sentence():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(CommandError, match=f"A porta {port} já está em uso"):
            call_command("waha_standin", "--port", port)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_ended(ending):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "capyvagas.settings.dev"}
    environment["WAHA_API_KEY"] = "the-key"
    command = [sys.executable, "manage.py", "waha_standin", "--port", "0", "--webhook", ""]
    with subprocess.Popen(command, cwd=BASE, env=environment, stdout=subprocess.PIPE) as process:
        try:
            url = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline().decode())[0]
            key = {"X-Api-Key": "the-key"}
            sessions = requests.get(f"{url}/api/sessions", headers=key, timeout=5).json()
            assert [item["status"] for item in sessions] == ["WORKING"]
        finally:
            process.send_signal(ending)
        assert process.wait(timeout=10) == 0
