"""A flow that is being written, with what leads to it and where it leads, as a drawing."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bot_flows.blocks import Library
from bot_flows.engine import release as engine
from bot_flows.engine.release import FlowId, Settings
from bot_flows.mapping import facts, svg
from bot_flows.mapping.facts import Known, Mark


def drawings(flow: Any, drafts: Iterable[Any], settings: Any) -> tuple[str, str]:
    """The map around an unsaved flow, among the newest drafts of the others: for a wide page,
    and for a narrow one.

    ``settings`` are the stored ones, or None. Links open in a window of their own, so that
    nothing unsaved is left behind.
    """
    others = {item.reference: item for item in drafts} | {flow.reference: flow}
    library = Library({item.pk: item.reference for item in others.values() if item.pk})
    flows = {item.reference: _compiled(item, library) for item in others.values()}
    bot = engine.Release(0, _settings(settings, library), flows, {})
    known = Known(urls=_urls(others.values()), marks=_marks(others.values()))
    picture = facts.around(facts.read(bot, known), flow.reference)
    label = _("O que leva a “%(title)s”, e aonde leva") % {"title": flow.title}
    wide = svg.draw(picture, label=label, blank=True)
    return wide, svg.draw(picture, label=label, blank=True, prefix="coluna", narrow=True)


def _compiled(item: Any, library: Library) -> engine.Flow:
    steps = item.steps.stream_block.to_steps(list(item.steps.raw_data), library)
    return engine.Flow(item.reference, item.title, steps, item.trigger_words)


def _settings(stored: Any, library: Library) -> Settings:
    def flow(pk: int | None) -> FlowId | None:
        return library.flows.get(pk) if pk else None

    if stored is None:
        return Settings("")
    return Settings(
        flow(stored.start_id) or "",
        menu=flow(stored.menu_id),
        help=flow(stored.help_id),
        person=flow(stored.person_id),
    )


def _urls(items: Iterable[Any]) -> dict[FlowId, str]:
    name = "wagtailsnippets_bot_flows_flow:edit"
    return {item.reference: reverse(name, args=[item.pk]) for item in items if item.pk}


def _marks(items: Iterable[Any]) -> dict[FlowId, Mark]:
    return {
        item.reference: Mark.CHANGED if item.live else Mark.NEW
        for item in items
        if not item.live or item.has_unpublished_changes
    }
