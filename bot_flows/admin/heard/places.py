"""The steps of flows in words, with their addresses: in the editor and in the simulator."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from bot_flows.models import Flow

SIMULATOR = "bot/simulador/"
LONGEST = 60  # characters of a question in a list
MARKS = str.maketrans("", "", "*_~`")  # of WhatsApp's formatting


@dataclass(frozen=True, slots=True)
class Place:
    """A step as a person names it. Addresses are empty where there is nothing, or no right."""

    flow: str
    step: str
    edit_url: str = ""
    simulator_url: str = ""

    def __str__(self) -> str:
        return _("%(flow)s › %(step)s") % {"flow": self.flow, "step": self.step}


@dataclass(frozen=True, slots=True)
class _Known:
    pk: int
    title: str
    steps: Mapping[str, str]


class Places:
    """All steps of all flows. One statement."""

    def __init__(self, user: User) -> None:
        self._may_edit = user.has_perm("bot_flows.change_flow")
        self._flows = {row.reference: _known(row) for row in Flow.objects.all()}

    def titles(self) -> list[tuple[str, str]]:
        """The flows by title, for a list to choose from."""
        named = ((reference, flow.title) for reference, flow in self._flows.items())
        return sorted(named, key=lambda item: item[1].casefold())

    def find(self, flow: str, step: str) -> Place:
        """A place in words; softly where it is gone."""
        known = self._flows.get(flow)
        if known is None:
            return Place(_("fluxo apagado"), _("passo que já não existe"))
        if step not in known.steps:
            return Place(known.title, _("passo que já não existe"), self._edit(known, ""))
        return Place(
            known.title,
            known.steps[step],
            self._edit(known, f"#block-{step}-section"),
            simulator(flow, step) if self._may_edit else "",
        )

    def _edit(self, flow: _Known, anchor: str) -> str:
        if not self._may_edit:
            return ""
        return reverse("wagtailsnippets_bot_flows_flow:edit", args=[flow.pk]) + anchor


def simulator(flow: str, step: str) -> str:
    """Where a chat begins at this step."""
    home = reverse("wagtailadmin_home")
    return f"{home}{SIMULATOR}?{urlencode({'fluxo': flow, 'passo': step})}"


def _known(row: Flow) -> _Known:
    return _Known(row.pk, row.title, {item["id"]: _step(item) for item in row.steps.raw_data})


def _step(item: Mapping[str, Any]) -> str:
    block = Flow.steps.field.stream_block.child_blocks.get(item["type"])
    kind = str(block.label) if block else item["type"]
    asked = " ".join(str(item["value"].get("prompt") or "").translate(MARKS).split())
    return f"{kind}: {Truncator(asked).chars(LONGEST)}" if asked else kind
