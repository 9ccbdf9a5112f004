"""A stand-in job board on loopback, which JobSpy's real code reads through a proxy.

The server answers CONNECT, speaks TLS with a certificate of its own authority, and then
behaves like apis.indeed.com (GraphQL), www.linkedin.com (guest pages) or
www.glassdoor.com.br (locations and GraphQL), by the name that the client asked for::

    with Board() as board:
        board.indeed.jobs = [Job("abc1", "Estágio em dados")]
        board.linkedin.mood = "429"
        search(Request("indeed", "dados", proxies=(board.proxy,), ca_cert=board.ca_cert))

Moods: ``ok`` (the jobs, in pages; none is an empty page), ``429``, ``403``, ``garbage``,
``hang`` (no answer until the board closes) and ``late block`` (429 from the second page on).
"""

import json
import re
import ssl
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import trustme

INDEED, LINKEDIN, GLASSDOOR = "apis.indeed.com", "www.linkedin.com", "www.glassdoor.com.br"
LINKEDIN_EMPTY = "<!DOCTYPE html>\n\n<!---->"
GARBAGE = "<html><body>\x00\xff not what you asked for {{{"


@dataclass
class Job:
    """One job as the sites keep it; ``pay`` is a monthly range in reais."""

    key: str
    title: str
    company: str = "Empresa Exemplo"
    city: str = "Curitiba"
    state: str = "PR"
    posted: date = date(2026, 11, 20)
    html: str = "<p>Descrição da vaga.</p>"
    apply_url: str | None = None
    attributes: tuple[str, ...] = ()
    pay: tuple[int, int] | None = None


@dataclass
class Site:
    """What one site holds, how it feels, and every request it got."""

    jobs: list[Job] = field(default_factory=list)
    mood: str = "ok"
    page_size: int = 10
    requests: list[dict[str, Any]] = field(default_factory=list)


class Board:
    """The server, its authority and its three sites."""

    def __init__(self) -> None:
        self.indeed, self.linkedin, self.glassdoor = Site(), Site(), Site()
        self.sites = {INDEED: self.indeed, LINKEDIN: self.linkedin, GLASSDOOR: self.glassdoor}
        self.closing = threading.Event()
        authority = trustme.CA()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*self.sites).configure_cert(self.tls)
        self._folder = tempfile.TemporaryDirectory()
        self.ca_cert = str(Path(self._folder.name) / "authority.pem")
        authority.cert_pem.write_to_path(self.ca_cert)
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.board = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._folder.cleanup()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    board: Board

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in the middle is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    host = ""

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def do_CONNECT(self) -> None:
        self.host = self.path.partition(":")[0]
        if self.host not in self.server.board.sites:
            self.send_error(502)
            return
        self.send_response(200, "Connection established")
        self.end_headers()
        self.connection = self.server.board.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", -1)
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.connection.close()

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, body: bytes) -> None:
        site = self.server.board.sites[self.host]
        asked = {"path": self.path, "body": body.decode(), "headers": dict(self.headers)}
        site.requests.append(asked)
        mood = site.mood
        if mood == "late block":
            mood = "429" if len(site.requests) > 1 else "ok"
        if mood == "hang":
            self.server.board.closing.wait()
            self.close_connection = True
        elif mood == "garbage":
            self._send(200, GARBAGE, "text/html")
        elif mood.isdigit():
            self._send(int(mood), "go away", "text/plain")
        else:
            answer, kind = _VOICES[self.host](site, self.path, asked["body"])
            self._send(200, answer, kind)

    def _send(self, status: int, text: str, kind: str) -> None:
        payload = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)


def _indeed(site: Site, path: str, body: str) -> tuple[str, str]:
    query = json.loads(body)["query"]
    cursor = re.search(r'cursor: "(\d+)"', query)
    start = int(cursor[1]) if cursor else 0
    end = start + site.page_size
    answer = {
        "data": {
            "jobSearch": {
                "pageInfo": {"nextCursor": str(end) if end < len(site.jobs) else None},
                "results": [{"job": _indeed_job(job)} for job in site.jobs[start:end]],
            }
        }
    }
    return json.dumps(answer, ensure_ascii=False), "application/json"


