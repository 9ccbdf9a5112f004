"""How gunicorn serves the site; the environment decides the numbers.

``PORT`` and ``BIND`` (address, loopback unless said), ``WEB_CONCURRENCY`` (processes),
``WEB_THREADS`` (threads each).
"""

import os
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(BASE), str(BASE / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capyvagas.settings.production")

# Read in the one process that starts the others: a missing secret is one sentence, said once.
from django.conf import settings  # noqa: E402


def _number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and int(text)):
        raise SystemExit(f"CapyVagas cannot start: {name} is not a number above zero")
    return int(text)


wsgi_app = "capyvagas.wsgi:application"
bind = f"{os.environ.get('BIND') or '127.0.0.1'}:{_number('PORT', 8000)}"
worker_class = "gthread"
workers = _number("WEB_CONCURRENCY", 2)
threads = _number("WEB_THREADS", 8)
timeout = 60
graceful_timeout = 30
keepalive = (
    75  # longer than a proxy keeps its idle connections, so that it never meets a closed one
)
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108  heartbeats must not wait for a disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
logconfig_dict = settings.LOGGING
