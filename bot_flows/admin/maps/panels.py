"""How the bot is doing, on the dashboard's first page and beside each flow."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.side_panels import BaseSidePanel

from bot_flows.compiler import compile_drafts
from bot_flows.engine.codes import Severity

from . import sources
from .problems import Finder


class HealthPanel(Component):
    """Which version is on the air, and what is wrong with the drafts."""

    class Media:
        css = {"all": ["bot_flows/maps/health.css"]}

    name = "bot_health"
    template_name = "bot_flows/maps/health.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        severities = [issue.severity for issue in sources.faults(compile_drafts())]
        return {
            "number": sources.active_number(),
            "errors": severities.count(Severity.ERROR),
            "warnings": severities.count(Severity.WARNING),
            "problems_url": reverse("bot_problems"),
            "map_url": reverse("bot_map"),
        }


class ProblemsSidePanel(BaseSidePanel):
    """What is wrong with this flow, as its saved draft says it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Mostrar problemas deste fluxo")
        icon_name = "warning"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "count": len(self.panel.issues)}

    name = "problems"
    title = _("Problemas")
    template_name = "bot_flows/maps/side_panel.html"
    order = 340

    def __init__(self, object: Any, request: HttpRequest) -> None:
        super().__init__(object, request)
        self.bot = compile_drafts()
        found = sources.faults(self.bot)
        self.issues = [issue for issue in found if issue.flow == object.reference]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        finder = Finder(self.bot, self.request.user)
        context["problems"] = [finder.problem(issue) for issue in self.issues]
        context["map_url"] = f"{reverse('bot_map')}?fluxo={self.object.reference}"
        context["is_drawn"] = self.object.reference in self.bot.flows
        return context
