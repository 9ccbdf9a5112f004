"""Every setting that comes from outside, read in one typed place.

A value ``NAME`` is looked for, in this order, in the variable ``NAME``, in the
file that ``NAME_FILE`` points at, and in ``/run/secrets/<name in lower case>``
(a Docker secret). The trailing newline of a file is dropped.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SECRETS = Path("/run/secrets")


class EnvError(Exception):
    """A setting is missing or unusable; the message names it and never its value."""


def read(name: str, environ: Mapping[str, str], secrets: Path = SECRETS) -> str | None:
    """The raw text of one setting, or None where nobody set it."""
    if environ.get(name):
        return environ[name]
    named = environ.get(f"{name}_FILE")
    path = Path(named) if named else secrets / name.lower()
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n") or None
    except OSError as error:
        if named:
            raise EnvError(f"{name}_FILE points at a file that cannot be read") from error
        return None


@dataclass(frozen=True, slots=True)
class Env:
    """What the operator decided. Times are in seconds."""

    secret_key: str | None
    database_url: str | None
    redis_url: str | None
    redis_queue_url: str | None
    allowed_hosts: tuple[str, ...]
    port: int
    public_url: str
    waha_base_url: str
    waha_api_key: str = field(repr=False)
    waha_session: str = "default"
    waha_hmac_key: str = field(default="", repr=False)
    bot_pacing: str = "human"
    log_format: str = "console"
    log_level: str = "INFO"
    jobspy_proxies: tuple[str, ...] = ()
    jobspy_ca_cert: str = ""
    data_dir: Path = Path("var")


def load(environ: Mapping[str, str] | None = None, secrets: Path = SECRETS) -> Env:
    """Read the environment, or say which setting is wrong."""
    source = os.environ if environ is None else environ

    def get(name: str, default: str = "") -> str:
        return read(name, source, secrets) or default

    port = _port(get("PORT", "8000"))
    return Env(
        secret_key=get("DJANGO_SECRET_KEY") or None,
        database_url=get("DATABASE_URL") or None,
        redis_url=get("REDIS_URL") or None,
        redis_queue_url=get("REDIS_QUEUE_URL") or get("REDIS_URL") or None,
        allowed_hosts=_words(get("ALLOWED_HOSTS")),
        port=port,
        public_url=get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        waha_base_url=get("WAHA_BASE_URL", "http://127.0.0.1:3000").rstrip("/"),
        waha_api_key=get("WAHA_API_KEY"),
        waha_session=get("WAHA_SESSION", "default"),
        waha_hmac_key=get("WAHA_HMAC_KEY"),
        bot_pacing=_one_of("BOT_PACING", get("BOT_PACING", "human"), ("human", "off")),
        log_format=_one_of("LOG_FORMAT", get("LOG_FORMAT", "console"), ("json", "console")),
        log_level=_one_of(
            "LOG_LEVEL", get("LOG_LEVEL", "INFO").upper(), ("DEBUG", "INFO", "WARNING", "ERROR")
        ),
        jobspy_proxies=_words(get("JOBSPY_PROXIES")),
        jobspy_ca_cert=get("JOBSPY_CA_CERT"),
        data_dir=Path(get("DATA_DIR", "var")),
    )


def require(env: Env, *names: str) -> None:
    """Refuse to start while one of these settings has no value; name all that are missing."""
    missing = [name for name in names if not getattr(env, _FIELDS[name])]
    if missing:
        raise EnvError(f"these settings have no value: {', '.join(missing)}")


_FIELDS = {
    "DJANGO_SECRET_KEY": "secret_key",
    "DATABASE_URL": "database_url",
    "ALLOWED_HOSTS": "allowed_hosts",
    "WAHA_API_KEY": "waha_api_key",
    "WAHA_HMAC_KEY": "waha_hmac_key",
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise EnvError("PORT is not a port number")
    return int(text)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise EnvError(f"{name} must be one of: {', '.join(allowed)}")
    return value
