"""Addresses of the conversation tests, under /dashboard/bot/testes/."""

from django.urls import path

from . import refusing, running, talks

app_name = "bot_tests"
urlpatterns = [
    path("rodar/", running.RunView.as_view(), name="run"),
    path("rodar/parte/", running.PartView.as_view(), name="part"),
    path("<int:pk>/resultado/", running.ResultView.as_view(), name="result"),
    path("de-conversa/<int:pk>/", talks.FromTalkView.as_view(), name="from_talk"),
    path(
        "recusa/<slug:kind>/<int:pk>/<slug:action>/",
        refusing.RefusedView.as_view(),
        name="refused",
    ),
    path("<int:pk>/gravar/", running.RecordAgainView.as_view(), name="record_again"),
]
