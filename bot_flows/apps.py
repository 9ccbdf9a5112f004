"""The bot: what editors write, and how it is run."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BotFlowsConfig(AppConfig):
    name = "bot_flows"
    verbose_name = _("Bot")
