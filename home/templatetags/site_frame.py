"""What every public page needs around its content."""

import json
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.encoding import escape_uri_path
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from home import qr, structured
from home.models import SiteIdentity

type Trail = list[tuple[str, str]]

register = template.Library()
# What could end the block that the data stands in, or be read as markup.
_ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"}


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
    here = escape_uri_path(request.path) if request else "/"
    return structured.address(context.get("canonical_path") or here)


@register.simple_tag
def public_address(path: str) -> str:
    """A path of this site as a whole address."""
    return structured.address(path)


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], url: str | None) -> str:
    """``page`` when this is the page of ``url``, ``true`` when it is one below it, or empty."""
    request = context.get("request")
    if not (url and request):
        return ""
    if request.path == url:
        return "page"
    return "true" if url != "/" and request.path.startswith(url) else ""


@register.simple_tag(takes_context=True)
def whatsapp_link(context: dict[str, Any], text: str = "oi") -> str:
    """A link that opens a talk with the bot, these words typed; empty while there is no number."""
    identity = SiteIdentity.load(request_or_site=context.get("request"))
    return identity.whatsapp_link_saying(text)


@register.inclusion_tag("includes/qr.html")
def qr_code(text: str, label: str) -> dict[str, Any]:
    """A QR code of ``text``; ``label`` says to who cannot see it where it leads."""
    side, path = qr.draw(text)
    return {"side": side, "path": path, "label": label}


@register.simple_tag
def linked_data(value: Any) -> SafeString:
    """A block of JSON-LD. No word in it can end the block: ``<``, ``>`` and ``&`` are escaped."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    block = f'<script type="application/ld+json">{written}</script>'
    return mark_safe(block)  # noqa: S308  escaped in the line above


@register.simple_tag
def site_data(search_path: str) -> dict[str, Any]:
    """The site and who keeps it, for ``linked_data``."""
    return structured.site(search_path, static("img/mark.png"))


@register.inclusion_tag("includes/crumbs.html")
def breadcrumbs(trail: Trail) -> dict[str, Any]:
    """The way to this page, the page itself last; for people and for search engines."""
    return {"trail": trail, "data": structured.breadcrumbs(trail)}


@register.simple_tag
def breadcrumb_data(trail: Trail) -> dict[str, Any]:
    """The same for search engines alone: a page right below the first needs no line of links."""
    return structured.breadcrumbs(trail)


@register.simple_tag(takes_context=True)
def page_trail(context: dict[str, Any], page: Page) -> Trail:
    """The pages above a page of the site, the home page first, and the page itself."""
    request = context.get("request")
    above = page.get_ancestors().filter(depth__gte=2).order_by("depth")
    trail = [(str(_("Início")) if p.depth == 2 else p.title, p.get_url(request)) for p in above]
    return [(label, url or "/") for label, url in [*trail, (page.title, page.get_url(request))]]


@register.simple_tag
def trail_of(*parts: str) -> Trail:
    """Label and path of each page in turn, after the home page."""
    given = list(zip(map(str, parts[::2]), parts[1::2], strict=True))
    return [(str(_("Início")), "/"), *given]
