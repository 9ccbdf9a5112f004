"""Conversation tests as Wagtail lists and edits things."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from bot_flows.admin.menu import BOT_MENU, Order
from bot_flows.models import ConversationTest

from . import listing, views
from .forms import TestForm
from .panels import StandingPanel


class ConversationTestViewSet(SnippetViewSet):
    """The list shows how each test comes out now, on the drafts."""

    model = ConversationTest
    icon = "clipboard-list"
    menu_label = _("Testes de conversa")
    menu_hook = BOT_MENU
    menu_order = Order.TESTS
    list_per_page = 50
    list_display = listing.COLUMNS
    list_filter = ("enabled", "world", "persona")
    search_fields = ("title",)
    index_view_class = listing.IndexView
    add_view_class = views.CreateView
    copy_view_class = views.CopyView
    edit_view_class = views.EditView
    preview_on_add_view_class = views.PreviewOnCreateView
    preview_on_edit_view_class = views.PreviewOnEditView
    revisions_view_class = views.PreviewRevisionView
    index_results_template_name = "bot_flows/rehearsals/index_results.html"
    edit_handler = ObjectList(
        [
            StandingPanel(),
            FieldPanel("title"),
            FieldPanel("script"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("persona"), FieldPanel("start")]),
                    FieldRowPanel([FieldPanel("at"), FieldPanel("world")]),
                ],
                heading=_("Como a conversa começa"),
            ),
            FieldPanel("enabled"),
        ],
        base_form_class=TestForm,
    )
