"""The read API under ``/api/``: one router, its schema and its documentation.

What may be asked, how much and how often is decided here; the apps say only what they have.
"""

from django.urls import include, path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.routers import APIRootView, DefaultRouter
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from courses.api import CourseViewSet
from vacancies.api import VacancyViewSet

from . import csp


class AddressThrottle(SimpleRateThrottle):
    """So many requests from one address, whoever asks."""

    scope = "address"
    rate = "120/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class CappedPages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100


class ReadDoor(APIView):
    """Anybody may read, as JSON, without a session."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)
    throttle_classes = (AddressThrottle,)


class Courses(ReadDoor, CourseViewSet):
    pagination_class = CappedPages


class Vacancies(ReadDoor, VacancyViewSet):
    pagination_class = CappedPages


class Root(ReadDoor, APIRootView):
    """What there is."""


router = DefaultRouter()
router.APIRootView = Root
router.include_format_suffixes = False
router.register("courses", Courses, basename="course")
router.register("vacancies", Vacancies, basename="vacancy")

v1 = path("v1/", include(router.urls))
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
]
