"""One public page, fetched so that nobody can talk us into an internal address.

Each hop's name is resolved once. Every address of it must be a public one, and the connection
goes to one of exactly these addresses: there is no second look-up that could answer otherwise.
Redirects take the same way. Nothing is trusted to end: each wait, the whole visit, what is
read and what it unpacks to have a limit. Proxies of the environment are not asked.
"""

import codecs
import http.client
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import certifi
from django.conf import settings

MOST_REDIRECTS = 5
MOST_BYTES = 2 * 1024 * 1024
MOST_ADDRESSES = 4
LONGEST_URL = 2000
READABLE = frozenset(
    [
        "",
        "application/json",
        "application/ld+json",
        "application/xhtml+xml",
        "text/html",
        "text/plain",
    ]
)
_CHUNK = 64 * 1024
_MOVED = frozenset([301, 302, 303, 307, 308])
_PORTS = {"http": 80, "https": 443}
_UNICAST = IPv6Network("2000::/3")
_NEVER = (
    IPv6Network("2001::/32"),  # Teredo, and below 6to4: an IPv4 address is within
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),  # documentation
)
_RELAY = "192.88.99."  # the anycast way into 6to4
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\.?")
_LATIN = frozenset(["iso8859-1", "iso8859-15", "cp1252", "ascii"])

type Resolve = Callable[[str, int], Sequence[str]]
type Fetch = Callable[[str], Page]


class Fault(StrEnum):
    """Why there is no page."""

    FORBIDDEN = "forbidden"  # not an address that we look at
    UNKNOWN_NAME = "unknown name"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TIMED_OUT = "timed out"
    REDIRECTS = "redirects"
    BROKEN = "broken"  # what came back is not HTTP


class FetchError(Exception):
    """No page; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Page:
    """What a visit found. ``url`` is where it ended; ``text`` is empty where the status is not
    2xx or ``content_type`` is none of ``READABLE``; ``cut`` says that there was more of it.
    """

    url: str
    status: int
    content_type: str = ""
    text: str = ""
    retry_after: str = ""
    cut: bool = False


def look_up(host: str, port: int) -> Sequence[str]:
    """Every address of a name, from this machine's resolver, which has its own time limit."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def _agent() -> str:
    return f"CapyVagas/1.0 (+{settings.PUBLIC_URL})"


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits in seconds and bytes. ``local`` and ``authority`` are for tests alone: pairs of
    address and port that may be visited although they are not public, and a certificate
    authority (PEM) beside the public ones.
    """

    agent: str = field(default_factory=_agent)
    resolve: Resolve = look_up
    connect_time: float = 5.0
    read_time: float = 10.0
    total_time: float = 20.0
    most_bytes: int = MOST_BYTES
    local: frozenset[tuple[str, int]] = frozenset()
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def fetch(url: str, rules: Rules | None = None) -> Page:
    """The page at this address, after five redirects at most; ``FetchError`` for none."""
    rules = rules or Rules()
    ends = time.monotonic() + rules.total_time
    for _hop in range(MOST_REDIRECTS + 1):
        try:
            answer = _visit(url, rules, ends)
        except ssl.SSLCertVerificationError as error:
            raise FetchError(Fault.CERTIFICATE) from error
        except TimeoutError as error:
            raise FetchError(Fault.TIMED_OUT) from error
        except OSError as error:
            raise FetchError(Fault.UNREACHABLE) from error
        except (http.client.HTTPException, zlib.error, ValueError) as error:
            raise FetchError(Fault.BROKEN) from error
        if isinstance(answer, Page):
            return answer
        url = answer
    raise FetchError(Fault.REDIRECTS)


def is_public(address: str) -> bool:
    """Whether everybody may visit this address: nothing private, local, shared or wrapped."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if found.is_multicast or found.is_reserved or not found.is_global:
        return False
    if isinstance(found, IPv4Address):
        return not address.startswith(_RELAY)
    return found in _UNICAST and not any(found in network for network in _NEVER)


def _visit(url: str, rules: Rules, ends: float) -> Page | str:
    """The page, or the address that it sends us to."""
    target = _parse(url, rules)
    link = _connect(target, _addresses(target, rules), rules, ends)
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = link
    try:
        _ask(connection, target, rules)
        with connection.getresponse() as response:
            moved = _location(response)
            if response.status in _MOVED and moved:
                return urljoin(url, moved)
            return _page(url, response, rules)
    finally:
        connection.close()
        link.close()


def _parse(url: str, rules: Rules) -> _Target:
    """What to ask of whom; ``FetchError`` for anything that is not a plain public web address."""
    forbidden = FetchError(Fault.FORBIDDEN)
    if len(url) > LONGEST_URL or "\\" in url or not url.isprintable() or " " in url:
        raise forbidden
    try:
        parts = urlsplit(url)
        port = _PORTS[parts.scheme] if parts.port is None else parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except (ValueError, KeyError) as error:
        raise forbidden from error
    locals_only = {number for _address, number in rules.local}
    if not host or "@" in parts.netloc or port not in {80, 443} | locals_only:
        raise forbidden
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*")
    query = quote(parts.query, safe="/%:=&?~+!$,;'@()*[]")
    return _Target(parts.scheme, host, port, f"{path}?{query}" if query else path)


