"""Memory of a web process and of the worker, at rest and after some work."""

import asyncio

from . import servers
from .figures import report
from .wire import Stub, run


def measure() -> None:
    """One line each; a web process may take 130 MB."""
    asyncio.run(_measure())


async def _measure() -> None:
    stub, python = Stub(), await asyncio.to_thread(servers.production_python)
    waha, port = await stub.start(), servers.free_port()
    with servers.database("capyvagas_bench") as url:
        env = servers.environment(url, waha)
        await asyncio.to_thread(servers.manage, env, "migrate", "--verbosity=0")
        await asyncio.to_thread(servers.manage, env, "load_demo")
        with (
            servers.web(env, "capyvagas.wsgi:application", port, python=python) as web,
            servers.running(env, python, "manage.py", "worker") as worker,
        ):
            await run(port, stub, lanes=4, seconds=2)
            await asyncio.sleep(2)
            largest = max(servers.resident_megabytes(pid) for pid in servers.children(web))
            report("web_process_memory", largest, "MB", limit=130)
            report("worker_memory", servers.resident_megabytes(worker), "MB")
