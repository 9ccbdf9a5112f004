"""Vacancies and where they come from."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class VacanciesConfig(AppConfig):
    name = "vacancies"
    verbose_name = _("Vagas")

    def ready(self) -> None:
        """Whatever is saved is compared with the courses, by whichever door it came."""
        from . import matching

        post_save.connect(matching.vacancy_saved, sender=self.get_model("Vacancy"))
