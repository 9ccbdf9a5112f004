"""Every setting that comes from outside, read in one typed place.

A value ``NAME`` is looked for, in this order, in the variable ``NAME``, in the
file that ``NAME_FILE`` points at, and in ``/run/secrets/<name in lower case>``
(a Docker secret). The trailing newline of a file is dropped; a file that was
named but cannot be read, or says nothing, stops the start.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

SECRETS = Path("/run/secrets")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
DATABASES = ("postgres", "postgresql", "sqlite")
# A database that is away must not hold a request for minutes (libpq's names, seconds and ms).
POSTGRES_OPTIONS = {"connect_timeout": 5, "keepalives_idle": 30, "tcp_user_timeout": 15_000}
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


class EnvError(SystemExit):
    """A setting is missing or unusable; the message names it and never its value.

    It is an exit and not an error, so that a command or a server that meets it
    while it starts prints this one sentence, without a traceback, and ends with 1.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"CapyVagas cannot start: {reason}")


def read(name: str, source: Mapping[str, str], secrets: Path = SECRETS) -> str | None:
    """The text of one setting, or None where nobody set it."""
    if source.get(name):
        return source[name]
    if named := source.get(f"{name}_FILE"):
        return _named_file(name, Path(named))
    try:
        return (secrets / name.lower()).read_text(encoding="utf-8").strip("\r\n") or None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise EnvError(f"the secret {name.lower()} is there but cannot be read") from error


def _named_file(name: str, path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvError(f"{name}_FILE points at a file that cannot be read") from error
    if not text:
        raise EnvError(f"{name}_FILE points at an empty file")
    return text


@dataclass(frozen=True, slots=True)
class Env:
    """What the operator decided. What could be a secret is left out of its repr."""

    secret_key: str | None = field(default=None, repr=False)
    database_url: str | None = field(default=None, repr=False)
    redis_url: str | None = field(default=None, repr=False)
    redis_queue_url: str | None = field(default=None, repr=False)
    allowed_hosts: tuple[str, ...] = ()
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    waha_base_url: str = "http://127.0.0.1:3000"
    waha_api_key: str = field(default="", repr=False)
    waha_session: str = "default"
    waha_hmac_key: str = field(default="", repr=False)
    bot_pacing: str = "human"
    log_format: str = "console"
    log_level: str = "INFO"
    jobspy_proxies: tuple[str, ...] = field(default=(), repr=False)
    jobspy_ca_cert: str = ""
    cors_origins: tuple[str, ...] = ()
    data_dir: Path = Path("var")

    @property
    def on_loopback(self) -> bool:
        """Whether the site's own address is one of this machine alone."""
        return urlsplit(self.public_url).hostname in LOOPBACK


def load(source: Mapping[str, str] | None = None, secrets: Path = SECRETS) -> Env:
    """Read the environment, or say which setting is wrong."""
    given = os.environ if source is None else source

    def get(name: str, default: str = "") -> str:
        return read(name, given, secrets) or default

    port = _port(get("PORT", "8000"))
    hosts = _words(get("ALLOWED_HOSTS"))
    return Env(
        secret_key=get("DJANGO_SECRET_KEY") or None,
        database_url=_database(get("DATABASE_URL")),
        redis_url=_redis("REDIS_URL", get("REDIS_URL")),
        redis_queue_url=_redis("REDIS_QUEUE_URL", get("REDIS_QUEUE_URL") or get("REDIS_URL")),
        allowed_hosts=hosts,
        port=port,
        public_url=_url("PUBLIC_URL", get("PUBLIC_URL", _likely_url(hosts, port))),
        waha_base_url=_url("WAHA_BASE_URL", get("WAHA_BASE_URL", "http://127.0.0.1:3000")),
        waha_api_key=get("WAHA_API_KEY"),
        waha_session=get("WAHA_SESSION", "default"),
        waha_hmac_key=get("WAHA_HMAC_KEY"),
        bot_pacing=_one_of("BOT_PACING", get("BOT_PACING", "human"), ("human", "off")),
        log_format=_one_of("LOG_FORMAT", get("LOG_FORMAT", "console"), ("json", "console")),
        log_level=_one_of("LOG_LEVEL", get("LOG_LEVEL", "INFO").upper(), LEVELS),
        jobspy_proxies=_words(get("JOBSPY_PROXIES")),
        jobspy_ca_cert=get("JOBSPY_CA_CERT"),
        cors_origins=tuple(map(_origin, _words(get("CORS_ORIGINS")))),
        data_dir=Path(get("DATA_DIR", "var")),
    )


def require(env: Env, *names: str) -> None:
    """Refuse to start while one of these settings has no value; name all that are missing."""
    if missing := [name for name in names if not getattr(env, _FIELDS[name])]:
        raise EnvError(
            f"these settings have no value: {', '.join(missing)} (set NAME, NAME_FILE,"
            " or a file in /run/secrets with the name in lower case)"
        )


def database(url: str) -> dict[str, Any]:
    """Django's settings for one database, with what each kind needs to behave under load."""
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return config | {"OPTIONS": dict(SQLITE_OPTIONS)}
    options = POSTGRES_OPTIONS | config.get("OPTIONS", {})
    return config | {"OPTIONS": options, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


_FIELDS = {
    "DJANGO_SECRET_KEY": "secret_key",
    "DATABASE_URL": "database_url",
    "ALLOWED_HOSTS": "allowed_hosts",
    "WAHA_API_KEY": "waha_api_key",
    "WAHA_HMAC_KEY": "waha_hmac_key",
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _likely_url(hosts: tuple[str, ...], port: int) -> str:
    """The first name that people outside can use; without one, this machine."""
    for host in hosts:
        if host != "*" and host not in LOOPBACK:
            return f"https://{host.lstrip('.')}"
    return f"http://127.0.0.1:{port}"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise EnvError("PORT is not a port number")
    return int(text)


def _url(name: str, text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise EnvError(f"{name} is not an address that begins with http:// or https://")
    return text.rstrip("/")


def _origin(text: str) -> str:
    """``https://site.example.org``, as a browser names a site: nothing behind the name."""
    address = _url("CORS_ORIGINS", text)
    parts = urlsplit(address)
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise EnvError("CORS_ORIGINS takes addresses without a path, as https://site.example.org")
    return address.lower()


def _database(text: str) -> str | None:
    if text and text.partition("://")[0] not in DATABASES:
        raise EnvError("DATABASE_URL must begin with postgres:// or sqlite:///")
    return text or None


def _redis(name: str, text: str) -> str | None:
    if text and text.partition("://")[0] not in {"redis", "rediss", "unix"}:
        raise EnvError(f"{name} must begin with redis://")
    return text or None


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise EnvError(f"{name} must be one of: {', '.join(allowed)}")
    return value
