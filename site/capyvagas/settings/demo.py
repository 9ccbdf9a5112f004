"""``make demo``: what people will see, on loopback, with nothing to prepare."""

from .dev import *  # noqa: F403
from .dev import DATA_DIR

DEBUG = False
# Every static file is found once, at the start: nothing is collected and nothing is slow.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
