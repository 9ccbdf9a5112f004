"""Vacancies and where they come from."""

from django.apps import AppConfig
from django.db.models.signals import post_save, pre_delete
from django.utils.translation import gettext_lazy as _


class VacanciesConfig(AppConfig):
    name = "vacancies"
    verbose_name = _("Vagas")

    def ready(self) -> None:
        """Whatever is saved is compared with the courses, by whichever door it came; a rule that
        changes is held against what is stored, whichever way it changed."""
        from . import matching, moderation

        rule = self.get_model("VacancyRule")
        post_save.connect(matching.vacancy_saved, sender=self.get_model("Vacancy"))
        post_save.connect(moderation.rule_saved, sender=rule)
        pre_delete.connect(moderation.rule_goes, sender=rule)
