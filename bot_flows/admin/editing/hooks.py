"""What helps while writing: counters, fields to insert, mends for formatting."""

from django.urls import URLPattern, path
from wagtail import hooks

from bot_flows.blocks.library import StepBlock
from bot_flows.models.preview import show

from . import views

StepBlock.drawn_by[:] = [lambda step: show(step, {})]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("bot/texto/", views.text, name="bot_writing"),
        path("bot/palavras/", views.opened, name="bot_words"),
    ]
