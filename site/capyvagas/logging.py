"""How the house speaks of itself: one line an event, with the id of its request.

At INFO and above no line carries what a person wrote, a phone number or a key:
``scrub`` is the last thing before a line is written, whoever logged it.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "…"
# A field with one of these names is never written, whatever it holds.
PRIVATE = frozenset(
    (
        *("text", "body", "message", "prompt", "caption", "payload", "args", "kwargs", "params"),
        *("phone", "chat_id", "chat", "sender", "contact_name", "address", "sql"),
        *("password", "secret", "token", "key", "api_key", "hmac", "hmac_key"),
        *("authorization", "cookie", "headers"),
    )
)
# Phone numbers and WhatsApp addresses, wherever they stand; dates and addresses of machines
# look like them, so they are looked for first, and kept.
_ADDRESS = re.compile(
    r"(\d{4}-\d{2}-\d{2}(?!\d)|(?:\d{1,3}\.){3}\d{1,3}(?::\d+(?: \(\d+\))?)?)"
    r"|\+?\d(?:[ ()-]{0,2}\d){8,17}(?:@[a-z.]+)?"
    r"|\d+@(?:c\.us|lid|g\.us|s\.whatsapp\.net)"
)
_PASSWORD_LINK = re.compile(r"(password_reset/confirm/)[^\s\"']+")
_CREDENTIALS = re.compile(r"(\w+://)[^/@\s\"']+@")


def scrub(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Take out of a line what must not be kept; DEBUG lines are a developer's own and stay."""
    if event.get("level") == "debug":
        return event
    for name, value in event.items():
        if name in PRIVATE:
            event[name] = HIDDEN
        elif isinstance(value, str) and name not in {"timestamp", "request_id"}:
            event[name] = hide(value)
    return event


def hide(text: str) -> str:
    """The text without phone numbers, WhatsApp addresses, one-time links and URL passwords."""
    text = _CREDENTIALS.sub(rf"\1{HIDDEN}@", _PASSWORD_LINK.sub(rf"\1{HIDDEN}", text))
    return _ADDRESS.sub(lambda found: found[1] or HIDDEN, text)


def quiet_probes(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Drop the line of a health check that went well: they come every few seconds."""
    if event.get("code") == 200 and "/health/" in str(event.get("request")):
        raise structlog.DropEvent
    return event


BEFORE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(format_: str, level: str) -> dict[str, Any]:
    """Set structlog up and give Django's ``LOGGING``. ``format_`` is "json" or "console"."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *BEFORE,
            quiet_probes,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    return _django_logging(_renderers(format_), level)


def _renderers(format_: str) -> list[Processor]:
    """The last steps of a line. Tracebacks are plain: a rich one would print local values."""
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    traceback = structlog.processors.format_exc_info
    if format_ == "json":
        return [remove, traceback, scrub, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [
        remove,
        _render_traceback,
        scrub,
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),
    ]


def _render_traceback(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Give the console renderer a traceback as text, so that ``scrub`` reads it too."""
    return structlog.processors.format_exc_info(logger, method, event)


def _django_logging(renderers: list[Processor], level: str) -> dict[str, Any]:
    loggers: Mapping[str, str] = {
        # Our own line "request_failed" says the same, with the request's id.
        "django.request": "CRITICAL",
        "django.security.DisallowedHost": "ERROR",
        "django_tasks": "WARNING",
        "huey": "WARNING",
        "PIL": "WARNING",
        "urllib3": "WARNING",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": renderers,
                "foreign_pre_chain": BEFORE,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            **{name: {"level": lowest} for name, lowest in loggers.items()},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": ["stderr"], "level": level, "propagate": False},
        },
    }
