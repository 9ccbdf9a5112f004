"""Courses for other programs: read only."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from .models import CoursePage, CourseSearchTerm

EXAMPLE = OpenApiExample(
    "Um curso",
    {
        "id": 7,
        "name": "Engenharia de Software",
        "code": "ENG-SW",
        "level": "bacharelado",
        "modality": "presencial",
        "shift": "noite",
        "duration_semesters": 8,
        "campus": "Campus Centro",
        "summary": "Planejar, construir e manter programas que muita gente usa, …",
        "facts": "Bacharelado · Noite · 8 semestres · Campus Centro",
        "terms": ["desenvolvimento web", "testes de software", "dados", "suporte de TI"],
        "url": "http://127.0.0.1:8000/cursos/engenharia-de-software/",
    },
    response_only=True,
)


class CourseSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="title", read_only=True)
    facts = serializers.CharField(read_only=True, help_text="A linha que o bot mostra.")
    terms = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = CoursePage
        fields = (
            "id", "name", "code", "level", "modality", "shift", "duration_semesters", "campus",
            "summary", "facts", "terms", "url",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_terms(self, course: CoursePage) -> list[str]:
        """The active search terms, the most important first."""
        return [term.term for term in course.prefetched_terms]

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, course: CoursePage) -> str:
        """The course's page on this site."""
        request = self.context["request"]
        return request.build_absolute_uri(course.get_url(request))


class CourseViewSet(viewsets.ReadOnlyModelViewSet):
    """Published courses in the editors' order."""

    queryset = CoursePage.objects.none()
    serializer_class = CourseSerializer
    lookup_value_regex = "[0-9]{1,9}"

    def get_queryset(self) -> QuerySet[CoursePage]:
        active = CourseSearchTerm.objects.filter(active=True).order_by("sort_order", "pk")
        rows = CoursePage.objects.live().public().defer("body").order_by("path")
        return rows.prefetch_related(Prefetch("search_terms", active, to_attr="prefetched_terms"))

    @extend_schema(summary="Cursos publicados", examples=[EXAMPLE])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(summary="Um curso", examples=[EXAMPLE])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)
