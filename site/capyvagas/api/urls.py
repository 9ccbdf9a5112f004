"""The doors under ``/api/``: one router, its description and its documentation."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.urls import include, path, re_path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView, DefaultRouter

from bot_flows.api.content import FlowViewSet, ReleaseViewSet, active_number
from bot_flows.api.people import ContactViewSet, ConversationViewSet
from capyvagas import csp, health
from courses.api import CourseViewSet
from vacancies.api.pages import VacancyPages
from vacancies.api.searches import SearchViewSet
from vacancies.api.vacancies import VacancyViewSet

from .doors import CappedPages, Door
from .once import once


class Courses(Door, CourseViewSet):
    pagination_class = CappedPages


class Vacancies(Door, VacancyViewSet):
    pagination_class = VacancyPages
    scopes = VacancyViewSet.scopes

    def once(self, work: Callable[[], Response]) -> Response:
        return once(self.request, work)


class Searches(Door, SearchViewSet):
    pagination_class = CappedPages
    scopes = SearchViewSet.scopes


class Flows(Door, FlowViewSet):
    pagination_class = CappedPages


class Releases(Door, ReleaseViewSet):
    pagination_class = CappedPages


class Contacts(Door, ContactViewSet):
    pagination_class = CappedPages
    scopes = ContactViewSet.scopes


class Conversations(Door, ConversationViewSet):
    pagination_class = CappedPages
    scopes = ConversationViewSet.scopes


class HealthSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=["ok", "degraded", "down"])
    release = serializers.IntegerField(allow_null=True, help_text="A versão do bot no ar.")
    checks = serializers.DictField(child=serializers.DictField())


class Health(Door):
    """As ``/health/`` says it."""

    @extend_schema(
        summary="O site está bem?",
        responses={200: HealthSerializer, 503: OpenApiResponse(HealthSerializer, "Fora do ar")},
        examples=[
            OpenApiExample(
                "Tudo bem",
                {
                    "status": "ok",
                    "release": 12,
                    "checks": {
                        "database": {"ok": True, "seconds": 0.002},
                        "worker": {"ok": True, "last_beat": 2.1},
                    },
                },
                response_only=True,
            ),
            OpenApiExample(
                "Sem banco",
                {
                    "status": "down",
                    "release": None,
                    "checks": {"database": {"ok": False, "reason": "no connection"}},
                },
                response_only=True,
                status_codes=["503"],
            ),
        ],
    )
    def get(self, request: Request) -> Response:
        status, checks = health.look()
        release = None if status == health.DOWN else active_number()
        body = {"status": status, "release": release, "checks": checks}
        headers = {"Cache-Control": "no-store"}
        return Response(body, status=503 if status == health.DOWN else 200, headers=headers)


class Root(Door, APIRootView):
    """What there is."""


class Nothing(Door):
    """Every other address under the API: a problem, and no page of the site."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404


router = DefaultRouter()
router.APIRootView = Root
router.include_format_suffixes = False
router.register("courses", Courses, basename="course")
router.register("vacancies", Vacancies, basename="vacancy")
router.register("flows", Flows, basename="flow")
router.register("releases", Releases, basename="release")
router.register("contacts", Contacts, basename="contact")
router.register("conversations", Conversations, basename="conversation")
router.register("searches", Searches, basename="search")

v1 = path("v1/", include([path("health/", Health.as_view(), name="api-health"), *router.urls]))
schema_patterns = [path("api/", include([v1]))]
schema = SpectacularAPIView.as_view(patterns=schema_patterns)
# Swagger's page styles itself and carries its icons as data; its script comes from here.
DOCS_POLICY = csp.PUBLIC | {
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
}
docs = csp_override(DOCS_POLICY)(SpectacularSwaggerSplitView.as_view(url_name="api-schema"))

urlpatterns = [
    v1,
    path("schema/", schema, name="api-schema"),
    path("docs/", docs, name="api-docs"),
    re_path("^.*/$", Nothing.as_view()),
]
