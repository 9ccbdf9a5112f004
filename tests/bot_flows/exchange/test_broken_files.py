"""Fifty-odd broken files: each is refused whole, says where, and nothing changes."""

import io
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bot_flows.exchange import reading, sheet
from bot_flows.exchange.document import Json, export
from bot_flows.exchange.faults import BrokenDocument
from bot_flows.models import Parcel

from .broken import DOCUMENTS, SHEETS, Broken, spoilt_document, spoilt_sheet

pytestmark = pytest.mark.django_db
RAW = (
    ("empty.json", b"", "JSON"),
    ("binary.json", b"\xff\xfe\x00\x01", "JSON"),
    ("cut.json", b'{"format": "capyvagas-bot", "version": 1, "flows": [', "JSON"),
    ("deep.json", b"[" * 100_000, "JSON"),
    ("nan.json", b'{"format": NaN}', "JSON"),
    ("list.json", b"[]", "não foi exportado"),
    ("empty.xlsx", b"", "XLSX"),
)


def counted() -> dict[str, int]:
    ours = apps.get_app_config("bot_flows").get_models()
    wagtail = (apps.get_model("wagtailcore", "Revision"), apps.get_model("wagtailimages", "Image"))
    return {model.__name__: model.objects.count() for model in (*ours, *wagtail)}


def test_there_are_fifty() -> None:
    assert len(DOCUMENTS) + len(SHEETS) + len(RAW) >= 50


@pytest.mark.parametrize("broken", DOCUMENTS, ids=lambda item: item.name)
def test_a_broken_document_is_refused_with_its_place(paper: Json, broken: Broken) -> None:
    before = counted()
    with pytest.raises(BrokenDocument) as refused:
        reading.read(spoilt_document(paper, broken))
    assert broken.reason in str(refused.value)
    assert counted() == before


@pytest.mark.parametrize("broken", SHEETS, ids=lambda item: item.name)
def test_a_broken_spreadsheet_is_refused_with_its_row(paper: Json, broken: Broken) -> None:
    before = counted()
    with pytest.raises(BrokenDocument) as refused:
        sheet.read(spoilt_sheet(paper, broken), paper)
    assert broken.reason in str(refused.value)
    assert counted() == before


@pytest.mark.parametrize(("name", "content", "reason"), RAW, ids=lambda item: str(item)[:12])
def test_the_page_says_what_is_wrong_and_nothing_changes(
    editor: Client, document: Json, name: str, content: bytes, reason: str
) -> None:
    upload = SimpleUploadedFile(name, content or b" ")
    response = editor.post(reverse("bot_exchange:index"), {"file": upload}, follow=True)
    assert reason in response.content.decode()
    assert export() == document


@pytest.mark.parametrize("broken", [*DOCUMENTS[::6], *SHEETS[::3]], ids=lambda item: item.name)
def test_applying_a_broken_file_changes_nothing(
    editor: Client, document: Json, broken: Broken
) -> None:
    is_sheet = broken in SHEETS
    content = spoilt_sheet(document, broken) if is_sheet else spoilt_document(document, broken)
    kind = Parcel.Kind.WORDING if is_sheet else Parcel.Kind.BOT
    parcel = Parcel.objects.create(kind=kind, filename="x", content=content)
    response = editor.post(reverse("bot_exchange:trial", args=[parcel.pk]), {"digest": "x"})
    assert broken.reason in response.content.decode().replace("&quot;", '"')
    assert export() == document
    parcel.refresh_from_db()
    assert parcel.applied_at is None


def test_a_spreadsheet_that_unpacks_without_an_end_is_not_unpacked(paper: Json) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (sheet.MOST_UNPACKED + 1))
    with pytest.raises(BrokenDocument, match="por dentro"):
        sheet.read(out.getvalue(), paper)


def test_another_kind_of_file_is_not_taken(editor: Client, bot: Any) -> None:
    upload = SimpleUploadedFile("bot.exe", b"MZ")
    response = editor.post(reverse("bot_exchange:index"), {"file": upload})
    assert "Traga um arquivo .json ou .xlsx" in response.content.decode()
    assert not Parcel.objects.exists()
