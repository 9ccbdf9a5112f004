"""The searches at the sites, for who operates them: what is asked for, and what each site said."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from vacancies.models import Search, SearchRun, VacancySettings
from vacancies.models.searches import SITES

from . import examples


class RunSerializer(serializers.ModelSerializer):
    class Meta:
        model = SearchRun
        fields = ("site", "outcome", "started_at", "finished_at", "found", "new", "message")
        read_only_fields = fields


class SearchSerializer(serializers.ModelSerializer):
    term = serializers.CharField(source="label", read_only=True)
    place = serializers.CharField(source="place_label", read_only=True)
    runs = serializers.SerializerMethodField(help_text="A última de cada site.")

    class Meta:
        model = Search
        fields = (
            "id", "term", "place", "requested_at", "running_until", "finished_at", "answered_at",
            "blocked", "runs",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(RunSerializer(many=True))
    def get_runs(self, search: Search) -> list[dict[str, Any]]:
        rows = self.context.get("runs", {}).get(search.pk, [])
        return list(RunSerializer(rows, many=True).data)


class SiteSerializer(serializers.Serializer):
    site = serializers.CharField()
    name = serializers.CharField()
    in_use = serializers.BooleanField(help_text="As configurações mandam buscar neste site.")
    last_run = RunSerializer(allow_null=True)
    last_found_at = serializers.DateTimeField(allow_null=True)
    runs_today = serializers.IntegerField(help_text="Nas últimas 24 horas.")
    found_today = serializers.IntegerField(help_text="Anúncios, nas últimas 24 horas.")


class SearchViewSet(viewsets.ReadOnlyModelViewSet):
    """The newest answered first; the same statements whatever the number of rows."""

    queryset = Search.objects.none()
    serializer_class = SearchSerializer
    lookup_value_regex = "[0-9]{1,18}"
    scopes: Mapping[str, str] = dict.fromkeys(("list", "retrieve", "sites"), "read:operations")

    def get_queryset(self) -> QuerySet[Search]:
        return Search.objects.order_by(F("finished_at").desc(nulls_last=True), "-pk")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        shown = args[0] if args else ()
        rows = shown if isinstance(shown, list) else [shown] if isinstance(shown, Search) else []
        kwargs["context"] = {**self.get_serializer_context(), "runs": newest_runs(rows)}
        return SearchSerializer(*args, **kwargs)

    @extend_schema(summary="Buscas nos sites de vagas", examples=[examples.SEARCH])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(summary="Uma busca", examples=[examples.SEARCH])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(
        summary="A situação de cada site",
        responses=SiteSerializer(many=True),
        examples=[examples.SITES],
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def sites(self, request: Request) -> Response:
        return Response(SiteSerializer(sites_now(), many=True).data)


def newest_runs(searches: Iterable[Search]) -> dict[int, list[SearchRun]]:
    """Each search's last run at each site; two statements."""
    rows = SearchRun.objects.filter(search__in=[search.pk for search in searches])
    newest = rows.order_by().values("search_id", "site").annotate(newest=Max("pk"))
    found: dict[int, list[SearchRun]] = {}
    for run in SearchRun.objects.filter(pk__in=[r["newest"] for r in newest]).order_by("site"):
        found.setdefault(run.search_id, []).append(run)
    return found


def sites_now() -> list[dict[str, Any]]:
    """Every site that we know, in use or not; three statements."""
    today = Q(finished_at__gte=timezone.now() - timedelta(hours=24))
    rows = (
        SearchRun.objects.order_by()
        .values("site")
        .annotate(
            newest=Max("pk"),
            found_at=Max("finished_at", filter=Q(outcome=SearchRun.Outcome.FOUND)),
            runs=Count("pk", filter=today),
            postings=Sum("found", filter=today),
        )
    )
    known = {row["site"]: row for row in rows}
    runs = SearchRun.objects.in_bulk([row["newest"] for row in known.values()])
    in_use = VacancySettings.current().sites
    return [_site(site, in_use, known.get(site, {}), runs) for site in SITES]


def _site(
    site: str, in_use: tuple[str, ...], row: Mapping[str, Any], runs: Mapping[int, SearchRun]
) -> dict[str, Any]:
    return {
        "site": site,
        "name": SITES[site],
        "in_use": site in in_use,
        "last_run": runs.get(row.get("newest", 0)),
        "last_found_at": row.get("found_at"),
        "runs_today": row.get("runs", 0),
        "found_today": row.get("postings") or 0,
    }
