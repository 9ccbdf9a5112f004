"""The wording as a spreadsheet: one row a text, so that it can be written anew elsewhere.

Only the column of the text is read back; a row that is missing changes nothing.
"""

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from . import wording
from .checking import text_faults
from .document import Json
from .faults import BrokenDocument, Fault, broken

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 20_000
LONGEST_CELL = 32_767  # what a spreadsheet holds
COLUMNS = 4
WIDTHS = {"A": 30, "B": 38, "C": 24, "D": 90}


def heading() -> tuple[str, ...]:
    return (_("Código (não mude)"), _("Onde"), _("O quê"), _("Texto"))


def write(document: Json) -> bytes:
    """The spreadsheet of a document's texts."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Textos"))
    page.freeze_panes = "A2"
    for column, width in WIDTHS.items():
        page.column_dimensions[column].width = width
    page.append([_cell(page, text, bold=True) for text in heading()])
    for item in wording.texts(document):
        page.append([_cell(page, text) for text in (item.id, item.place, item.what, item.text)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(page: Any, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """Text and nothing else: what begins with "=" must not become a formula."""
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def read(content: bytes, document: Json) -> Json:
    """The document with the texts of a spreadsheet in it.

    Raises BrokenDocument with each row that cannot be used; then nothing of it can.
    """
    made, faults = deepcopy(document), []
    known = {item.id: item for item in wording.texts(document)}
    seen: dict[str, int] = {}
    for number, address, text in _rows(content):
        where = _("Linha %(number)s") % {"number": number}
        if address not in known:
            what = _("o código “%(id)s” não existe no bot de agora.") % {"id": address[:80]}
            faults.append(Fault(where, what))
        elif address in seen:
            what = _("repete o código da linha %(other)s.") % {"other": seen[address]}
            faults.append(Fault(where, what))
        elif isinstance(text, Fault):
            faults.append(Fault(where, text.what))
        else:
            seen[address] = number
            asked = known[address]
            faults += text_faults(text, where, asked.longest, empty=not asked.needed)
            if text != asked.text:
                wording.put(made, address, text)
    if faults:
        raise BrokenDocument(faults)
    if not seen:
        raise broken(_("A planilha não tem nenhum texto."))
    return made


type Found = tuple[int, str, str | Fault]


def _rows(content: bytes) -> Iterator[Found]:
    book = _open(content)
    try:
        page = book.worksheets[0]
        rows = page.iter_rows(max_col=COLUMNS, max_row=MOST_ROWS + 2)
        first = next(rows, ())
        if [cell.value for cell in first][:1] != [heading()[0]] or len(first) < COLUMNS:
            raise broken(
                _("A primeira linha deve ter as colunas da exportação: %(names)s.")
                % {"names": ", ".join(heading())}
            )
        for number, row in enumerate(rows, start=2):
            if number > MOST_ROWS:
                raise broken(_("A planilha tem linhas demais."))
            if any(cell.value is not None for cell in row):
                yield number, _text(row[0].value), _said(row)
    finally:
        book.close()


def _said(row: Any) -> str | Fault:
    if len(row) < COLUMNS:
        return ""
    if row[3].data_type == "f":
        return Fault("", _("o texto é uma fórmula; escreva um texto comum."))
    if row[3].data_type == "e":
        return Fault("", _("o texto é um erro da planilha (%(error)s).") % {"error": row[3].value})
    text = _text(row[3].value)
    return Fault("", _("o texto é longo demais.")) if len(text) > LONGEST_CELL else text


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")


def _open(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise broken(_("O arquivo é grande demais: até 5 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                raise broken(_("O arquivo é grande demais por dentro."))
        book = load_workbook(io.BytesIO(content), read_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise broken(_("O arquivo não é uma planilha XLSX inteira.")) from error
    if not book.worksheets:
        raise broken(_("A planilha está vazia."))
    return book
