"""Pages of a list that may have a million rows, none slower than the first.

Ordered by date, ``next`` is a place in the order and not a number: a walk to the end costs the
same at every step. Numbered pages are those of ``search.find`` and end where it stops counting.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from vacancies.models import Vacancy
from vacancies.search import Criteria, Found, find, finding

SIZE, MOST = 20, 100


class VacancyPages(BasePagination):
    """``cursor`` where the order is by date and no ``page`` was asked for; else numbers."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """What ``view.criteria`` ask for; the queryset is not looked at."""
        query = request.query_params
        self.request, self.size = request, _size(query.get("page_size", ""))
        self.next = self.previous = ""
        self.found: Found | None = None
        if "page" in query or not view.by_date:
            page = self._turn_to(view.criteria, _number(query.get("page", "1")))
        elif cursor := query.get("cursor", ""):
            page = self._walk_on(view.criteria, cursor)
        else:
            page = self._set_out(view.criteria)
        prefetch_related_objects(page, "matches")
        return page

    def _set_out(self, criteria: Criteria) -> list[Vacancy]:
        """The first page of a walk: here it is counted, and what was mistyped is mended."""
        self.found = found = find(criteria, limit=self.size)
        if found.total > self.size:
            mended = {"text": found.corrected} if found.corrected else {}
            self.next = self._address(cursor=_write(found.vacancies[-1]), **mended)
        return found.vacancies

    def _walk_on(self, criteria: Criteria, cursor: str) -> list[Vacancy]:
        day, pk = _read(cursor)
        rows = finding.queryset(criteria)
        rows = rows.filter(Q(sort_date__lt=day) | Q(sort_date=day, pk__lt=pk))
        found = list(rows[: self.size + 1])
        if len(found) > self.size:
            self.next = self._address(cursor=_write(found[self.size - 1]))
        return found[: self.size]

    def _turn_to(self, criteria: Criteria, number: int) -> list[Vacancy]:
        start = (number - 1) * self.size
        if start >= finding.CAP:
            raise NotFound(_too_far())
        self.found = found = find(criteria, limit=self.size, offset=start)
        if not found.vacancies and number > 1:
            raise NotFound(_("Esta página não existe."))
        if start + self.size < found.total:
            self.next = self._address(page=number + 1)
        if number > 1:
            self.previous = self._address(page=number - 1)
        return found.vacancies

    def _address(self, **names: Any) -> str:
        url = remove_query_param(self.request.build_absolute_uri(), "cursor")
        for name, value in names.items():
            url = replace_query_param(url, name, value)
        return url

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "count": self.found.total if self.found else None,
                "more": bool(self.found and self.found.more),
                "corrected": self.found.corrected if self.found else "",
                "next": self.next or None,
                "previous": self.previous or None,
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri", "example": None}
        return {
            "type": "object",
            "required": ["count", "more", "corrected", "next", "previous", "results"],
            "properties": {
                "count": {
                    "type": ["integer", "null"],
                    "minimum": 0,
                    "maximum": finding.CAP,
                    "example": 1,
                    "description": (
                        "Quantas são, até 1.000; null onde se segue `next` com `cursor`."
                    ),
                },
                "more": {
                    "type": "boolean",
                    "example": False,
                    "description": "São mais do que `count` diz.",
                },
                "corrected": {
                    "type": "string",
                    "example": "",
                    "description": "O que foi buscado no lugar de um `text` com erro; ou vazio.",
                },
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        number = {"type": "integer", "minimum": 1}
        return [
            _parameter("page", number, "De 1 em diante, até a 1.000ª vaga."),
            _parameter("page_size", {**number, "default": SIZE}, "Vagas por página, até 100."),
            _parameter("cursor", {"type": "string"}, "Vem em `next`; não se escreve à mão."),
        ]


def _parameter(name: str, schema: dict[str, Any], said: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": said}


def _too_far() -> str:
    return _(
        "As páginas numeradas vão até a vaga 1.000. Use filtros, ou siga “next” sem pedir “page”."
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
