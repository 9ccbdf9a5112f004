"""The wording as a spreadsheet: out, rewritten, back."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from bot_flows.exchange import applying, sheet, wording
from bot_flows.exchange.document import Json
from bot_flows.models import Flow, ReplyTemplate

pytestmark = pytest.mark.django_db


def rewritten(document: Json, change: Callable[[Any], None]) -> Json:
    book = load_workbook(io.BytesIO(sheet.write(document)))
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return sheet.read(out.getvalue(), document)


def test_a_round_trip_is_identical(paper: Json) -> None:
    assert sheet.read(sheet.write(paper), paper) == paper


def test_there_is_one_row_a_text(paper: Json) -> None:
    book = load_workbook(io.BytesIO(sheet.write(paper)), read_only=True)
    count = sum(1 for _row in book.worksheets[0].iter_rows()) - 1
    assert count == len(list(wording.texts(paper))) > 60


def test_every_address_is_its_own(paper: Json) -> None:
    addresses = [item.id for item in wording.texts(paper)]
    assert len(set(addresses)) == len(addresses)


def test_every_text_can_be_put_back(paper: Json) -> None:
    for item in list(wording.texts(paper)):
        wording.put(paper, item.id, f"{item.text}!")
    assert all(item.text.endswith("!") for item in wording.texts(paper))


def test_what_looks_like_a_formula_stays_a_text(paper: Json) -> None:
    book = load_workbook(io.BytesIO(sheet.write(paper)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}


def test_five_texts_rewritten_are_five_drafts(document: Json) -> None:
    def change(page: Any) -> None:
        replies = [row for row in page.iter_rows(min_row=2) if row[0].value.startswith("reply/")]
        for row in replies[:5]:
            row[3].value = f"{row[3].value} Combinado?"

    applying.apply(rewritten(document, change), None)
    assert ReplyTemplate.objects.filter(has_unpublished_changes=True).count() == 5
    assert not Flow.objects.filter(has_unpublished_changes=True).exists()


def test_rows_that_are_missing_change_nothing(paper: Json) -> None:
    made = rewritten(paper, lambda page: page.delete_rows(10, 60))
    assert made == paper


def test_a_row_moved_elsewhere_is_still_itself(paper: Json) -> None:
    def change(page: Any) -> None:
        page.move_range("A2:D2", rows=page.max_row)

    assert rewritten(paper, change) == paper
