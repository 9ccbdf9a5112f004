"""Public addresses of vacancies; they are printed in messages, so they do not change."""

from django.urls import path

from . import reporting, submitting, views

app_name = "vacancies"
urlpatterns = [
    path("", views.vacancy_list, name="list"),
    path("enviar/", submitting.submit_vacancy, name="submit"),
    path("enviar/<str:token>/", submitting.receipt, name="receipt"),
    path("<int:pk>/", views.vacancy_detail, name="detail"),
    path("<int:pk>/avisar/", reporting.report_vacancy, name="report"),
]
