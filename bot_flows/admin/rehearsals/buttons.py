"""The way from a log of messages to a test made of that conversation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail_modeladmin.helpers import ButtonHelper


class TestButtons(ButtonHelper):
    """Adds "Fazer um teste desta conversa" for those who may write tests."""

    __test__ = False

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, str]]:
        buttons: list[dict[str, str]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        if self.request.user.has_perm("bot_flows.add_conversationtest"):
            url = reverse("bot_tests:from_talk", args=[obj.contact_id])
            label = _("Fazer um teste desta conversa")
            title = _("Fazer um teste da conversa com %s") % obj.contact
            classes = self.finalise_classname([], [])
            buttons.append({"url": url, "label": label, "title": title, "classname": classes})
        return buttons
