"""What a browser may load, door by door."""

from collections.abc import Sequence
from typing import Any

from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from wagtail.utils.urlpatterns import decorate_urlpatterns

PUBLIC: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "object-src": [CSP.NONE],
}
# Wagtail's explorer and editor, and its previews, carry scripts and styles in the page.
EDITORS: dict[str, list[str]] = PUBLIC | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "worker-src": [CSP.SELF, "blob:"],
    "frame-src": [CSP.SELF, "blob:"],
}


def for_editors(patterns: Sequence[Any]) -> list[Any]:
    """The same views, each answering with the editors' policy."""
    return list(decorate_urlpatterns(list(patterns), csp_override(EDITORS)))
