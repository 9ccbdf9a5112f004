"""The charset that a request names, looked at before Django does.

Django takes any codec that Python knows by its name for one (``rot13``, ``zlib``), and breaks
while it makes the request: earlier than any middleware could say no.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.utils.http import parse_header_parameters

UNREADABLE = "capyvagas.unreadable"  # in the environment of a request that is to be refused
LONGEST = 100

type Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def guarded(application: Application) -> Application:
    """The application, spared a Content-Type that would break it; ``UNREADABLE`` says so."""

    def guard(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not is_readable(environ.get("CONTENT_TYPE", "")):
            environ = {**environ, "CONTENT_TYPE": "", UNREADABLE: True}
        return application(environ, start_response)

    return guard


def is_readable(content_type: str) -> bool:
    """Whether it names no charset, or one by which text is read."""
    try:
        _kind, said = parse_header_parameters(content_type)
    except (LookupError, ValueError):  # a parameter may name a charset of its own
        return False
    charset = said.get("charset", "")
    return not charset or (len(charset) <= LONGEST and _reads_text(charset))


@lru_cache(maxsize=64)
def _reads_text(charset: str) -> bool:
    try:
        b"a=\xe9".decode(charset, "replace")
    except (LookupError, ValueError):
        return False
    return True
