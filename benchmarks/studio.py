"""What an editor waits for, with a large bot: saving, publishing, the simulator, the map.

Each is a request of an editor who is logged in, through the whole of the site, on PostgreSQL
and with production's settings; the process is asked directly, without a network between.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from . import servers
from .figures import report

ROUNDS = 5
CHILD = (sys.executable, "-m", "benchmarks.studio")
LIMITS = {"save": 1.0, "publish": 5.0, "simulator": 0.1, "map": 2.0}


def measure() -> None:
    """A line for each: the median of some rounds, and the slowest."""
    with servers.database("capyvagas_bench") as url:
        env = servers.environment(url, 9)
        servers.manage(env, "migrate", "--verbosity=0")
        servers.manage(env, "collectstatic", "--noinput", "--verbosity=0")
        done = subprocess.run(CHILD, env=env, cwd=servers.ROOT, check=True, stdout=subprocess.PIPE)
    for name, seconds in json.loads(done.stdout.splitlines()[-1]).items():
        report(
            f"studio_{name}",
            statistics.median(seconds),
            "s",
            slowest=round(max(seconds), 3),
            limit=LIMITS[name],
            flows=150,
            steps=1_500,
            tests=300,
        )


def _measure() -> dict[str, list[float]]:
    """Inside the process with Django: seconds of each request, by what it is."""
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from bot_flows.models import Flow
    from tests.factories import edit_url, form_data

    from . import large_bot

    large_bot.build()
    editor = Client(headers={"host": "127.0.0.1"})
    editor.force_login(User.objects.create_superuser("editora"))
    flow = Flow.objects.get(title="Assunto 9")

    def words(number: int) -> dict[str, str]:
        data = form_data(flow)
        return data | {"steps-1-value-text": f"Mudou pela {number}ª vez."}

    def save(number: int) -> None:
        assert editor.post(edit_url(flow), words(number), secure=True).status_code == 302

    def publish(number: int) -> None:
        data = form_data(flow) | {"action-publish": "1", "title": f"Assunto 9, edição {number}"}
        assert editor.post(edit_url(flow), data, secure=True).status_code == 302
        flow.refresh_from_db()
        assert flow.title.endswith(str(number)), "the publication was refused"

    def talk(number: int) -> None:
        data = {"versao": "rascunho", "texto": f"assunto {number}", "acao": "dizer"}
        stage = {"X-Simulator-Stage": "1"}  # what the page's own script asks for
        page = editor.post(reverse("bot_simulator"), data, secure=True, headers=stage)
        assert "Qual semestre?" in page.content.decode()

    def draw(_number: int) -> None:
        page = editor.get(reverse("bot_map"), secure=True)
        assert page.content.decode().count("Assunto") > large_bot.FLOWS

    talk(0)
    parts: dict[str, Callable[[int], None]] = {
        "save": save,
        "publish": publish,
        "simulator": talk,
        "map": draw,
    }
    return {
        name: [_timed(part, number) for number in range(ROUNDS)] for name, part in parts.items()
    }


def _timed(part: Callable[[int], None], number: int) -> float:
    began = time.perf_counter()
    part(number)
    return time.perf_counter() - began


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_measure()))
