"""Vacancies for search engines."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from .models import Vacancy


class VacancySitemap(Sitemap):
    """Listed vacancies that somebody really offers."""

    changefreq = "daily"
    limit = 10_000

    def items(self) -> QuerySet[Vacancy]:
        rows = Vacancy.objects.filter(listed=True, is_demo=False)
        return rows.only("pk", "last_seen_at").order_by("-sort_date", "-pk")

    def lastmod(self, item: Vacancy) -> datetime:
        return item.last_seen_at
