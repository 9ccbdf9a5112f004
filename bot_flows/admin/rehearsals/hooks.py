"""Conversation tests in the dashboard."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from . import urls
from .deleting import refuse_many
from .settings import SettingsEditView
from .viewset import ConversationTestViewSet

register_snippet(ConversationTestViewSet)
hooks.register("before_bulk_action", refuse_many)


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    return [path("bot/testes/", include(urls))]


@hooks.register("register_admin_urls", order=-10)
def settings_address() -> list[URLPattern]:
    """Before Wagtail's own, which knows nothing of a refusal."""
    return [
        path("settings/bot_flows/botsettings/<int:pk>/", SettingsEditView.as_view()),
    ]


@hooks.register("insert_global_admin_css")
def looks() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("bot_flows/rehearsals/tests.css")
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "bot_flows.override",
        _("Publicar apesar dos testes"),
        _("Publicou apesar de testes que falham"),
    )
    actions.register_action(
        "bot_flows.record_again", _("Gravar de novo"), _("Gravou de novo as respostas do bot")
    )
    actions.register_action(
        "bot_flows.test_from_talk",
        _("Teste de uma conversa"),
        _("Fez um teste de uma conversa real"),
    )
