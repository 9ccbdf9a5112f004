"""Production: refuses to start without its secrets."""

from capyvagas.env import require

from .base import *  # noqa: F403
from .base import ENV

require(
    ENV, "DJANGO_SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "WAHA_API_KEY", "WAHA_HMAC_KEY"
)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^webhooks/", r"^health/"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
