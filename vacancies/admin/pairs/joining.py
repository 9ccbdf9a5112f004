"""Joining the vacancies that were chosen in the list."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from vacancies import merging
from vacancies.models import Vacancy

from .sides import likely_winner
from .views import MERGED

MOST = 20


@hooks.register("register_bulk_action")
class JoinVacancies(SnippetBulkAction):
    """All the chosen ones become one; a person says which one stays."""

    models = [Vacancy]
    template_name = "vacancies/pairs/join.html"
    display_name = _("Juntar")
    aria_label = _("Juntar as vagas marcadas")
    action_type = "join"
    action_priority = 30

    def check_perm(self, vacancy: Vacancy) -> bool:
        allowed = self.permission_policy.user_has_permission_for_instance
        return bool(
            allowed(self.request.user, "change", vacancy) and vacancy.merged_into_id is None
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs, action=self)
        chosen = [entry["item"] for entry in context["items"]]
        return {
            **context,
            "can_join": 2 <= len(chosen) <= MOST,
            "most": MOST,
            "stays": likely_winner(*chosen) if chosen else None,
        }

    def get_execution_context(self) -> dict[str, Any]:
        said = self.request.POST.get("fica", "")
        return {**super().get_execution_context(), "stays": said, "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Vacancy], **kwargs: Any) -> tuple[int, int]:
        if not 2 <= len(objects) <= MOST:
            return 0, 0
        named = [vacancy for vacancy in objects if str(vacancy.pk) == kwargs.get("stays")]
        stays, user, done = (named or [likely_winner(*objects)])[0], kwargs["user"], 0
        for goes in objects:
            if goes.pk == stays.pk:
                continue
            try:
                merging.merge(stays.pk, goes.pk, user)
            except merging.Refused:
                continue
            for one, other in ((stays, goes), (goes, stays)):
                log(instance=one, action=MERGED, user=user, data={"other": str(other)})
            done += 1
        return done, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        said = ngettext(
            "%(n)s vaga foi juntada a outra. Para desfazer, veja as decididas em Vagas duplicadas.",
            "%(n)s vagas foram juntadas a outra. Para desfazer, veja as decididas em Vagas "
            "duplicadas.",
            num_parent_objects,
        )
        return said % {"n": num_parent_objects}
