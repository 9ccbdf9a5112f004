"""Vacancies for other programs: read only, with the filters of the public list."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from . import missed
from .models import MissedSearch, Vacancy, VacancyMatch
from .places import STATES
from .reading import safe_link
from .search import Criteria, queryset


class VacancyQuery(serializers.Serializer):
    """The query string of the list. Wrong values are refused with 400."""

    text = serializers.CharField(required=False, allow_blank=True, max_length=100)
    city = serializers.CharField(required=False, allow_blank=True, max_length=80)
    state = serializers.ChoiceField(required=False, allow_blank=True, choices=list(STATES))
    kind = serializers.ChoiceField(required=False, allow_blank=True, choices=Vacancy.Kind.choices)
    remote = serializers.BooleanField(required=False, allow_null=True, default=None)
    course = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    posted_since = serializers.DateField(required=False)


class MatchSerializer(serializers.ModelSerializer):
    class Meta:
        model = VacancyMatch
        fields = ("course_id", "course_name", "term")


class VacancySerializer(serializers.ModelSerializer):
    link = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    matches = MatchSerializer(many=True, read_only=True)

    class Meta:
        model = Vacancy
        fields = (
            "id", "title", "company", "city", "state", "remote", "kind", "salary", "link", "url",
            "source", "posted_at", "last_seen_at", "description", "is_demo", "matches",
        )  # fmt: skip
        read_only_fields = fields

    def get_link(self, vacancy: Vacancy) -> str:
        """Where to apply: http or https, or empty."""
        return safe_link(vacancy.link)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, vacancy: Vacancy) -> str:
        """The vacancy's page on this site."""
        return self.context["request"].build_absolute_uri(vacancy.get_absolute_url())


@extend_schema_view(list=extend_schema(parameters=[VacancyQuery]))
class VacancyViewSet(viewsets.ReadOnlyModelViewSet):
    """Live vacancies, the newest first. Hidden ones do not exist here."""

    queryset = Vacancy.objects.none()
    serializer_class = VacancySerializer
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Vacancy]:
        return queryset(self._criteria()).prefetch_related("matches")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().list(request, *args, **kwargs)
        if not response.data["count"]:
            missed.record(request.query_params.get("text", ""), MissedSearch.Door.API)
        return response

    def _criteria(self) -> Criteria:
        if self.action != "list":
            return Criteria()
        query = VacancyQuery(data=self.request.query_params.dict())
        query.is_valid(raise_exception=True)
        return Criteria(**_given(query.validated_data))


def _given(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in ("", None)}
