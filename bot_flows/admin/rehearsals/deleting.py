"""Deleting several pieces at once, where the bot or its tests need one of them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from bot_flows.models import Flow, PublishRefused, ReplyTemplate
from bot_flows.publishing import TestsFailed

from .refusing import page_of


def refuse_many(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Wagtail's bulk action knows nothing of a refusal: it is tried first, and taken back."""
    if action_type != "delete" or not issubclass(action.model, Flow | ReplyTemplate):
        return None
    try:
        with transaction.atomic():
            action.model.objects.filter(pk__in=[item.pk for item in objects]).delete()
            transaction.set_rollback(True)
    except PublishRefused as refused:
        if isinstance(refused, TestsFailed) and len(objects) == 1:
            return redirect(page_of(objects[0], "apagar"))
        messages.error(request, _("Nada foi apagado: quebraria o bot."))
        for reason in refused.reasons():
            messages.error(request, reason)
        return redirect(action.next_url)
    return None
