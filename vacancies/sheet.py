"""Vacancies as a sheet: CSV with the names of the fields on the first line. Pure: no database."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

MOST_ROWS = 500
SEPARATORS = ",;\t"
YES, NO = (
    frozenset({"sim", "s", "true", "1", "yes"}),
    frozenset({"não", "nao", "n", "false", "0", "no"}),
)

type Row = tuple[int, dict[str, Any]]


class Unreadable(ValueError):
    """A sheet that is none, in one sentence; ``row`` where it is about one line."""

    def __init__(self, detail: str, row: int | None = None) -> None:
        super().__init__(detail)
        self.row = row


def read(body: bytes, names: frozenset[str]) -> list[Row]:
    """The lines with their numbers, blank ones left out and blank cells too.

    ``names`` are the columns that may be there. Commas, semicolons or tabs; UTF-8, with a mark or
    without. Benefits are separated by ``|``.
    """
    text = _decoded(body)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    rows = _cells(text, separator)
    head = [cell.strip().lower() for cell in next(rows, (1, []))[1]]
    _check_head(head, names)
    found = [_row(number, head, cells) for number, cells in rows if any(map(str.strip, cells))]
    if not found:
        raise Unreadable(_("A planilha não tem nenhuma vaga."))
    if len(found) > MOST_ROWS:
        raise Unreadable(_("No máximo %(n)s vagas por vez.") % {"n": MOST_ROWS})
    return found


def _decoded(body: bytes) -> str:
    if b"\x00" in body:
        raise Unreadable(_("A planilha tem caracteres que não são texto."))
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("A planilha não está em UTF-8; salve-a como “CSV UTF-8”.")) from None


def _cells(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(_("Há aspas abertas ou uma célula grande demais."), number) from None
        yield number, cells
        number = reader.line_num + 1


def _check_head(head: list[str], names: frozenset[str]) -> None:
    if unknown := [name for name in head if name not in names]:
        shown = ", ".join(f"“{name[:40]}”" for name in unknown[:5])
        raise Unreadable(
            _("Colunas que não existem: %(shown)s. As que existem: %(all)s.")
            % {"shown": shown, "all": ", ".join(sorted(names))},
            1,
        )
    if len(set(head)) < len(head):
        raise Unreadable(_("Há duas colunas com o mesmo nome."), 1)


def _row(number: int, head: list[str], cells: list[str]) -> Row:
    if len(cells) > len(head):
        raise Unreadable(_("Esta linha tem mais células que o cabeçalho."), number)
    pairs = zip(head, (cell.strip() for cell in cells), strict=False)
    return number, {name: _value(name, cell) for name, cell in pairs if cell}


def _value(name: str, cell: str) -> Any:
    if name == "benefits":
        return [part.strip() for part in cell.split("|") if part.strip()]
    if name == "remote" and cell.lower() in YES | NO:
        return cell.lower() in YES
    if name in {"pay_min", "pay_max"}:
        return _amount(cell)
    return cell


def _amount(cell: str) -> str:
    """``1.400,50`` as Brazil writes it; ``1400.50`` stays."""
    return cell.replace(".", "").replace(",", ".") if "," in cell else cell
