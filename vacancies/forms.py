"""The form of a vacancy in the dashboard."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm


class VacancyForm(WagtailAdminModelForm):
    """Marks what a person wrote, so that the next search does not overwrite it."""

    def save(self, commit: bool = True) -> Any:
        if set(self.changed_data) - {"live"}:
            self.instance.edited_by_hand = True
        return super().save(commit)
