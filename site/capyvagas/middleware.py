"""Two of Django's middlewares, each with the one thing this house does otherwise; and a third
for what none of Django's refuses."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.views.defaults import bad_request
from django_structlog.middlewares import RequestMiddleware

from .charsets import UNREADABLE

WEBHOOKS, API = "/webhooks/", "/api/"
SAFE = frozenset({"GET", "HEAD"})


class SlashMiddleware(CommonMiddleware):
    """Append a missing slash, except where WAHA posts, and where a program writes.

    WAHA follows a redirect with a GET without a body and takes its 200 for a
    delivery: the message would be lost without a trace. It gets a 404 instead, and so does
    whoever writes to the API, for the same reason.
    """

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        if request.path_info.startswith(WEBHOOKS):
            return False
        if request.path_info.startswith(API) and request.method not in SAFE:
            return False
        return super().should_redirect_with_slash(request)


class RequestLogMiddleware(RequestMiddleware):
    """One line a request, with its id. The query is left out: people type into it."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


class CharsetMiddleware:
    """400 where ``wsgi.py`` found that nothing can be read by the charset that was named.

    Stands within ``ApiMiddleware``, which makes a problem of the answer where a program asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if UNREADABLE not in request.META:
            return self.get_response(request)
        return bad_request(request, BadRequest("charset"))
