"""Public pages say which version they are, so that a proxy or a browser need not fetch them twice.

The version is known before anything is rendered, for one statement: the edition of the content
(home/editions.py), the release of the code, the address, and the current ten minutes, within
which "Confirmada há 3 h" stays as it was said. Whoever is logged in is never given a cached page.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import django
import wagtail
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date

from home import editions

BUCKET_SECONDS = 600
DOORS = frozenset(
    (
        "wagtail_serve",
        "search",
        "sitemap",
        "sitemap-of",
        "vacancies:list",
        "vacancies:detail",
        "vacancies:rss",
        "vacancies:json",
    )
)
CACHING = {"public": True, "max_age": 0, "s_maxage": 60, "stale_while_revalidate": 60}


class FreshnessMiddleware:
    """Answer 304 where nothing changed; else name the version of what was rendered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        version: Version | None = getattr(request, "public_version", None)
        if version is None:
            return response
        patch_vary_headers(response, ("Cookie",))
        if response.cookies or response.status_code not in (200, 304) or _is_private(response):
            patch_cache_control(response, private=True, no_cache=True)
            return response
        return version.put_on(response)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if request.method not in ("GET", "HEAD") or not match or match.view_name not in DOORS:
            return None
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return None
        version = Version.of(request)
        request.public_version = version  # type: ignore[attr-defined]
        answer = get_conditional_response(request, version.etag, int(version.modified.timestamp()))
        return answer


class Version:
    """``etag`` is quoted; ``modified`` is the latest time at which this page can have changed."""

    def __init__(self, etag: str, modified: datetime) -> None:
        self.etag, self.modified = etag, modified

    @classmethod
    def of(cls, request: HttpRequest) -> "Version":
        edition = editions.current()
        now = int(timezone.now().timestamp())
        bucket = datetime.fromtimestamp(now - now % BUCKET_SECONDS, UTC)
        parts = (release(), request.get_host(), request.get_full_path(), edition.number, bucket)
        digest = blake2b("\0".join(map(str, parts)).encode(), digest_size=12).hexdigest()
        modified = max(bucket, edition.changed_at) if edition.changed_at else bucket
        return cls(f'"{digest}"', modified)

    def put_on(self, response: HttpResponseBase) -> HttpResponseBase:
        response.headers["ETag"] = self.etag
        response.headers["Last-Modified"] = http_date(self.modified.timestamp())
        patch_cache_control(response, **CACHING)
        return response


def _is_private(response: HttpResponseBase) -> bool:
    said = response.headers.get("Cache-Control", "")
    return "private" in said or "no-store" in said or not isinstance(response, HttpResponse)


@cache
def release() -> str:
    """A digest of the code, templates and styles that this process runs with."""
    digest = blake2b(f"{django.__version__} {wagtail.__version__}".encode(), digest_size=12)
    base = Path(settings.BASE_DIR)
    tops = ("templates", "static", "home", "courses", "vacancies", "site", "bot_flows/engine")
    for path in sorted(path for top in tops for path in (base / top).rglob("*.*")):
        if path.suffix in {".html", ".css", ".svg", ".png", ".py", ".po"} and path.is_file():
            digest.update(str(path.relative_to(base)).encode() + path.read_bytes())
    return digest.hexdigest()
