"""JobSpy's real ``scrape_jobs``, run outside of this process: the only importer of jobspy.

``search`` starts ``python -m vacancies.jobspy`` in a process group of its own, writes the
request on its standard input as JSON and reads JSON lines from its standard output: a line
for each posting, then one ``end`` line. pandas and a site that hangs cost only that process:
the parent kills the group at the deadline, and the child's own alarm ends it where the
parent is gone. One site a process, so that a slow one costs only itself.

This file imports no Django: the child must start fast and needs none.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTION_LIMIT = 40_000
OVERRAN = "no answer within the time limit"
ENDED_EARLY = "the search ended early"
_BLOCKED = re.compile(r"status code (?:403|429|999)\b|\bblocked\b|captcha|too many requests", re.I)
_FIELDS = [
    "id",
    "title",
    "company",
    "location",
    "date_posted",
    "job_type",
    "interval",
    "min_amount",
    "max_amount",
    "currency",
    "is_remote",
    "job_url",
    "job_url_direct",
    "description",
    "work_from_home_type",
]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of one site. ``location`` None is the whole country; times in seconds."""

    site: str
    term: str
    location: str | None = None
    results_wanted: int = 25
    hours_old: int | None = None
    fetch_description: bool = False
    time_limit: float = 90
    proxies: tuple[str, ...] = ()
    ca_cert: str = ""


_running: dict[subprocess.Popen[str], Request] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """``outcome`` is found, empty, blocked or failed; ``postings`` are JobSpy's own fields."""

    site: str
    outcome: str
    postings: tuple[dict[str, Any], ...] = ()
    message: str = ""


def search(request: Request) -> Answer:
    """Ask one site; returns within the time limit and never raises for what a site does."""
    child = _start()
    _running[child] = request
    try:
        output, errors = child.communicate(json.dumps(asdict(request)), request.time_limit)
    except subprocess.TimeoutExpired:
        return Answer(request.site, "failed", message=OVERRAN)
    finally:
        _running.pop(child, None)
        _end(child)
    if child.returncode == -signal.SIGALRM:
        return Answer(request.site, "failed", message=OVERRAN)
    return read(request.site, output, errors)


def stop(requests: Collection[Request]) -> None:
    """End these searches of this process at once; each then reads as one that ended early."""
    for child in [child for child, request in list(_running.items()) if request in requests]:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)


def read(site: str, output: str, errors: str = "") -> Answer:
    """What the child's lines mean. A block is never "empty"; no ``end`` line is a failure."""
    lines = list(_objects(output))
    end = next((line["end"] for line in lines if "end" in line), None)
    if end is None:
        return Answer(site, "failed", message=_last_line(errors) or ENDED_EARLY)
    postings = tuple(line["posting"] for line in lines if "posting" in line)
    error = str(end.get("error") or "")
    return Answer(site, _outcome(error, bool(postings)), postings, error[:300])


def _outcome(error: str, found: bool) -> str:
    if found:
        return "found"
    if not error:
        return "empty"
    return "blocked" if _is_block(error) else "failed"


def _is_block(error: str) -> bool:
    """A site's own refusal. A proxy that refuses the tunnel is our trouble, not the site's."""
    return bool(_BLOCKED.search(error)) and "tunnel connection" not in error.lower()


def _objects(output: str) -> Iterator[dict[str, Any]]:
    for line in output.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            yield value


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip()[:300] if lines else ""


def _start() -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        [sys.executable, "-m", "vacancies.jobspy"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


def _end(child: subprocess.Popen[str]) -> None:
    """Kill the whole group, take the child's last breath, close its pipes."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()


def main() -> None:
    """The child: one request in, lines out. Whatever else prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    request = json.load(sys.stdin)
    signal.setitimer(signal.ITIMER_REAL, float(request["time_limit"]) + 2)
    _scrape(request, out)
    out.close()


def _scrape(request: dict[str, Any], out: TextIO) -> None:
    from jobspy import scrape_jobs

    frame = scrape_jobs(
        site_name=[request["site"]],
        search_term=request["term"],
        location=request["location"],
        results_wanted=request["results_wanted"],
        hours_old=request["hours_old"],
        fetch_description=request["fetch_description"],
        country_indeed="brazil",
        description_format="html",
        proxies=list(request["proxies"]) or None,
        ca_cert=request["ca_cert"] or None,
        verbose=0,
    )
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        _write(out, {"posting": _posting(row)})
    _write(out, {"end": {"error": frame.attrs["errors"].get(request["site"])}})


def _posting(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in _FIELDS if row.get(name) is not None}
    if "description" in kept:
        kept["description"] = kept["description"][:DESCRIPTION_LIMIT]
    return kept


def _write(out: TextIO, line: dict[str, Any]) -> None:
    out.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


if __name__ == "__main__":
    main()
