"""What editors of the bot find in the dashboard."""

from typing import Any

from django.contrib.auth.models import User
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
)
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from bot_flows.models import BotSettings, Flow, Release, ReplyTemplate

from . import views
from .forms import FlowForm, ReplyForm, SettingsForm

BOT_MENU = "register_bot_menu_item"


class BotContentViewSet(SnippetViewSet):
    """What flows and replies share."""

    menu_hook = BOT_MENU
    add_view_class = views.CreateView
    edit_view_class = views.EditView
    unpublish_view_class = views.UnpublishView
    delete_view_class = views.DeleteView
    workflow_action_view_class = views.WorkflowActionView
    copy_view_enabled = False
    list_per_page = 50


def _shown_triggers(flow: Flow) -> str:
    return ", ".join(flow.trigger_words)


class FlowViewSet(BotContentViewSet):
    model = Flow
    icon = "list-ol"
    menu_order = 10
    list_display = (
        "title",
        Column(
            "triggers_shown",
            label=_("Palavras"),
            accessor=lambda flow: ", ".join(flow.trigger_words),
        ),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    )
    edit_handler = ObjectList(
        [FieldPanel("title"), FieldPanel("steps"), FieldPanel("triggers"), PublishingPanel()],
        base_form_class=FlowForm,
    )


def _shown_text(reply: ReplyTemplate) -> str:
    return Truncator(reply.text).chars(80)


class ReplyViewSet(BotContentViewSet):
    model = ReplyTemplate
    icon = "comment"
    menu_order = 20
    list_per_page = 100
    list_display = (
        "title",
        Column("text", label=_("Texto"), accessor=_shown_text),
        Column("moment", label=_("Quando é dita")),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    )
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("title", help_text=_("Só para textos prontos; os outros já têm nome.")),
            FieldPanel("text"),
            PublishingPanel(),
        ],
        base_form_class=ReplyForm,
    )


class ReleasePolicy(ModelPermissionPolicy):
    """A release is made by publishing and never changed: it may be looked at."""

    def user_has_permission(self, user: User, action: str) -> bool:
        allowed = ("bot_flows.view_release", "bot_flows.publish_flow", "bot_flows.change_flow")
        return action == "view" and any(user.has_perm(item) for item in allowed)

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class ReleaseViewSet(ModelViewSet):
    """The versions of the bot, to read and to go back to."""

    name = "bot_releases"
    model = Release
    icon = "history"
    menu_label: Promise = _("Versões")
    menu_hook = BOT_MENU
    menu_order = 40
    form_fields: list[str] = []
    index_view_class = views.ReleaseIndexView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 30

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [
            item for item in super().get_urlpatterns() if item.name in ("index", "index_results")
        ]
        return [*kept, path("voltar/<int:pk>/", self.activate_view, name="activate")]

    @property
    def activate_view(self) -> Any:
        return self.construct_view(views.ActivateView)


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
register_permission_policy(Release, ReleasePolicy(Release))
