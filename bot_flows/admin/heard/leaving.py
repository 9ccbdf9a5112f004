"""The report of where people leave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports import ReportView

from bot_flows import leaving
from bot_flows.admin.logs import READ
from bot_flows.models import InboundEvent

from .filters import EACH_RELEASE, LeavingFilters, days
from .places import Place, Places

SEE = "bot_flows.see_reports"
LABELS = {
    "answered": gettext_lazy("Responderam"),
    "not_understood": gettext_lazy("Não entendidas"),
    "timed_out": gettext_lazy("Não voltaram"),
    "handed_over": gettext_lazy("Foram a uma pessoa"),
    "opted_out": gettext_lazy("Pediram para parar"),
    "stopped": gettext_lazy("Disseram sair"),
    "detoured": gettext_lazy("Mudaram de assunto"),
    "waiting": gettext_lazy("Ainda esperam"),
}
TYPED = 40  # characters of what was typed last
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a row's bar: where it begins and how long it is, in percent."""

    name: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the report, in words."""

    row: leaving.Row
    place: Place
    typed: tuple[str, ...] = ()

    @property
    def release(self) -> int | str:
        return self.row.release or ""

    @property
    def flow(self) -> str:
        return self.place.flow

    @property
    def step(self) -> str:
        return self.place.step

    @property
    def percent(self) -> int:
        return round(100 * self.row.share)

    @property
    def last_typed(self) -> str:
        return " · ".join(self.typed)

    @property
    def numbers(self) -> list[tuple[str, int]]:
        return [(name, getattr(self.row, name)) for name in leaving.COLUMNS]

    @property
    def bars(self) -> list[Bar]:
        return list(_bars(self.row))


def _bars(row: leaving.Row) -> Iterator[Bar]:
    start = 0.0
    for name in leaving.COLUMNS:
        length = 100 * getattr(row, name) / row.entries
        if length:
            yield Bar(name, round(start, 2), round(length, 2))
        start += length


def total(rows: Sequence[leaving.Row]) -> leaving.Row:
    """All rows as one."""
    names = [item.name for item in fields(leaving.Row) if item.name in leaving.COLUMNS]
    return leaving.Row("", "", **{name: sum(getattr(row, name) for row in rows) for name in names})


def guarded(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


class LeavingView(ReportView):
    """Visits to each step by what became of them; for who may see reports."""

    permission_required = SEE
    model = InboundEvent
    template_name = "bot_flows/heard/leaving.html"
    results_template_name = "bot_flows/heard/leaving_results.html"
    index_url_name = "bot_leaving:index"
    index_results_url_name = "bot_leaving:index_results"
    page_title = gettext_lazy("Onde as pessoas saem")
    header_icon = "logout"
    filterset_class = LeavingFilters
    export_filename = "saidas"
    custom_value_preprocess = {
        **ReportView.custom_value_preprocess,
        str: {"csv": guarded, "xlsx": guarded},
    }

    def user_has_permission(self, permission: str) -> bool:
        return bool(self.request.user.has_perm(permission))

    @property
    def may_read(self) -> bool:
        return bool(self.request.user.has_perm(READ))

    @property
    def list_export(self) -> list[str]:
        numbers = ["row.entries", *(f"row.{name}" for name in leaving.COLUMNS)]
        typed = ["last_typed"] if self.may_read else []
        return ["release", "flow", "step", *numbers, *typed]

    @property
    def export_headings(self) -> dict[str, Any]:
        return {
            "release": _("Versão"),
            "flow": _("Fluxo"),
            "step": _("Passo"),
            "row.entries": _("Entradas"),
            **{f"row.{name}": label for name, label in LABELS.items()},
            "last_typed": _("O que mais digitaram, sem o bot entender"),
        }

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What the filters ask for, as the service takes it."""
        cleaned = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        since, until = days(cleaned)
        version = cleaned.get("versao") or ""
        number = int(version) if version.isdecimal() else None
        return {"release": number, "since": since, "until": until}

    @cached_property
    def rows(self) -> list[leaving.Row]:
        flow = self.filters.form.cleaned_data.get("fluxo") if self.filters.is_valid() else ""
        each = self.filters.data.get("versao") == EACH_RELEASE
        rows = leaving.table(**self.asked, by_release=each)
        return [row for row in rows if not flow or row.flow == flow]

    def get_filtered_queryset(self) -> list[leaving.Row]:  # type: ignore[override]
        return self.rows

    def decorate_paginated_queryset(self, object_list: Any) -> list[Line]:
        """The rows of this page in words."""
        user = self.request.user
        assert isinstance(user, User)
        places = Places(user)
        typed = leaving.last_typed(**self.asked) if self.may_read else {}
        return [
            Line(
                row,
                places.find(row.flow, row.step),
                tuple(Truncator(text).chars(TYPED) for text in typed.get((row.flow, row.step), ())),
            )
            for row in object_list
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        whole = Line(total(self.rows), Place("", "")) if self.rows else None
        scores = leaving.scores(self.asked["since"], self.asked["until"])
        return {
            **context,
            "labels": LABELS.items(),
            "total": whole,
            "scores": scores,
            "since": self.asked["since"],
            "until": self.asked["until"],
            "by_release": self.filters.data.get("versao") == EACH_RELEASE,
            "may_read": self.may_read,
        }
