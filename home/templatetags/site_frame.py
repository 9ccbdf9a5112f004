"""What every public page needs around its content."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page, Site

register = template.Library()


@register.simple_tag(takes_context=True)
def site_pages(context: dict[str, Any]) -> list[Page]:
    """The live pages right below the home page; those with ``show_in_menus`` are the menu."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return list(site.root_page.get_children().live()) if site else []


@register.simple_tag(takes_context=True)
def canonical(context: dict[str, Any]) -> str:
    """The one public address of this page: a view may name it, filters never make another."""
    request: HttpRequest | None = context.get("request")
    path = context.get("canonical_path") or (request.path if request else "/")
    return f"{settings.PUBLIC_URL}{path}"


@register.simple_tag
def public_address(path: str) -> str:
    """A path of this site as a whole address."""
    return path if path.startswith(("http://", "https://")) else f"{settings.PUBLIC_URL}{path}"


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], url: str | None) -> str:
    """``page`` when this is the page of ``url``, ``true`` when it is one below it, or empty."""
    request = context.get("request")
    if not (url and request):
        return ""
    if request.path == url:
        return "page"
    return "true" if url != "/" and request.path.startswith(url) else ""
