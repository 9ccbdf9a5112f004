"""The one address of the bot's content that asks for no account."""

from django.urls import path

from .guests import guest

urlpatterns = [path("<str:token>/", guest, name="bot-review-guest")]
