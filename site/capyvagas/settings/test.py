"""Settings of the test suite: nothing waits, nothing leaves the machine."""

import os
import sys
from urllib.parse import urlsplit, urlunsplit


def _own_database(url: str) -> str:
    """Each parallel runner's Redis database. The one that was named is never touched."""
    runner = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    parts = urlsplit(url)
    named = int(parts.path.strip("/") or 0)
    return urlunsplit(parts._replace(path=f"/{(named + 1 + runner % 15) % 16}"))


# Into the environment, so that the processes which a test starts share its database.
for _name in ("REDIS_URL", "REDIS_QUEUE_URL"):
    if os.environ.get(_name) and "pytest" in sys.modules:
        _named = os.environ.setdefault(f"TEST_{_name}", os.environ[_name])
        os.environ[_name] = _own_database(_named)

from .base import *  # noqa: E402, F403
from .base import DATA_DIR, DATABASES  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WAHA_API_KEY = "test-api-key"
WAHA_HMAC_KEY = "test-hmac-key"
BOT_PACING = "off"
MEDIA_ROOT = DATA_DIR / "test-media"
DATA_DIR.mkdir(parents=True, exist_ok=True)
QUEUE_IN_MEMORY = True

# A file and not SQLite's memory: threads then wait for one another, as they do in production.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    TEST_DATABASES = DATA_DIR / "tests"
    TEST_DATABASES.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DATABASES / f"{os.getpid()}.sqlite3")}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # looks for a file when it is asked for, instead of for all at once
