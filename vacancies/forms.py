"""The form of a vacancy in the dashboard."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

MODERATES = "vacancies.moderate_vacancies"


class VacancyForm(WagtailAdminModelForm):
    """Marks what a person wrote, so that the next search does not overwrite it. What somebody
    writes who may not decide waits for one who may."""

    def save(self, commit: bool = True) -> Any:
        vacancy = self.instance
        if set(self.changed_data) - {"live"}:
            vacancy.edited_by_hand = True
        if vacancy.pk is None:
            vacancy.origin = vacancy.Origin.EDITOR
            if self.for_user and not self.for_user.has_perm(MODERATES):
                vacancy.moderation = vacancy.Moderation.WAITING
        return super().save(commit)
