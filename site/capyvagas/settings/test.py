"""Settings of the test suite: nothing waits, nothing leaves the machine."""

from .base import *  # noqa: F403
from .base import DATA_DIR

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WAHA_API_KEY = "test-api-key"
WAHA_HMAC_KEY = "test-hmac-key"
BOT_PACING = "off"
MEDIA_ROOT = DATA_DIR / "test-media"
DATA_DIR.mkdir(parents=True, exist_ok=True)
