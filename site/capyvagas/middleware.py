"""Two of Django's middlewares, each with the one thing this house does otherwise."""

from django.http import HttpRequest
from django.middleware.common import CommonMiddleware
from django_structlog.middlewares import RequestMiddleware

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
