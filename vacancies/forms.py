"""The form of a vacancy in the dashboard."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .models.facts import BENEFITS

MODERATES = "vacancies.moderate_vacancies"


class VacancyForm(WagtailAdminModelForm):
    """Marks what a person wrote, so that the next search does not overwrite it.

    A new vacancy's blank facts are read from the text that was written for it; what somebody
    writes who may not decide waits for one who may.
    """

    benefits = forms.MultipleChoiceField(
        label=_("benefícios"),
        choices=list(BENEFITS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        low, high = cleaned.get("pay_min"), cleaned.get("pay_max")
        if low is not None and high is not None and low > high:
            self.add_error(
                "pay_max", ValidationError(gettext("Deve ser igual ou maior que o valor “de”."))
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        from .factual import fill_blanks  # it needs the models, which need this form

        vacancy = self.instance
        if vacancy._state.adding:
            fill_blanks(vacancy)
        if set(self.changed_data) - {"live"}:
            vacancy.edited_by_hand = True
        if vacancy.pk is None:
            vacancy.origin = vacancy.Origin.EDITOR
            if self.for_user and not self.for_user.has_perm(MODERATES):
                vacancy.moderation = vacancy.Moderation.WAITING
        return super().save(commit)
