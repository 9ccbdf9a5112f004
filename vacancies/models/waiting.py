"""Vacancies that nobody has compared with the courses yet."""

from django.db import models
from django.utils import timezone

from .vacancy import Vacancy


class MatchWait(models.Model):
    """A row for each vacancy that is new or was told otherwise; gone once it was compared.

    One that people do not see stays until they do: only listed vacancies fit a course.
    """

    vacancy = models.OneToOneField(
        Vacancy, on_delete=models.CASCADE, primary_key=True, related_name="match_wait"
    )
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)
