"""Any filtered list as a feed: the same words in the address, the same vacancies in the same order.

Scraped advertisements are told by title, place and where to read them; only what is ours to
publish comes with its text.
"""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import words
from .models import Vacancy
from .reading import safe_link
from .search import find
from .views import VacancyFilters

LIMIT = 50
TEXT_LIMIT = 5_000


def _found(request: HttpRequest) -> list[Vacancy]:
    return find(VacancyFilters(request.GET).criteria(), limit=LIMIT).vacancies


def _query(request: HttpRequest) -> str:
    """The address's own filters, as they were understood."""
    return VacancyFilters(request.GET).query


def _title(vacancy: Vacancy) -> str:
    return words.line(
        f"{vacancy.title} · {vacancy.company}" if vacancy.company else vacancy.title, 400
    )


def _summary(vacancy: Vacancy) -> str:
    facts = [vacancy.get_kind_display(), vacancy.place_label, vacancy.salary, vacancy.source]
    line = words.line(" · ".join(str(fact) for fact in facts if fact), 500)
    if not vacancy.shows_in_full:
        return line
    return f"{line}\n\n{words.clean(vacancy.description, TEXT_LIMIT)}".strip()


def _address(vacancy: Vacancy) -> str:
    return f"{settings.PUBLIC_URL}{vacancy.get_absolute_url()}"


def _published(vacancy: Vacancy) -> datetime:
    """The day on which its source published it, or the moment at which we first saw it."""
    if not vacancy.posted_at:
        return vacancy.created_at
    return timezone.make_aware(datetime.combine(vacancy.posted_at, time(12)))


class VacancyFeed(Feed[Vacancy, HttpRequest]):
    """RSS 2.0."""

    language = "pt-br"
    ttl = "60"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return _("Vagas no CapyVagas")

    def description(self, request: HttpRequest) -> str:
        return _("As vagas mais novas desta lista.")

    def link(self, request: HttpRequest) -> str:
        return f"{settings.PUBLIC_URL}{reverse('vacancies:list')}{_query(request)}"

    def feed_url(self, request: HttpRequest) -> str:
        return f"{settings.PUBLIC_URL}{reverse('vacancies:rss')}{_query(request)}"

    def items(self, request: HttpRequest) -> Iterable[Vacancy]:
        return _found(request)

    def item_title(self, item: Vacancy) -> str:  # type: ignore[override]
        return _title(item)

    def item_description(self, item: Vacancy) -> str:  # type: ignore[override]
        return _summary(item)

    def item_link(self, item: Vacancy) -> str:
        return _address(item)

    def item_pubdate(self, item: Vacancy) -> datetime:
        return _published(item)

    def item_categories(self, item: Vacancy) -> list[str]:
        return [str(item.get_kind_display())]


rss = require_safe(VacancyFeed())


@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    """JSON Feed 1.1."""
    query = _query(request)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Vagas no CapyVagas"),
        "language": "pt-BR",
        "home_page_url": f"{settings.PUBLIC_URL}{reverse('vacancies:list')}{query}",
        "feed_url": f"{settings.PUBLIC_URL}{reverse('vacancies:json')}{query}",
        "items": [_item(vacancy) for vacancy in _found(request)],
    }
    return JsonResponse(
        feed, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False}
    )


def _item(vacancy: Vacancy) -> dict[str, Any]:
    item = {
        "id": _address(vacancy),
        "url": _address(vacancy),
        "external_url": safe_link(vacancy.link),
        "title": _title(vacancy),
        "content_text": _summary(vacancy),
        "date_published": _published(vacancy).isoformat(),
        "tags": [str(vacancy.get_kind_display())],
    }
    return {name: value for name, value in item.items() if value}
