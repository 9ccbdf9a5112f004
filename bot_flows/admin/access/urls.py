"""Addresses of reviews and of conversations with a person of ours, under ``/dashboard/bot/``."""

from django.urls import include, path

from . import guests, handoff, review

REVIEW = [
    path("<slug:kind>/<int:pk>/", review.ReviewView.as_view(), name="piece"),
    path("<slug:kind>/<int:pk>/link/", guests.ShareView.as_view(), name="share"),
    path("<slug:kind>/<int:pk>/link/<int:link>/", guests.UnshareView.as_view(), name="unshare"),
]
HANDOFF = [
    path("", handoff.AttendancesView.as_view(), name="index"),
    path("<int:contact_id>/devolver/", handoff.GiveBackView.as_view(), name="give_back"),
]

urlpatterns = [
    path("bot/revisao/", include((REVIEW, "bot_review"))),
    path("bot/atendimentos/", include((HANDOFF, "bot_handoff"))),
]
