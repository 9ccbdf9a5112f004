"""What the form of a test says about the test itself."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from bot_flows.models import ConversationTest

from . import bots


class StandingPanel(Panel):
    """Whether the test counts already, and what it waits for if it does not."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "bot_flows/rehearsals/standing_panel.html"
        instance: ConversationTest

        def is_shown(self) -> bool:
            return bool(self.instance.pk and (self.instance.waits_for or self.instance.start_step))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            names = bots.awaited([self.instance])
            context["awaited"] = [
                names.get(item, _("(conteúdo que não existe mais)"))
                for item in self.instance.waits_for
            ]
            return context
