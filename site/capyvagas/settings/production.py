"""Production: refuses to start without its secrets."""

from capyvagas.env import EnvError, require

from .base import *  # noqa: F403
from .base import DATA_DIR, ENV, REST_FRAMEWORK

require(ENV, "DJANGO_SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "WAHA_API_KEY", "WAHA_HMAC_KEY")

# A site whose address is this machine has no certificate; every other one must be https.
HTTPS = not ENV.on_loopback
if HTTPS and not ENV.public_url.startswith("https://"):
    raise EnvError("PUBLIC_URL must begin with https://, or name this machine (127.0.0.1)")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^webhooks/", r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Traefik stands in front: the address before it is the visitor's.
REST_FRAMEWORK = {**REST_FRAMEWORK, "NUM_PROXIES": 0 if ENV.on_loopback else 1}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_DIR.mkdir(parents=True, exist_ok=True)
