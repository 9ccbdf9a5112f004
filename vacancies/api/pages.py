"""Pages of a list that may have a million rows, none slower than the first.

Ordered by date, ``next`` is a place in the order and not a number: a walk to the end costs the
same at every step. Numbered pages end at ``LAST_ROW``, and so does the count.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from vacancies.models import Vacancy

LAST_ROW = 10_000
SIZE, MOST = 20, 100


class VacancyPages(BasePagination):
    """``cursor`` where the order is by date and no ``page`` was asked for; else numbers."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        query = request.query_params
        self.request, self.size = request, _size(query.get("page_size", ""))
        self.count: int | None = None
        self.next = self.previous = ""
        if view.by_date and "page" not in query:
            return self._walk(queryset, query.get("cursor", ""))
        return self._turn_to(queryset, _number(query.get("page", "1")))

    def _walk(self, rows: QuerySet[Vacancy], cursor: str) -> list[Vacancy]:
        if cursor:
            day, pk = _read(cursor)
            rows = rows.filter(Q(sort_date__lt=day) | Q(sort_date=day, pk__lt=pk))
        found = list(rows[: self.size + 1])
        page = found[: self.size]
        if len(found) > self.size:
            self.next = self._address(cursor=_write(page[-1]))
        if not cursor:
            self.count = len(found) if not self.next else _count(rows)
        return page

    def _turn_to(self, rows: QuerySet[Vacancy], number: int) -> list[Vacancy]:
        start = (number - 1) * self.size
        if start >= LAST_ROW:
            raise NotFound(_too_far())
        found = list(rows[start : start + self.size + 1])
        if not found and number > 1:
            raise NotFound(_("Esta página não existe."))
        if len(found) > self.size and start + self.size < LAST_ROW:
            self.next = self._address(page=number + 1)
        if number > 1:
            self.previous = self._address(page=number - 1)
        self.count = start + len(found) if len(found) <= self.size else _count(rows)
        return found[: self.size]

    def _address(self, **names: Any) -> str:
        url = self.request.build_absolute_uri()
        for name, value in names.items():
            url = replace_query_param(remove_query_param(url, "cursor"), name, value)
        return url

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "count": None if self.count is None else min(self.count, LAST_ROW),
                "more": self.count is not None and self.count > LAST_ROW,
                "next": self.next or None,
                "previous": self.previous or None,
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri", "example": None}
        return {
            "type": "object",
            "required": ["count", "more", "next", "previous", "results"],
            "properties": {
                "count": {
                    "type": ["integer", "null"],
                    "minimum": 0,
                    "maximum": LAST_ROW,
                    "example": 1,
                    "description": "Quantas são, até 10.000; null depois da primeira página.",
                },
                "more": {
                    "type": "boolean",
                    "example": False,
                    "description": "São mais do que `count` diz.",
                },
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        number = {"type": "integer", "minimum": 1}
        return [
            _parameter("page", number, "De 1 em diante, até a 10.000ª vaga."),
            _parameter("page_size", {**number, "default": SIZE}, "Vagas por página, até 100."),
            _parameter("cursor", {"type": "string"}, "Vem em `next`; não se escreve à mão."),
        ]


def _parameter(name: str, schema: dict[str, Any], said: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": said}


def _count(rows: QuerySet[Vacancy]) -> int:
    """No more than is needed to know that there are more."""
    return rows.order_by()[: LAST_ROW + 1].count()


def _too_far() -> str:
    return _(
        "As páginas numeradas vão até a vaga 10.000. Use filtros, ou siga “next” sem pedir “page”."
    )


def _size(text: str) -> int:
    """More than the most is the most; what is no number is refused."""
    if text and not (_is_number(text) and int(text)):
        raise ValidationError({"page_size": [_("Diga um número de 1 a 100.")]})
    return min(int(text or SIZE), MOST)


def _number(text: str) -> int:
    if not (_is_number(text) and int(text)):
        raise NotFound(_("Esta página não existe."))
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _write(vacancy: Vacancy) -> str:
    return urlsafe_b64encode(f"{vacancy.sort_date}_{vacancy.pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[date, int]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        day, pk = urlsafe_b64decode(padded).decode("ascii").split("_")
        if _is_number(pk[:9]) and _is_number(pk[9:] or "0") and len(pk) <= 18:
            return date.fromisoformat(day), int(pk)
    except (ValueError, binascii.Error):
        pass
    raise ValidationError({"cursor": [_("Este cursor não é desta lista.")]})
