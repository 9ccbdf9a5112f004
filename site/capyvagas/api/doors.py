"""What every door of the API has in common."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from home.integrations import ApiToken, may

from . import keys
from .parsers import StrictJSONParser


class Door(APIView):
    """JSON in and out; open, except for the actions that ``scopes`` names."""

    authentication_classes = (keys.KeyAuthentication, keys.StaffSession)
    permission_classes = (keys.ScopePermission,)
    renderer_classes = (JSONRenderer,)
    parser_classes = (StrictJSONParser,)
    throttle_classes = (keys.AddressThrottle, keys.KeyThrottle, keys.WriteThrottle)
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    scopes: Mapping[str, str] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """As DRF does it, but counted before it is refused: guessing has a limit too."""
        self.format_kwarg = self.get_format_suffix(**kwargs)
        chosen = self.perform_content_negotiation(request)
        request.accepted_renderer, request.accepted_media_type = chosen
        try:
            self.perform_authentication(request)
        except (AuthenticationFailed, PermissionDenied):
            request.user, request.auth = AnonymousUser(), None
            self.check_throttles(request)
            raise
        self.check_throttles(request)
        self.check_permissions(request)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """What is about people or behind a key is kept by nobody on the way."""
        response = super().finalize_response(request, response, *args, **kwargs)
        closed = getattr(self, "action", None) in self.scopes
        response.headers.setdefault("Cache-Control", "private, no-store" if closed else "no-cache")
        return response

    def may(self, scope: str) -> bool:
        return may(self.request.user, scope)

    def asker(self) -> str:
        """Who asks, in words that may stand in a log."""
        user = self.request.user
        return user.name if isinstance(user, ApiToken) else user.get_username()


class CappedPages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_page_size(self, request: Request) -> int | None:
        """More than the most is the most; what is no number is refused."""
        said = request.query_params.get(self.page_size_query_param, "")
        if said and not (said.isascii() and said.isdigit() and len(said) <= 9 and int(said)):
            raise ValidationError({"page_size": [_("Diga um número de 1 a 100.")]})
        return super().get_page_size(request)
