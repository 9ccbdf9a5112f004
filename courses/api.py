"""Courses for other programs: read only."""

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from .models import CoursePage, CourseSearchTerm


class CourseSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="title", read_only=True)
    facts = serializers.CharField(read_only=True, help_text="The line that the bot shows.")
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
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[CoursePage]:
        active = CourseSearchTerm.objects.filter(active=True).order_by("sort_order", "pk")
        rows = CoursePage.objects.live().public().defer("body").order_by("path")
        return rows.prefetch_related(Prefetch("search_terms", active, to_attr="prefetched_terms"))
