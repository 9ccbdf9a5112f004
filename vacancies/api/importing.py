"""A sheet of vacancies by API: all of them or none, and each fault with its line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser

from vacancies import sheet
from vacancies.intake import Refused, Taken

from .serializers import NewVacancy

MOST_FAULTS = 100
NAMES = frozenset(NewVacancy().fields)

type Fault = dict[str, Any]


class CsvParser(BaseParser):
    media_type = "text/csv"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return stream.read()


class SheetError(ValidationError):
    """400 with the line of each fault."""

    def __init__(self, rows: Sequence[Fault]) -> None:
        super().__init__(_("A planilha tem erros; nada foi guardado."))
        self.rows = list(rows)[:MOST_FAULTS]


def wants_trial(query: Mapping[str, str]) -> bool:
    """``dry_run=true`` or ``1``; what is neither yes nor no is refused."""
    said = query.get("dry_run", "false").lower()
    if said not in {"true", "false", "1", "0"}:
        raise ValidationError({"dry_run": [_("Diga true ou false.")]})
    return said in {"true", "1"}


def read_rows(body: Any) -> list[sheet.Row]:
    """The lines, each with the values of a vacancy. SheetError for all that is wrong."""
    try:
        rows = sheet.read(body if isinstance(body, bytes) else b"", NAMES)
    except sheet.Unreadable as unreadable:
        raise SheetError([_fault(unreadable.row or 1, "", str(unreadable))]) from None
    read = [(number, NewVacancy(data=values)) for number, values in rows]
    faults = [fault for number, new in read for fault in _faults(number, new)]
    if faults:
        raise SheetError(faults)
    return [(number, new.validated_data) for number, new in read]


def import_rows(
    rows: Sequence[sheet.Row], take: Callable[[Mapping[str, Any]], Taken], *, trial: bool
) -> list[tuple[int, Taken]]:
    """Take them all in, in one transaction; a trial leaves nothing behind."""
    taken: list[tuple[int, Taken]] = []
    faults: list[Fault] = []
    with transaction.atomic():
        for number, values in rows:
            try:
                taken.append((number, take(values)))
            except Refused as refused:
                faults += _said(number, refused.errors)
        if faults:
            raise SheetError(faults)
        if trial:
            transaction.set_rollback(True)
    return taken


def _faults(number: int, new: NewVacancy) -> Iterator[Fault]:
    if not new.is_valid():
        yield from _said(number, new.errors)


def _said(number: int, errors: Mapping[str, Any]) -> Iterator[Fault]:
    for name, said in errors.items():
        for sentence in said.values() if isinstance(said, Mapping) else said:
            text = sentence[0] if isinstance(sentence, list) else sentence
            yield _fault(number, name, str(text))


def _fault(number: int, field: str, detail: str) -> Fault:
    return {"row": number, "field": field, "detail": detail}
