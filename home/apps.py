"""The site's own pages and settings."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site")

    def ready(self) -> None:
        from home.editions import watch

        post_migrate.connect(watch, sender=self, dispatch_uid="home.editions")
