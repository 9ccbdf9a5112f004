"""What can be looked at: the drafts, what is on the air, an older release. Compiled once, and
read for faults once, however many pages ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from bot_flows.compiler import compile_drafts, compile_release
from bot_flows.engine import release as engine
from bot_flows.engine.codes import Issue
from bot_flows.engine.issues import inspect
from bot_flows.engine.release import FlowId
from bot_flows.mapping.facts import Mark, compare
from bot_flows.models import Flow, Release
from bot_flows.models.release import load

DRAFTS, LIVE = "rascunhos", "ar"


@dataclass(frozen=True, slots=True)
class Source:
    """One state of the bot. ``number`` is that of a release, None for the drafts."""

    key: str
    label: str
    bot: engine.Release
    number: int | None
    marks: Mapping[FlowId, Mark]


def active_number() -> int | None:
    return Release.objects.filter(active=True).values_list("number", flat=True).first()


def on_air() -> engine.Release:
    """What students hear; the live content as long as there is no release."""
    number = active_number()
    return _load(number) if number else compile_release()


def _load(number: int) -> engine.Release:
    try:
        return load(number)
    except Release.DoesNotExist:
        raise Http404(_("Não há versão %s.") % number) from None
    except ValueError:
        raise Http404(_("A versão %s é de um formato que já não se lê.") % number) from None


def source(key: str) -> Source:
    """The state of this key. Http404 where there is no such release."""
    match key:
        case "" | "rascunhos":
            return _drafts()
        case "ar":
            return _live()
        case _ if key.isdecimal() and len(key) < 10:
            return _older(int(key))
        case _:
            raise Http404(_("Não há versão %s.") % key[:40])


def _drafts() -> Source:
    bot = compile_drafts()
    marks = compare(bot.flows, on_air().flows, absent=Mark.NEW, differs=Mark.CHANGED)
    return Source(DRAFTS, _("Rascunhos"), bot, None, marks)


def _live() -> Source:
    bot, drafts = on_air(), compile_drafts()
    marks = compare(bot.flows, drafts.flows, absent=Mark.REMOVED, differs=Mark.WAITING)
    return Source(LIVE, _("No ar"), bot, active_number(), marks)


def _older(number: int) -> Source:
    bot = _load(number)
    marks = compare(bot.flows, on_air().flows, absent=Mark.REMOVED, differs=Mark.LATER)
    return Source(str(number), _("Versão %s") % number, bot, number, marks)


def choices(shown: str) -> list[tuple[str, str]]:
    """What the page offers to look at: the newest releases, and the one that is shown."""
    numbers = list(Release.objects.values_list("number", flat=True)[:30])
    if shown.isdecimal() and int(shown) not in numbers:
        numbers.append(int(shown))
    older = [(str(number), _("Versão %s") % number) for number in numbers]
    return [(DRAFTS, _("Rascunhos")), (LIVE, _("No ar")), *older]


_faults: dict[int, tuple[engine.Release, tuple[Issue, ...]]] = {}
_MOST_KEPT = 4


def faults(bot: engine.Release) -> tuple[Issue, ...]:
    """The issues of a compiled bot, errors before warnings; kept for as long as the bot is."""
    kept = _faults.get(id(bot))
    if kept and kept[0] is bot:
        return kept[1]
    found = tuple(sorted(inspect(bot), key=lambda issue: issue.severity))
    while len(_faults) >= _MOST_KEPT:
        _faults.pop(next(iter(_faults)))
    _faults[id(bot)] = (bot, found)
    return found


def titles() -> dict[FlowId, str]:
    """Of every flow that is stored, live or not."""
    return {str(key): title for key, title in Flow.objects.values_list("key", "title")}


def edit_urls(user: Any) -> dict[FlowId, str]:
    """Where each flow is edited, for who may."""
    if not user.has_perm("bot_flows.change_flow"):
        return {}
    rows = Flow.objects.values_list("key", "pk")
    return {str(key): reverse("wagtailsnippets_bot_flows_flow:edit", args=[pk]) for key, pk in rows}


def published() -> Source:
    """The live content, as the next publication would take it."""
    return Source(LIVE, _("Publicado"), compile_release(), None, {})
