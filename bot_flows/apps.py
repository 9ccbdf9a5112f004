"""The bot: what editors write, and how it is run."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class BotFlowsConfig(AppConfig):
    name = "bot_flows"
    verbose_name = _("Bot")

    def ready(self) -> None:
        """A change of live content makes a release, whichever way it was made."""
        from wagtail.signals import (
            page_published,
            page_unpublished,
            post_page_move,
            published,
            unpublished,
        )

        from bot_flows import publishing, searches, tasks
        from bot_flows.models import BotSettings, Contact, Flow, ReplyTemplate
        from courses.models import CoursePage
        from vacancies.models import Vacancy

        for content in (Flow, ReplyTemplate):
            published.connect(publishing.content_published, sender=content)
            unpublished.connect(publishing.content_withdrawn, sender=content)
            post_delete.connect(publishing.content_deleted, sender=content)
        post_delete.connect(searches.contact_deleted, sender=Contact)
        post_save.connect(publishing.settings_saved, sender=BotSettings)
        post_save.connect(tasks.vacancy_saved, sender=Vacancy)
        for signal in (page_published, page_unpublished, post_page_move, post_delete):
            signal.connect(publishing.courses_changed, sender=CoursePage)
            signal.connect(tasks.courses_changed, sender=CoursePage)
