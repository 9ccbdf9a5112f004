"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from .charsets import guarded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capyvagas.settings.production")

application = guarded(get_wsgi_application())
