"""Messages a second and reply times, beside the same transaction in bare psycopg2.

Ours and the baseline run in turn, A B A B …, in one run on one machine: the ratio of each
pair counts, not the single figures.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg2
from redis import Redis

from . import servers
from .figures import median, quantiles, report
from .wire import Result, Stub, run

PAIRS, SECONDS, LANES, FEW_LANES = 5, 6.0, 32, 2
OLD_MESSAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """A web server to post to, and the stub that its worker answers through."""

    name: str
    port: int
    stub: Stub


def measure(*, pairs: int = PAIRS, old: int = OLD_MESSAGES) -> None:
    """All figures of the message path."""
    asyncio.run(_measure(pairs, old))


async def _measure(pairs: int, old: int) -> None:
    ours_stub, bare_stub = Stub(), Stub()
    ours_waha, bare_waha = await ours_stub.start(), await bare_stub.start()
    Redis.from_url(servers.REDIS).flushdb()
    with (
        servers.database("capyvagas_bench") as ours_url,
        servers.database("capyvagas_bench_bare") as bare_url,
    ):
        ours_env = servers.environment(ours_url, ours_waha)
        bare_env = servers.environment(bare_url, bare_waha)
        await asyncio.to_thread(_prepare, ours_env, bare_url)
        with _ours(ours_env, ours_stub) as ours, _bare(bare_env, bare_stub) as bare:
            await _warm_up(ours, bare)
            empty = await _pairs(ours, bare, pairs, "empty")
            await _accepts(ours, bare, pairs)
            await _unloaded(ours, bare)
            await asyncio.to_thread(_fill, ours_url, old)
            grown = await _pairs(ours, bare, pairs, f"{old} old")
            report("grown_ratio", grown / empty, "of empty", old_messages=old, limit=0.8)


def _prepare(env: dict[str, str], bare_url: str) -> None:
    from .bare import TABLES

    servers.manage(env, "migrate", "--verbosity=0")
    servers.manage(env, "load_demo")
    with psycopg2.connect(bare_url) as connection, connection.cursor() as cursor:
        cursor.execute(TABLES)


@contextmanager
def _ours(env: dict[str, str], stub: Stub) -> Iterator[Target]:
    port = servers.free_port()
    with (
        servers.web(env, "capyvagas.wsgi:application", port),
        servers.running(env, sys.executable, "manage.py", "worker"),
    ):
        yield Target("capyvagas", port, stub)


@contextmanager
def _bare(env: dict[str, str], stub: Stub) -> Iterator[Target]:
    port = servers.free_port()
    with (
        servers.web(env, "benchmarks.bare:application", port),
        servers.running(env, sys.executable, "-m", "benchmarks.bare"),
    ):
        yield Target("bare psycopg2", port, stub)


async def _warm_up(*targets: Target) -> None:
    for target in targets:
        await run(target.port, target.stub, lanes=LANES, seconds=3)


async def _pairs(ours: Target, bare: Target, pairs: int, tables: str) -> float:
    """End to end in turn; answers the median ratio of ours to bare.

    The baseline's tables stay as they are: it is the clock by which ours, with empty tables
    and with full ones, can be compared though the machine's speed drifts.
    """
    rates: dict[str, list[float]] = {ours.name: [], bare.name: []}
    times: dict[str, list[float]] = {ours.name: [], bare.name: []}
    for _ in range(pairs):
        for target in (ours, bare):
            result = await _round(target)
            rates[target.name].append(_rate(result))
            times[target.name] += result.answered
    for name, values in rates.items():
        facts = {"system": name, "lanes": LANES, "tables": tables, **_ms(times[name])}
        report("end_to_end", median(values), "messages/s", **facts)
    ratios = [a / b for a, b in zip(rates[ours.name], rates[bare.name], strict=True)]
    spread = {"lowest": round(min(ratios), 3), "highest": round(max(ratios), 3)}
    facts = {"tables": tables, "pairs": pairs, "limit": 0.35, **spread}
    report("end_to_end_ratio", median(ratios), "of bare", **facts)
    return median(ratios)


async def _accepts(ours: Target, bare: Target, pairs: int) -> None:
    for target in (ours, bare):
        results = [
            await run(target.port, target.stub, lanes=LANES, seconds=SECONDS / 2, wait=False)
            for _ in range(max(pairs // 2, 1))
        ]
        rate = median([len(item.accepted) / item.seconds for item in results])
        times = [value for item in results for value in item.accepted]
        report("webhook_accepts", rate, "webhooks/s", system=target.name, **_ms(times))
        await _settle(target)


async def _unloaded(ours: Target, bare: Target) -> None:
    """One student at a time."""
    for target in (ours, bare):
        result = await run(target.port, target.stub, lanes=1, seconds=SECONDS)
        report(
            "unloaded_reply",
            median(result.answered),
            "ms",
            system=target.name,
            limit=25,
            **_ms(result.answered),
        )


async def _round(target: Target) -> Result:
    result = await run(target.port, target.stub, lanes=LANES, seconds=SECONDS)
    if result.refused:
        raise RuntimeError(f"{target.name} refused {result.refused} webhooks")
    return result


async def _settle(target: Target) -> None:
    """Wait until nothing is being sent any more."""
    before = -1
    while before != target.stub.sent:
        before = target.stub.sent
        await asyncio.sleep(1.5)


def _rate(result: Result) -> float:
    return len(result.answered) / result.seconds


def _ms(values: list[float]) -> dict[str, float]:
    return {f"{name}_ms": value for name, value in quantiles(values).items()}


def _fill(url: str, old: int) -> None:
    """Old contacts with ten messages each way."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(_FILL, {"contacts": old // 10, "first": 1_000_000})
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


_FILL = """
INSERT INTO bot_flows_contact (id, name, opted_out, created_at, delivering_by)
  SELECT %(first)s + n, 'Antigo', false, now(), '' FROM generate_series(1, %(contacts)s) n;
INSERT INTO bot_flows_contactalias (address, contact_id)
  SELECT 'old' || n || '@c.us', %(first)s + n FROM generate_series(1, %(contacts)s) n;
INSERT INTO bot_flows_conversation (contact_id, chat_id, state, sent_count, updated_at)
  SELECT %(first)s + n, 'old' || n || '@c.us', '{}', 10, now()
  FROM generate_series(1, %(contacts)s) n;
INSERT INTO bot_flows_inboundevent (session, key, contact_id, kind, chat_id, text, sent_at,
    received_at, answered_at, attempts, error)
  SELECT 'default', 'old:' || n || ':' || m, %(first)s + n, 'text', '', 'oi', now(), now(), now(),
    0, '' FROM generate_series(1, %(contacts)s) n, generate_series(1, 10) m;
INSERT INTO bot_flows_outboundmessage (contact_id, number, chat_id, text, status, waha_id,
    attempts, next_try_at, error, created_at, sent_at)
  SELECT %(first)s + n, m, 'old' || n || '@c.us', repeat('Menu principal ', 10), 'sent',
    'OLD' || n || m, 1, now(), '', now(), now()
  FROM generate_series(1, %(contacts)s) n, generate_series(1, 10) m;
"""
