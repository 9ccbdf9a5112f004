"""The public pages of vacancies, made anew for every request: how many a second, and at what cost.

bakerydemo's pages of the same weight, measured on the same kind of machine without a page
cache, are the peer: 29 lists and 49 details a second with 48 and 19 queries. Ours are asked for
with a query that never repeats, so that no version can be known.

What else the machine does weighs on requests a second: beside them stand the rate of a page that
does nothing, taken in turns with ours, and the processor's time that one answer takes, of which
two cores have 2,000 ms a second.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count

from . import servers
from .figures import median, quantiles, report

ROWS, LANES, SECONDS, ROUNDS = 2_000, 8, 5.0, 3
CHILD = (sys.executable, "-m", "benchmarks.pages")
PEER = {"list": 29.0, "page": 49.0}
NOTHING = "/health/live/"
CORES_MS, COSTED = 2_000.0, 60
QUERIES, UNCHANGED_QUERIES = 12, 3
_unseen = count()


def measure() -> None:
    """A line for what each page costs, and a line for how many of them a second."""
    with servers.database("capyvagas_bench") as url:
        env = servers.environment(url, 9)
        servers.manage(env, "migrate", "--verbosity=0")
        servers.manage(env, "load_demo")
        servers.manage(env, "collectstatic", "--noinput", "--verbosity=0")
        done = subprocess.run(CHILD, env=env, cwd=servers.ROOT, check=True, stdout=subprocess.PIPE)
        costs = json.loads(done.stdout.splitlines()[-1])
        for name, facts in costs.items():
            limit = UNCHANGED_QUERIES if facts["status"] == 304 else QUERIES
            processor = facts.pop("processor_ms")
            report(f"{name}_queries", facts.pop("queries"), "queries", limit=limit, **facts)
            if peer := PEER.get(name):
                most = round(CORES_MS / (2 * peer), 1)
                report(f"{name}_processor", processor, "ms an answer", limit=most)
        port = servers.free_port()
        with servers.web(env, "capyvagas.wsgi:application", port):
            _rates({name: costs[name]["path"] for name in PEER}, port)


def _rates(paths: dict[str, str], port: int) -> None:
    """Each page in turn, and one that does nothing."""
    paths = {"nothing": NOTHING, **paths}
    rates: dict[str, list[float]] = {name: [] for name in paths}
    times: dict[str, list[float]] = {name: [] for name in paths}
    for path in paths.values():
        asyncio.run(_load(port, path, 1.0))
    for _round in range(ROUNDS):
        for name, path in paths.items():
            took = asyncio.run(_load(port, path, SECONDS))
            rates[name].append(len(took) / SECONDS)
            times[name] += took
    nothing = median(rates["nothing"])
    report("nothing_rate", nothing, "requests/s", lanes=LANES)
    for name, peer in PEER.items():
        rate, spread = median(rates[name]), (round(min(rates[name]), 1), round(max(rates[name]), 1))
        milliseconds = {f"{key}_ms": value for key, value in quantiles(times[name]).items()}
        facts = {"rows": ROWS, "lanes": LANES, "limit": 2 * peer, "spread": spread, **milliseconds}
        report(f"{name}_uncached", rate, "requests/s", **facts)
        report(f"{name}_uncached_ratio", rate / peer, "of bakerydemo", limit=2)
        report(f"{name}_of_nothing", rate / nothing, "of a page that does nothing")


async def _load(port: int, path: str, seconds: float) -> list[float]:
    """Milliseconds of each answer."""
    took: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_lane(port, path, until, took) for _lane_number in range(LANES)))
    return took


async def _lane(port: int, path: str, until: float, took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        address = f"{path}?n={next(_unseen)}"
        writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"{path} was not answered: {head[:80]!r}")
        length = head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length))
        took.append((time.perf_counter() - begun) * 1000)
    writer.close()


def _measure() -> dict[str, dict[str, object]]:
    """Inside the process with Django: queries and bytes of each page, and of one unchanged."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    vacancy = _fill()
    client = Client(headers={"host": "127.0.0.1"})
    costs: dict[str, dict[str, object]] = {}
    for name, path in (("list", "/vagas/"), ("page", f"/vagas/{vacancy}/")):
        version = client.get(path).headers["ETag"]
        for kind, headers in ((name, {}), (f"{name}_unchanged", {"If-None-Match": version})):
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(path, headers=headers)
            facts = {"queries": len(captured), "bytes": len(answer.content)}
            facts["processor_ms"] = _processor(lambda p=path: client.get(f"{p}?n={next(_unseen)}"))
            costs[kind] = {**facts, "status": answer.status_code, "path": path}
    return costs


def _processor(part: Callable[[], object]) -> float:
    """Milliseconds of this process's own time, the median of many; the database's come on top."""
    took = []
    for _number in range(COSTED):
        began = time.process_time()
        part()
        took.append((time.process_time() - began) * 1000)
    return round(median(took), 2)


def _fill() -> int:
    """Vacancies with descriptions, matches and sources; gives one of them."""
    from courses.selectors import live_courses
    from vacancies.matching import match_course
    from vacancies.models import Posting, Vacancy

    rows = [
        Vacancy(
            title=f"Estágio em desenvolvimento de sistemas e dados {number}",
            company=f"Empresa {number % 97} Ltda.",
            city="Curitiba",
            state="PR",
            kind="estagio",
            salary="R$ 1.400 por mês",
            link=f"https://example.org/vagas/{number}",
            source="Indeed",
            description="Apoiar a equipe em testes de software e automação. " * 40,
        )
        for number in range(ROWS)
    ]
    for row in rows:
        row.derive()
    made = Vacancy.objects.bulk_create(rows, 500)
    Posting.objects.bulk_create(
        Posting(vacancy=row, site="indeed", external_id=str(row.pk), url=row.link, title=row.title)
        for row in made
    )
    for course in live_courses()[:2]:
        match_course(int(course.id), course.name, course.terms)
    return made[0].pk


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_measure()))
