"""Hiding and showing many vacancies at once."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from vacancies.models import Vacancy


class _Visibility(SnippetBulkAction):
    """Shows or hides all the chosen vacancies."""

    models = [Vacancy]
    template_name = "vacancies/admin/confirm_visibility.html"
    live: bool
    question: Any

    def check_perm(self, vacancy: Vacancy) -> bool:
        allowed = self.permission_policy.user_has_permission_for_instance
        return bool(allowed(self.request.user, "change", vacancy))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs, action=self)
        return context

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "live": self.live}

    @classmethod
    def execute_action(cls, objects: list[Vacancy], **kwargs: Any) -> tuple[int, int]:
        chosen = Vacancy.objects.filter(pk__in=[vacancy.pk for vacancy in objects])
        return chosen.update(live=kwargs["live"]), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        said = ngettext("%(n)s vaga alterada.", "%(n)s vagas alteradas.", num_parent_objects)
        return said % {"n": num_parent_objects}


@hooks.register("register_bulk_action")
class HideVacancies(_Visibility):
    display_name = _("Esconder")
    aria_label = _("Esconder as vagas marcadas")
    question = _("Esconder estas vagas dos estudantes? Elas não voltam sozinhas.")
    action_type = "hide"
    action_priority = 10
    live = False


@hooks.register("register_bulk_action")
class ShowVacancies(_Visibility):
    display_name = _("Mostrar")
    aria_label = _("Mostrar as vagas marcadas")
    question = _("Mostrar estas vagas aos estudantes?")
    action_type = "show"
    action_priority = 20
    live = True
