"""The words of the map, as an editor reads them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bot_flows.blocks.sayings import said
from bot_flows.engine.graph import Jump
from bot_flows.engine.release import Branch, GoTo, Menu, Rule, Step

if TYPE_CHECKING:
    from .facts import Counts, Node, Way

ROLES = {
    "start": gettext_lazy("início"),
    "menu": gettext_lazy("menu"),
    "help": gettext_lazy("ajuda"),
    "person": gettext_lazy("atendente"),
}
MARKS = {
    "same": "",
    "new": gettext_lazy("novo"),
    "changed": gettext_lazy("alterado"),
    "waiting": gettext_lazy("tem rascunho"),
    "later": gettext_lazy("mudou depois"),
    "removed": gettext_lazy("saiu depois"),
    "hidden": gettext_lazy("não publicado"),
    "gone": gettext_lazy("não existe"),
}


def of(step: Step, jump: Jump) -> str:
    """By what a step leads there: the label of a choice, a rule as a sentence."""
    match step:
        case Menu():
            label = next(item.label for item in step.choices if item.id == jump.item)
            return label.strip() or _("(opção sem nome)")
        case Branch() if jump.field == "rules":
            return rule(step.rules[int(jump.item)])
        case Branch():
            return _("senão")
        case GoTo():
            return _("segue direto")
        case _:
            return ""


def rule(rule: Rule) -> str:
    """A rule as the beginning of a sentence."""
    sentence = _(" e ").join(said(item) for item in rule.conditions)
    return _("se %(rule)s") % {"rule": sentence} if sentence else _("se…")


def gone() -> str:
    return _("(fluxo que não existe)")


def way(item: "Way") -> str:
    return " · ".join(item.words)


def steps(count: int) -> str:
    return ngettext("%(count)s passo", "%(count)s passos", count) % {"count": count}


def errors(count: int) -> str:
    return ngettext("%(count)s erro", "%(count)s erros", count) % {"count": count}


def warnings(count: int) -> str:
    return ngettext("%(count)s aviso", "%(count)s avisos", count) % {"count": count}


def entries(counts: "Counts") -> str:
    said = ngettext("%(count)s entrada", "%(count)s entradas", counts.entries)
    return said % {"count": counts.entries}


def left(counts: "Counts") -> str:
    said = ngettext("%(count)s saiu", "%(count)s saíram", counts.left) % {"count": counts.left}
    return f"{said} ({counts.share}%)"


def numbers(counts: "Counts") -> str:
    """How many came, and how many of them left without the answer that was asked for."""
    return f"{entries(counts)} · {left(counts)}"


def badges(node: "Node") -> tuple[str, ...]:
    """Roles, change and faults, in words."""
    said = [str(ROLES[role]) for role in node.roles]
    said.append(str(MARKS[node.mark]))
    said.append(errors(node.errors) if node.errors else "")
    said.append(warnings(node.warnings) if node.warnings else "")
    return tuple(filter(None, said))


def meta(node: "Node") -> str:
    """How long a flow is, and the words that open it."""
    if not node.is_there:
        return ""
    opened = ", ".join(node.triggers)
    return f"{steps(node.steps)} · “{opened}”" if opened else steps(node.steps)


def whole(node: "Node", titles: Mapping[str, str]) -> str:
    """A flow in one sentence, for who hears the map."""
    parts = [node.title, *badges(node), meta(node)]
    if node.counts:
        parts.append(numbers(node.counts))
    if node.ways:
        named = dict.fromkeys(titles[item.target] for item in node.ways)
        parts.append(_("leva a: %(list)s") % {"list": ", ".join(named)})
    return "; ".join(filter(None, parts))
