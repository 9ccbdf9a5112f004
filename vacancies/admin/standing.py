"""What the history of a vacancy says of its end, its return and the looks at its link."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from vacancies.models import Vacancy

CHECKED, CLOSED, REOPENED = "vacancies.check", "vacancies.close", "vacancies.reopen"


class Close(LogFormatter):
    label = gettext_lazy("Encerrar")

    def format_message(self, entry: Any) -> str:
        reason = dict(Vacancy.Closing.choices).get(entry.data.get("reason"), "")
        return _("Encerrou: %(reason)s") % {"reason": reason}


class Check(LogFormatter):
    label = gettext_lazy("Conferir o link")

    def format_message(self, entry: Any) -> str:
        found = dict(Vacancy.Check.choices).get(entry.data.get("found"), "")
        return _("Conferiu o link: %(found)s") % {"found": found}


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(CLOSED)(Close)
    actions.register_action(CHECKED)(Check)
    actions.register_action(REOPENED, gettext_lazy("Reabrir"), gettext_lazy("Reabriu a vaga"))
