"""How fresh a vacancy is, for any page that shows one."""

from django import template
from django.utils import timezone

from vacancies import moments
from vacancies.models import Vacancy

register = template.Library()


@register.filter
def confirmed(vacancy: Vacancy) -> str:
    """``{{ vacancy|confirmed }}``: ``Confirmada há 3 h``."""
    return moments.confirmed(vacancy, timezone.now())
