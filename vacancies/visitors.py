"""Who asks, as the limits of the public doors count it."""

from typing import Any

from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: the one that connects, or what our own proxies say of it.

    The API's throttles count by the same one: ``NUM_PROXIES`` of the settings decides whom a
    forwarded address is believed. Empty where nobody says it.
    """
    asked: Any = request  # what it reads of a request, Django's has too
    return str(BaseThrottle().get_ident(asked) or "")
