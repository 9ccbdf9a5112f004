"""How long ago something was, as people say it."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Vacancy

JUST_NOW = timedelta(minutes=2)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
LONGEST_COUNTED = timedelta(days=30)


def ago(moment: datetime, now: datetime) -> str:
    """``agora há pouco``, ``há 5 min``, ``há 3 h``, ``há 2 dias``, and from thirty days on
    ``em 20/11/2026``. A moment that is still to come (another machine's clock) is just now.
    """
    passed = now - moment
    if passed < JUST_NOW:
        return _("agora há pouco")
    if passed < AN_HOUR:
        return _("há %(n)s min") % {"n": passed // timedelta(minutes=1)}
    if passed < A_DAY:
        return _("há %(n)s h") % {"n": passed // AN_HOUR}
    if passed < LONGEST_COUNTED:
        days = passed // A_DAY
        return ngettext("há %(n)s dia", "há %(n)s dias", days) % {"n": days}
    return _("em %(day)s") % {"day": date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")}


def confirmed(vacancy: Vacancy, now: datetime) -> str:
    """``Confirmada há 3 h``: when somebody last saw this vacancy open."""
    return _("Confirmada %(when)s") % {"when": ago(vacancy.confirmed_at, now)}
