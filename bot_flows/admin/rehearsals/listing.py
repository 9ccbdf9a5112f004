"""The list of conversation tests, with how each comes out now."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views import snippets

from bot_flows.models import ConversationTest

from . import bots


class ResultColumn(Column):
    """Passed or failed, on the drafts as they are while the list is drawn."""

    cell_template_name = "bot_flows/rehearsals/result_cell.html"

    def get_cell_context_data(self, instance: ConversationTest, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        context["outcome"] = parent_context["table"].outcomes.get(instance.pk)
        return context


class StandingColumn(BooleanColumn):
    """Whether the test counts when something is published, and if not, why."""

    cell_template_name = "bot_flows/rehearsals/standing_cell.html"

    def get_cell_context_data(self, instance: ConversationTest, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        names = parent_context["table"].awaited
        context["awaited"] = [names.get(item, "?") for item in instance.waits_for]
        context["enabled"] = instance.enabled
        return context


WIDE = "rehearsal-wide"  # not on a phone
COLUMNS = (
    "title",
    ResultColumn("result", label=_("Agora, nos rascunhos"), accessor="pk"),
    StandingColumn("enabled", label=_("Vale na publicação"), sort_key="enabled", classname=WIDE),
    Column("persona", label=_("Quem fala"), classname=WIDE),
    UpdatedAtColumn(classname=WIDE),
)


class IndexView(snippets.IndexView):
    """Plays the tests of the page that is shown: quick enough that nothing old need be kept."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("persona")

    def get_table(self, object_list: Any) -> Any:
        table = super().get_table(object_list)
        tests = list(object_list)
        table.outcomes = {
            outcome.test.pk: outcome for outcome in bots.outcomes(bots.Source.DRAFTS, tests)
        }
        table.awaited = bots.awaited(tests)
        return table

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("bot_tests:run")
        run = HeaderButton(_("Rodar todos"), url=url, icon_name="rotate", priority=5)
        return [*super().header_buttons, run]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "simulator_url": reverse("bot_simulator")}

    def get_list_more_buttons(self, instance: ConversationTest) -> list[Any]:
        show = Button(
            _("Ver a conversa"), url=bots.result_url(instance), icon_name="view", priority=5
        )
        return [show, *super().get_list_more_buttons(instance)]
