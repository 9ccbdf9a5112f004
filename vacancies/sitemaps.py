"""Vacancies for search engines."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from .models import Vacancy


class VacancySitemap(Sitemap):
    """Live vacancies that somebody really offers."""

    changefreq = "daily"

    def items(self) -> QuerySet[Vacancy]:
        return Vacancy.objects.filter(listed=True, is_demo=False).order_by("-sort_date", "-pk")

    def lastmod(self, item: Vacancy) -> datetime:
        return item.last_seen_at
