"""What the audit log says of releases, plans and scheduled wording."""

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

from bot_flows.models.schedule import REFUSED, REFUSED_EXPIRY, RETURNED
from bot_flows.planning import shown


def refusal(entry: Any) -> str:
    """Why something scheduled for this piece did not happen, as a sentence."""
    at = parse_datetime(entry.data.get("at") or "")
    words = {"at": shown(at) if at else "–", "why": " ".join(entry.data.get("reasons", ()))}
    if entry.action == REFUSED_EXPIRY:
        return _("A saída do ar agendada para %(at)s foi recusada: %(why)s") % words
    return _("A publicação agendada para %(at)s foi recusada: %(why)s") % words


class Refused(LogFormatter):
    label = gettext_lazy("Recusar publicação agendada")

    def format_message(self, entry: Any) -> str:
        return refusal(entry)


class RefusedExpiry(Refused):
    label = gettext_lazy("Recusar saída agendada")


class Planned(LogFormatter):
    """``said`` has a place for the plan in words."""

    said: Promise

    def format_message(self, entry: Any) -> str:
        text = str(self.said) % entry.data.get("plan", "")
        return f"{text} {entry.data.get('detail', '')}".strip()


class Plan(Planned):
    label, said = gettext_lazy("Agendar versão"), gettext_lazy("Agendou: %s.")


class CancelPlan(Planned):
    label = gettext_lazy("Cancelar agendamento de versão")
    said = gettext_lazy("Cancelou o agendamento: %s.")


class RefusePlan(Planned):
    label = gettext_lazy("Recusar versão agendada")
    said = gettext_lazy("O agendamento não foi cumprido: %s.")


class ActivatePlanned(Planned):
    label = gettext_lazy("Pôr no ar a versão agendada")
    said = gettext_lazy("Foi ao ar pelo agendamento: %s.")


class Move(LogFormatter):
    label = gettext_lazy("Mover conversas")

    def format_message(self, entry: Any) -> str:
        count = entry.data.get("count", 0)
        text = ngettext(
            "Moveu %(n)s conversa para esta versão", "Moveu %(n)s conversas para esta versão", count
        )
        return text % {"n": count}


def register(actions: LogActionRegistry) -> None:
    actions.register_action(
        "bot_flows.activate", gettext_lazy("Voltar à versão"), gettext_lazy("Voltou a esta versão")
    )
    actions.register_action(
        RETURNED,
        gettext_lazy("Voltar ao texto de antes"),
        gettext_lazy("O prazo acabou, e o que estava no ar antes voltou"),
    )
    for action, formatter in (
        (REFUSED, Refused),
        (REFUSED_EXPIRY, RefusedExpiry),
        ("bot_flows.plan", Plan),
        ("bot_flows.cancel_plan", CancelPlan),
        ("bot_flows.refuse_plan", RefusePlan),
        ("bot_flows.activate_planned", ActivatePlanned),
        ("bot_flows.move", Move),
    ):
        actions.register_action(action)(formatter)
