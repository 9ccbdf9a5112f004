"""The editor of a flow, with its problems beside it, and the way into the simulator."""

from wagtail.admin.ui.components import MediaContainer

from bot_flows.admin import views
from bot_flows.admin.simulator.editing import TriedOut

from .panels import ProblemsSidePanel


class FlowEditView(TriedOut, views.EditView):
    def get_side_panels(self) -> MediaContainer:
        return MediaContainer(
            [*super().get_side_panels(), ProblemsSidePanel(self.object, self.request)]
        )
