"""What search engines are told about the site, in the words of schema.org."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

CONTEXT = "https://schema.org"


def address(path: str) -> str:
    """A path of this site as a whole address."""
    return path if path.startswith(("http://", "https://")) else f"{settings.PUBLIC_URL}{path}"


def site(search_path: str, logo_path: str) -> dict[str, Any]:
    """Who keeps the site, and how it is searched."""
    home = address("/")
    found = {"@type": "EntryPoint", "urlTemplate": f"{address(search_path)}?texto={{texto}}"}
    action = {"@type": "SearchAction", "target": found, "query-input": "required name=texto"}
    organisation = {
        "@type": "Organization",
        "@id": f"{home}#organizacao",
        "name": "CapyVagas",
        "url": home,
        "logo": address(logo_path),
    }
    website = {
        "@type": "WebSite",
        "name": "CapyVagas",
        "url": home,
        "inLanguage": "pt-BR",
        "publisher": {"@id": organisation["@id"]},
        "potentialAction": action,
    }
    return {"@context": CONTEXT, "@graph": [organisation, website]}


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Label and path of each page from the first to this one."""
    items = [
        {"@type": "ListItem", "position": place, "name": label, "item": address(path)}
        for place, (label, path) in enumerate(trail, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}
