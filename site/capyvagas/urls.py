"""The doors of the house."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.contrib.sitemaps import views as sitemaps
from wagtail.documents import urls as wagtaildocs_urls

from vacancies.sitemaps import VacancySitemap

from . import cards, csp, health, site_search

SITEMAPS: dict[str, Any] = {"sitemaps": {"paginas": PageSitemap, "vagas": VacancySitemap}}
NOT_FOR_ROBOTS = (
    "/dashboard/",
    "/admin/",
    "/api/",
    "/webhooks/",
    "/health/",
    "/documentos/",
    "/revisao/",
)


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {door}" for door in NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


django_admin, app_name, namespace = admin.site.urls

urlpatterns = [
    path("health/", health.ready, name="health"),
    path("health/live/", health.live, name="health-live"),
    path("webhooks/", include("bot_flows.urls")),
    path("revisao/", include("bot_flows.admin.access.guest_urls")),
    path("admin/", (csp.for_editors(django_admin), app_name, namespace)),
    path("dashboard/", include(csp.for_editors(wagtailadmin_urls.urlpatterns))),
    path("documentos/", include(wagtaildocs_urls)),
    path("api/", include("capyvagas.api.urls")),
    path("vagas/", include("vacancies.urls")),
    path("busca/", site_search.search, name="search"),
    path("cartao/<slug:kind>/<int:pk>/<slug:version>.png", cards.show, name="card"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemaps.index, SITEMAPS | {"sitemap_url_name": "sitemap-of"}, "sitemap"),
    path("sitemap-<section>.xml", sitemaps.sitemap, SITEMAPS, "sitemap-of"),
    # Pictures only: documents go through their own door, which knows who may read them.
    re_path(
        r"^media/(?P<path>(?:images|original_images)/.+)$",
        cache_control(public=True, max_age=86_400)(serve),
        {"document_root": settings.MEDIA_ROOT},
        name="media",
    ),
    path("", include(wagtail_urls)),
]
