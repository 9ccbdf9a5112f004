"""The settings of the bot, where conversation tests may refuse to have them saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.contrib.settings.views import EditView

from bot_flows.models import BotSettings
from bot_flows.publishing import TestsFailed

from .refusing import as_asked, refused


class SettingsEditView(EditView):
    """Wagtail's own, at Wagtail's own address."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        names = (BotSettings._meta.app_label, BotSettings._meta.model_name)
        super().setup(request, *names, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with as_asked(self.request):
                response: HttpResponse = super().form_valid(form)
        except TestsFailed as failed:
            title = _("Salvar as configurações quebraria conversas")
            return refused(self.request, failed, title, self.get_edit_url())
        return response