def _indeed_job(job: Job) -> dict[str, Any]:
    posted = datetime(job.posted.year, job.posted.month, job.posted.day, 12, tzinfo=UTC)
    low, high = job.pay or (None, None)
    pay = {"unitOfWork": "MONTH", "range": {"min": low, "max": high}} if job.pay else None
    return {
        "key": job.key,
        "title": job.title,
        "sourceEmployerName": job.company,
        "dateOnIndeed": int(posted.timestamp() * 1000),
        "description": {"html": job.html},
        "location": {"countryCode": "BR", "admin1Code": job.state, "city": job.city},
        "compensation": {"estimated": None, "baseSalary": pay, "currencyCode": "BRL"},
        "attributes": [{"key": key} for key in job.attributes],
        "employer": None,
        "recruit": {"viewJobUrl": job.apply_url},
    }


def _linkedin(site: Site, path: str, body: str) -> tuple[str, str]:
    parts = urlsplit(path)
    if parts.path.startswith("/jobs/view/"):
        job = next((j for j in site.jobs if parts.path.endswith(f"/{j.key}")), None)
        html = job.html if job else ""
        return f'<div class="show-more-less-html__markup">{html}</div>', "text/html"
    start = int(parse_qs(parts.query).get("start", ["0"])[0])
    cards = [_linkedin_card(job) for job in site.jobs[start : start + site.page_size]]
    return ("\n".join(cards) or LINKEDIN_EMPTY), "text/html"


def _linkedin_card(job: Job) -> str:
    state = {"PR": "Paraná", "SP": "São Paulo", "SC": "Santa Catarina"}.get(job.state, job.state)
    place = ", ".join(filter(None, [job.city, state, "Brazil"]))
    return f"""
    <li><div class="base-card base-search-card" data-entity-urn="urn:li:jobPosting:{job.key}">
      <h3 class="base-search-card__title">{escape(job.title)}</h3>
      <h4 class="base-search-card__subtitle"><a href="https://www.linkedin.com/company/exemplo">
        {escape(job.company)}</a></h4>
      <span class="job-search-card__location">{escape(place)}</span>
      <time datetime="{job.posted.isoformat()}">há pouco</time>
    </div></li>"""


def _glassdoor(site: Site, path: str, body: str) -> tuple[str, str]:
    if path.startswith("/autocomplete/"):
        return json.dumps([{"locationId": 1, "locationType": "C"}]), "application/json"
    asked = json.loads(body)
    asked = asked[0] if isinstance(asked, list) else asked
    start = (asked["variables"]["pageNumber"] - 1) * site.page_size
    end = start + site.page_size
    more = [{"cursor": str(end), "pageNumber": end // site.page_size + 1}]
    listings = {
        "jobListings": [{"jobview": _glassdoor_job(job)} for job in site.jobs[start:end]],
        "paginationCursors": more if end < len(site.jobs) else [],
    }
    return json.dumps([{"data": {"jobListings": listings}}]), "application/json"


def _glassdoor_job(job: Job) -> dict[str, Any]:
    return {
        "header": {
            "adOrderSponsorshipLevel": "ORGANIC",
            "ageInDays": 1,
            "employer": {"id": None},
            "employerNameFromSearch": job.company,
            "locationName": ", ".join(filter(None, [job.city, job.state])),
            "locationType": "C",
            "payCurrency": None,
            "payPeriod": None,
            "payPeriodAdjustedPay": None,
        },
        "job": {"jobTitleText": job.title, "listingId": int(job.key)},
        "map": {"country": "Brazil"},
        "overview": {},
    }


_VOICES: dict[str, Callable[[Site, str, str], tuple[str, str]]] = {
    INDEED: _indeed,
    LINKEDIN: _linkedin,
    GLASSDOOR: _glassdoor,
}