def _addresses(target: _Target, rules: Rules) -> Sequence[str]:
    """The checked addresses of a host: all of them are fit, or none is used."""
    try:
        found: Sequence[str] = [str(ip_address(target.host))]
    except ValueError:
        if _NUMBER.fullmatch(target.host.rsplit(".", 1)[-1]):  # 2130706433, 0x7f.1, 0177.0.0.1
            raise FetchError(Fault.FORBIDDEN) from None
        found = _resolved(target, rules)
    if not all(is_public(a) or (a, target.port) in rules.local for a in found):
        raise FetchError(Fault.FORBIDDEN)
    return found[:MOST_ADDRESSES]


def _resolved(target: _Target, rules: Rules) -> Sequence[str]:
    try:
        found = rules.resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise FetchError(Fault.UNKNOWN_NAME) from error
    if not found:
        raise FetchError(Fault.UNKNOWN_NAME)
    return found


class _Timed:
    """Each wait for bytes ends with the visit, however slowly they drip."""

    ends: float
    longest: float

    def wait(self) -> float:
        return min(_left(self.ends), self.longest)


class _Socket(_Timed, socket.socket):
    def recv_into(self, *args: Any, **options: Any) -> int:
        self.settimeout(self.wait())
        return super().recv_into(*args, **options)


class _SecureSocket(_Timed, ssl.SSLSocket):
    def recv_into(self, *args: Any, **options: Any) -> int:
        self.settimeout(self.wait())
        return super().recv_into(*args, **options)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connect(
    target: _Target, addresses: Sequence[str], rules: Rules, ends: float
) -> _Socket | _SecureSocket:
    """A connection to the first of these addresses that answers."""
    failed: OSError = OSError("no address")
    for address in addresses:
        try:
            return _open(target, ip_address(address), rules, ends)
        except ssl.SSLCertVerificationError:
            raise
        except OSError as error:
            failed = error
    raise failed


def _open(
    target: _Target, address: IPv4Address | IPv6Address, rules: Rules, ends: float
) -> _Socket | _SecureSocket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    plain = _Socket(family, socket.SOCK_STREAM)
    try:
        plain.settimeout(min(_left(ends), rules.connect_time))
        plain.connect((str(address), target.port))
        plain.ends, plain.longest = ends, rules.read_time
        if target.scheme == "http":
            return plain
        plain.settimeout(min(_left(ends), rules.connect_time))  # the handshake's, as a whole
        secure = _context(rules.authority).wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise
    assert isinstance(secure, _SecureSocket)
    secure.ends, secure.longest = ends, rules.read_time
    return secure


@lru_cache(maxsize=4)
def _context(authority: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certifi.where())
    if authority:
        context.load_verify_locations(cadata=authority)
    context.sslsocket_class = _SecureSocket
    return context


def _ask(connection: http.client.HTTPConnection, target: _Target, rules: Rules) -> None:
    connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in (
        ("Host", target.host_header),
        ("User-Agent", rules.agent),
        ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"),
        ("Accept-Language", "pt-BR,pt;q=0.9,en;q=0.5"),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
    ):
        connection.putheader(name, value)
    connection.endheaders()


def _location(response: http.client.HTTPResponse) -> str:
    """Headers are read as Latin; an address in them is UTF-8 where it is not plain ASCII."""
    said = response.headers.get("Location", "").strip()
    with suppress(UnicodeError):
        said = said.encode("latin-1").decode("utf-8")
    return said.replace(" ", "%20")


def _page(url: str, response: http.client.HTTPResponse, rules: Rules) -> Page:
    said = response.headers.get("Content-Type", "")
    kind = said.partition(";")[0].strip().lower()[:100]
    text, cut = "", False
    if 200 <= response.status < 300 and kind in READABLE:
        body, cut = _body(response, rules.most_bytes)
        text = _decoded(body, response.headers.get_content_charset() or "")
    retry = response.headers.get("Retry-After", "")[:100]
    return Page(url, response.status, kind, text, retry, cut)


def _body(response: http.client.HTTPResponse, most: int) -> tuple[bytes, bool]:
    """At most so many bytes, whether as they came or unpacked; and whether there were more."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        return b"", True
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    body, came = bytearray(), 0
    while len(body) <= most and came <= most and (chunk := response.read1(_CHUNK)):
        came += len(chunk)
        body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
    return bytes(body[:most]), len(body) > most or came > most


def _decoded(body: bytes, charset: str) -> str:
    """By what the header says where that is a plain character set; else UTF-8, else Latin."""
    try:
        named = codecs.lookup(charset).name if charset else ""
    except LookupError:
        named = ""
    if named in _LATIN:
        return body.decode("cp1252", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)  # may be cut in a character
    except UnicodeDecodeError:
        return body.decode("utf-8" if named == "utf-8" else "cp1252", "replace")
