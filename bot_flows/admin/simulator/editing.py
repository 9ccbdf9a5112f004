"""From the editor of a flow into the simulator: at its beginning, or at one of its steps."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.widgets.button import HeaderButton

from bot_flows.compiler import compile_drafts
from bot_flows.models import Flow
from bot_flows.simulator.wording import KINDS, beginning


def address(flow: str, step: str = "") -> str:
    """The simulator, where a talk begins at this step."""
    begins = {"fluxo": flow, "passo": step} if step else {"fluxo": flow}
    return f"{reverse('bot_simulator')}?{urlencode(begins)}"


class TrySidePanel(BaseSidePanel):
    """The steps of the saved draft, each a place to begin a talk at."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Mostrar por onde simular")
        icon_name = "comment-add"
        has_counter = False

    name = "simulator"
    title = _("Simular")
    template_name = "bot_flows/simulator/side_panel.html"
    order = 330

    def __init__(self, object: Flow, request: HttpRequest) -> None:
        super().__init__(object, request)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        reference = self.object.reference
        flow = compile_drafts().flows.get(reference)
        context["start_url"] = address(reference)
        context["steps"] = [
            (f"{number}. {KINDS[type(step)]}{beginning(step)}", address(reference, step.id))
            for number, step in enumerate(flow.steps if flow else (), start=1)
        ]
        return context


class TriedOut:
    """For the edit view of a flow: a button in the header, and the steps beside the form."""

    object: Flow
    request: HttpRequest

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The simulator, with the draft as it is saved."""
        url = address(self.object.reference)
        return [
            *super().header_buttons,  # type: ignore[misc]
            HeaderButton(_("Simular"), url=url, icon_name="comment-add", priority=10),
        ]

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]
        return MediaContainer([*panels, TrySidePanel(self.object, self.request)])
