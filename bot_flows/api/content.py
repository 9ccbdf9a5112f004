"""What is on the air: the releases, and the flows of the active one."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from bot_flows.models import Release

from . import examples

SHAPE = 1  # counts up when a flow is written otherwise, so that nobody keeps the old answer
INTERNAL = frozenset({"file"})  # of a medium: its name in our storage

type Flow = dict[str, Any]


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["step", "id"],
            "properties": {"step": {"type": "string"}, "id": {"type": "string"}},
            "additionalProperties": True,
        },
    }
)
class StepsField(serializers.ListField):
    """Steps as the release holds them; each kind has fields of its own."""


class FlowSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Não muda quando o fluxo é editado.")
    release = serializers.IntegerField(help_text="A versão de onde foi lido.")
    title = serializers.CharField()
    triggers = serializers.ListField(child=serializers.CharField())
    steps = StepsField()


class FlowNameSerializer(serializers.Serializer):
    id = serializers.CharField()
    title = serializers.CharField()


class ReleaseSerializer(serializers.ModelSerializer):
    class Meta:
        model = Release
        fields = (
            "number",
            "active",
            "created_at",
            "summary",
            "digest",
            "tests_run",
            "tests_failed",
        )
        read_only_fields = fields


class ReleaseDetailSerializer(ReleaseSerializer):
    flows = serializers.SerializerMethodField()

    class Meta:
        model = Release
        fields = (*ReleaseSerializer.Meta.fields, "flows")
        read_only_fields = fields

    @extend_schema_field(FlowNameSerializer(many=True))
    def get_flows(self, release: Release) -> list[dict[str, str]]:
        flows = flows_of(release.number)
        return [{"id": flow["id"], "title": flow["title"]} for flow in flows]


class ReleaseViewSet(viewsets.ReadOnlyModelViewSet):
    """Every publication, the newest first; one document at most is read."""

    queryset = Release.objects.none()
    lookup_value_regex = "[0-9]{1,9}"

    def get_queryset(self) -> QuerySet[Release]:
        return Release.objects.defer("document").order_by("-number")

    def get_serializer_class(self) -> type[ReleaseSerializer]:
        return ReleaseDetailSerializer if self.action == "retrieve" else ReleaseSerializer

    @extend_schema(summary="Versões do bot", examples=[examples.RELEASE])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(summary="Uma versão", examples=[examples.RELEASE_DETAIL])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)


class FlowViewSet(viewsets.GenericViewSet):
    """The flows that students meet now; nothing of a draft."""

    serializer_class = FlowSerializer
    lookup_value_regex = "[A-Za-z0-9_-]{1,64}"

    @extend_schema(
        summary="Fluxos no ar", responses=FlowSerializer(many=True), examples=[examples.FLOW]
    )
    def list(self, request: Request) -> HttpResponseBase:
        number = active_number()
        if unchanged := _unchanged(request, number):
            return unchanged
        flows = flows_of(number) if number else []
        page = self.paginate_queryset([_shown(flow, number) for flow in flows])
        return _marked(self.get_paginated_response(FlowSerializer(page, many=True).data), number)

    @extend_schema(summary="Um fluxo", examples=[examples.FLOW])
    def retrieve(self, request: Request, pk: str) -> HttpResponseBase:
        number = active_number()
        if unchanged := _unchanged(request, number):
            return unchanged
        for flow in flows_of(number) if number else ():
            if flow["id"] == pk:
                return _marked(Response(FlowSerializer(_shown(flow, number)).data), number)
        raise Http404


def active_number() -> int | None:
    """The number of the release on the air; one statement."""
    return Release.objects.filter(active=True).values_list("pk", flat=True).first()


def flows_of(number: int) -> list[Flow]:
    """A release's flows as they were compiled, by their titles; the rest is left unread."""
    found = Release.objects.filter(pk=number).values_list("document__flows", flat=True).first()
    return sorted(found or [], key=lambda flow: (flow["title"].casefold(), flow["id"]))


def _shown(flow: Flow, number: int | None) -> Flow:
    return {**flow, "release": number, "steps": [_step(step) for step in flow["steps"]]}


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    media = step.get("media")
    if not isinstance(media, Mapping):
        return dict(step)
    return {**step, "media": {k: v for k, v in media.items() if k not in INTERNAL}}


def _etag(number: int | None) -> str:
    """A release never changes: its number says all that its flows say."""
    return f'W/"{SHAPE}.{number or 0}"'


def _unchanged(request: Request, number: int | None) -> HttpResponseBase | None:
    """304 for whoever has this release already, before anything of it is read."""
    unchanged = get_conditional_response(request._request, etag=_etag(number))
    if unchanged is not None:
        unchanged.headers["ETag"] = _etag(number)
    return unchanged


def _marked(response: Response, number: int | None) -> Response:
    response.headers["ETag"] = _etag(number)
    return response
