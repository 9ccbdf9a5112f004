"""What editors of the bot find in the dashboard."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
)
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from bot_flows.blocks.editing import SpokenText
from bot_flows.models import BotSettings, Flow, ReplyTemplate

from . import views
from .access.columns import ReviewColumn, StateColumn, with_review
from .access.review import PreviewForReview
from .editing.widgets import TriggerWords
from .forms import FlowForm, ReplyForm, SettingsForm
from .maps.editing import FlowEditView
from .menu import BOT_MENU, Order


class BotContentViewSet(SnippetViewSet):
    """What flows and replies share."""

    menu_hook = BOT_MENU
    add_view_class = views.CreateView
    edit_view_class = views.EditView
    unpublish_view_class = views.UnpublishView
    delete_view_class = views.DeleteView
    workflow_action_view_class = views.WorkflowActionView
    workflow_preview_view_class = PreviewForReview
    copy_view_enabled = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_review(self.model.objects.all())


def _shown_triggers(flow: Flow) -> str:
    return ", ".join(flow.trigger_words)


class FlowViewSet(BotContentViewSet):
    model = Flow
    edit_view_class = FlowEditView
    icon = "list-ol"
    menu_order = Order.FLOWS
    list_display = (
        "title",
        Column(
            "triggers_shown",
            label=_("Palavras"),
            accessor=lambda flow: ", ".join(flow.trigger_words),
        ),
        StateColumn(),
        ReviewColumn(),
        UpdatedAtColumn(),
    )
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("steps"),
            FieldPanel("triggers", widget=TriggerWords()),
            PublishingPanel(),
        ],
        base_form_class=FlowForm,
    )


def _shown_text(reply: ReplyTemplate) -> str:
    return Truncator(reply.text).chars(80)


class ReplyViewSet(BotContentViewSet):
    model = ReplyTemplate
    icon = "comment"
    menu_order = Order.REPLIES
    list_per_page = 100
    list_display = (
        "title",
        Column("text", label=_("Texto"), accessor=_shown_text),
        Column("moment", label=_("Quando é dita")),
        StateColumn(),
        ReviewColumn(),
        UpdatedAtColumn(),
    )
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("title", help_text=_("Só para textos prontos; os outros já têm nome.")),
            FieldPanel("text", widget=SpokenText()),
            PublishingPanel(),
        ],
        base_form_class=ReplyForm,
    )


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


BotSettings.edit_handler = ObjectList(
    [
        MultiFieldPanel([_row("start", "menu"), _row("help", "person")], heading=_("Caminhos")),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("words_menu", "words_back", "words_help", "words_quit", "words_stop")
            ],
            heading=_("Palavras que valem em toda a conversa"),
        ),
        MultiFieldPanel([FieldPanel("menu_form")], heading=_("Menus")),
        MultiFieldPanel(
            [
                _row("idle_minutes", "ignore_after_minutes"),
                _row("handoff_minutes", "release_word"),
                FieldPanel("page_size"),
            ],
            heading=_("Tempos e quantidades"),
        ),
    ],
    base_form_class=SettingsForm,
)
