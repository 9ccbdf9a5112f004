"""Production's settings, with a lease so short that a killed worker's messages soon go on."""

import os

from capyvagas.settings.production import *  # noqa: F403

BOT_LEASE_SECONDS = int(os.environ["DRILL_LEASE_SECONDS"])
