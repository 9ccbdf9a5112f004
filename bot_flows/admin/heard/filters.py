"""What both reports can be narrowed to: days, a flow, and more of their own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from bot_flows.models import Flow, InboundEvent, Release

DAYS = 30  # without dates
MOST_RELEASES = 200
EACH_RELEASE = "cada"
HANDLED = "tratadas"

type Choices = list[tuple[str, Any]]


def flows() -> Choices:
    rows = Flow.objects.order_by("title").values_list("key", "title")
    return [(str(key), title) for key, title in rows]


def releases() -> Choices:
    numbers = Release.objects.values_list("number", flat=True)[:MOST_RELEASES]
    numbered = [
        (str(number), str(_("Versão %(number)s") % {"number": number})) for number in numbers
    ]
    return [(EACH_RELEASE, str(_("Cada versão em separado"))), *numbered]


def _choice(label: Any, choices: Callable[[], Choices] | Choices, empty: Any) -> Any:
    return django_filters.ChoiceFilter(
        label=label,
        choices=choices,
        empty_label=empty,
        widget=forms.Select(attrs={"class": "w-field__input"}),
    )


class Narrowed(WagtailFilterSet):
    """The days and the flow. Nothing is asked of the database by the filters themselves."""

    dia = django_filters.DateFromToRangeFilter(label=_("Dias"), widget=DateRangePickerWidget)
    fluxo = _choice(_("Fluxo"), flows, _("Todos os fluxos"))

    class Meta:
        model = InboundEvent
        fields: list[str] = []


class LeavingFilters(Narrowed):
    versao = _choice(_("Versão do bot"), releases, _("Todas juntas"))


class InboxFilters(Narrowed):
    situacao = _choice(_("Situação"), [(HANDLED, _("Já tratadas"))], _("A tratar"))


def days(cleaned: dict[str, Any]) -> tuple[datetime, datetime | None]:
    """From when and until when: the last days where nothing is asked."""
    asked = cleaned.get("dia")
    since, until = (asked.start, asked.stop) if asked else (None, None)
    return since or (until or timezone.now()) - timedelta(days=DAYS), until
