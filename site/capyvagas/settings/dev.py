"""A developer's machine: loopback, SQLite, no services."""

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, DATA_DIR, ENV

DEBUG = True
SECRET_KEY = ENV.secret_key or "only-for-a-developer-machine"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
WAHA_API_KEY = ENV.waha_api_key or "dev-waha-api-key"
WAHA_HMAC_KEY = ENV.waha_hmac_key or "dev-waha-hmac-key"
DATA_DIR.mkdir(parents=True, exist_ok=True)
