"""The rules of moderation in the dashboard: what a rule would take is shown before it is saved."""

from typing import Any

from django.forms import BaseModelForm
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from vacancies import moderation, words
from vacancies.admin.menu import VACANCIES_MENU, Order
from vacancies.models import VacancyRule


class _Previewing:
    """Shows first which vacancies leave the sight of students; saves when that was seen."""

    request: Any
    form: Any

    def form_valid(self, form: BaseModelForm) -> HttpResponse:
        mark = _mark(form.instance)
        if self.request.POST.get("visto") != mark and form.instance.active:
            found = moderation.preview(form.instance)
            if found.total:
                self.form = form
                context = self.get_context_data(form=form, preview=found, mark=mark)  # type: ignore[attr-defined]
                return self.render_to_response(context)  # type: ignore[attr-defined, no-any-return]
        return super().form_valid(form)  # type: ignore[misc, no-any-return]


def _mark(rule: VacancyRule) -> str:
    """Names what was previewed: another text or action is previewed anew."""
    return words.digest(rule.kind, rule.pattern, rule.action, str(rule.active))


class RuleCreateView(_Previewing, CreateView):
    pass


class RuleEditView(_Previewing, EditView):
    pass


class RuleViewSet(SnippetViewSet):
    model = VacancyRule
    icon = "no-view"
    menu_label = _("Regras")
    menu_hook = VACANCIES_MENU
    menu_order = Order.RULES
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView
    create_template_name = "vacancies/admin/moderation/rule_create.html"
    edit_template_name = "vacancies/admin/moderation/rule_edit.html"
    list_display = (
        "pattern",
        Column("get_kind_display", label=_("O que procura"), sort_key="kind"),
        Column("get_action_display", label=_("O que faz"), sort_key="action"),
        "reason",
        BooleanColumn("active", label=_("Em uso"), sort_key="active"),
    )
    list_filter = ("kind", "action", "active")
    search_fields = ("pattern", "reason")
    copy_view_enabled = False
