"""Pictures and documents within a document: taken out, checked, and put into the library."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField

from .checking import text_faults
from .document import Json
from .faults import Fault, not_a


def file_faults(name: str, item: Any) -> Iterator[Fault]:
    """What is wrong with one file of a document."""
    where = _("Arquivo “%(name)s”") % {"name": name[:40]}
    if not isinstance(item, dict) or item.get("kind") not in ("image", "document"):
        yield Fault(where, not_a(_("uma imagem ou um documento")))
        return
    found = [
        *text_faults(item.get("title"), where, 255, empty=False),
        *text_faults(item.get("filename"), where, 100, empty=False),
        *text_faults(item.get("description"), where, 255),
    ]
    yield from found
    if not found:
        yield from _content_faults(name, item, where)


def _content_faults(name: str, item: Json, where: str) -> Iterator[Fault]:
    if "/" in item["filename"] or "\\" in item["filename"]:
        yield Fault(where, _("o nome do arquivo não pode ter barras."))
        return
    content = _decoded(item.get("data"))
    if not content or hashlib.sha1(content, usedforsecurity=False).hexdigest() != name:
        yield Fault(where, _("o conteúdo não está inteiro."))
        return
    try:
        _validate(item, content)
    except ValidationError as error:
        yield Fault(where, " ".join(error.messages))


def _decoded(data: Any) -> bytes:
    try:
        return base64.b64decode(data, validate=True) if isinstance(data, str) else b""
    except (binascii.Error, ValueError):
        return b""


def _validate(item: Json, content: bytes) -> None:
    """By the rules of Wagtail's own upload form."""
    upload = SimpleUploadedFile(item["filename"], content)
    if item["kind"] == "image":
        WagtailImageField().clean(upload)
    else:
        get_document_model()(title=item["title"], file=upload).clean()


def put(files: Json, by: User | None) -> dict[type, dict[int, str]]:
    """Every file by its id and name; those that are not in the library are added to it."""
    image, document = get_image_model(), get_document_model()
    known: dict[type, dict[int, str]] = {image: {}, document: {}}
    for name, item in files.items():
        model = image if item["kind"] == "image" else document
        there = model.objects.filter(file_hash=name).order_by("pk").first()
        known[model][(there or _add(model, item, by)).pk] = name
    return known


def _add(model: type, item: Json, by: User | None) -> Any:
    content = SimpleUploadedFile(item["filename"], _decoded(item["data"]))
    described = {"description": item["description"]} if item.get("description") else {}
    made = model(title=item["title"], file=content, uploaded_by_user=by, **described)
    made.file_size = content.size
    made._set_file_hash()
    made.save()
    return made
