"""Vacancies and where they come from."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VacanciesConfig(AppConfig):
    name = "vacancies"
    verbose_name = _("Vagas")

    def ready(self) -> None:
        """A rule that changes is held against what is stored, whichever way it changed."""
        from django.db.models.signals import post_save, pre_delete

        from vacancies import moderation
        from vacancies.models import VacancyRule

        post_save.connect(moderation.rule_saved, sender=VacancyRule)
        pre_delete.connect(moderation.rule_goes, sender=VacancyRule)
