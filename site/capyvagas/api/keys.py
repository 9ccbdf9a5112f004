"""Who is asking: an integration by its key, or a person of the dashboard by the session."""

from hashlib import blake2b

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle, SimpleRateThrottle
from rest_framework.views import APIView

from home.integrations import ApiToken, may

SCHEME = "Bearer"


class KeyAuthentication(BaseAuthentication):
    """``Authorization: Bearer capy_…``. The key itself is whom the request comes from."""

    def authenticate(self, request: Request) -> tuple[ApiToken, ApiToken] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token = ApiToken.recognise(key.strip())
        if token is None:
            raise AuthenticationFailed(_("Esta chave não existe."))
        _let_in(token, request)
        return token, token

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="CapyVagas"'


def _let_in(token: ApiToken, request: Request) -> None:
    now = timezone.now()
    if token.revoked_at:
        raise AuthenticationFailed(_("Esta chave foi revogada."))
    if token.is_expired(now):
        raise AuthenticationFailed(_("Esta chave venceu; peça outra a quem cuida do site."))
    if not token.is_at_home(BaseThrottle().get_ident(request)):
        raise PermissionDenied(_("Esta chave não vale a partir deste endereço."))
    token.note_use(now)


class StaffSession(SessionAuthentication):
    """A person of the dashboard; writing asks for the token against forged requests."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise PermissionDenied(
                _("Para escrever com a sessão do painel, mande o X-CSRFToken; ou use uma chave.")
            ) from None


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = KeyAuthentication
    name = "chave"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Chave de integração, feita no painel em Configurações › Integrações.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = StaffSession
    name = "painel"
    priority = 1

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "A sessão de quem entrou no painel; escrever pede também o X-CSRFToken.",
        }


class ScopePermission(BasePermission):
    """What the door asks for, by the name of the action; where it asks for nothing, anybody."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        needed = getattr(view, "scopes", {}).get(getattr(view, "action", None))
        if needed is None or may(request.user, needed):
            return True
        self.message = _("Isto pede a permissão “%s”, que quem pediu não tem.") % needed
        return False


class AddressThrottle(SimpleRateThrottle):
    """So many requests from one address, by whoever has no key."""

    scope = "address"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        if isinstance(request.auth, ApiToken):
            return None
        # What a proxy hands on may be anything; a key of the cache may not.
        ident = blake2b(self.get_ident(request).encode(), digest_size=16).hexdigest()
        return self.cache_format % {"scope": self.scope, "ident": ident}


class KeyThrottle(SimpleRateThrottle):
    """So many requests with one key, from wherever it is used."""

    scope = "token"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        if not isinstance(request.auth, ApiToken):
            return None
        return self.cache_format % {"scope": self.scope, "ident": request.auth.pk}


class WriteThrottle(SimpleRateThrottle):
    """So many writes by one key or one person."""

    scope = "write"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        if request.method in {"GET", "HEAD", "OPTIONS"} or not request.user.is_authenticated:
            return None
        return self.cache_format % {"scope": self.scope, "ident": owner_of(request)}


def owner_of(request: Request) -> str:
    """``chave:3`` or ``pessoa:7``."""
    kind = "chave" if isinstance(request.user, ApiToken) else "pessoa"
    return f"{kind}:{request.user.pk}"
