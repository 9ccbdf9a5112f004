"""The bot's doors to the outside."""

from django.urls import path

from . import views

urlpatterns = [
    path("waha/", views.webhook, name="waha-webhook"),
]
