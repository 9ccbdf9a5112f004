"""The form at the dashboard's door."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import auth


class LoginForm(auth.LoginForm):
    """Wagtail's own, whose password field has no label that could be translated."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].label = _("Senha")
