"""What the ids in stored steps stand for."""

from collections.abc import Iterable, Mapping
from mimetypes import guess_type

from django.conf import settings
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from bot_flows.blocks import Library
from bot_flows.blocks.library import Stored
from bot_flows.engine.release import FlowId, Media


def gather(
    flows: Mapping[int, FlowId], texts: Mapping[int, str], steps: Iterable[Stored]
) -> Library:
    """The library of these stored steps. Two statements, for their files."""
    said = [item["value"] for item in steps if item["type"] == "say"]
    images = {value.get("image") for value in said} - {None}
    documents = {value.get("document") for value in said} - {None}
    return Library(
        flows=flows,
        texts=texts,
        images={
            image.pk: _media("image", image.file.name, image.file.url, image.description.strip())
            for image in get_image_model().objects.filter(pk__in=images)
        },
        documents={
            document.pk: _media("document", document.file.name, document.url)
            for document in get_document_model().objects.filter(pk__in=documents)
        },
    )


def _media(kind: str, name: str, url: str, alt: str = "") -> Media:
    filename = name.rsplit("/", 1)[-1]
    mimetype = guess_type(filename)[0] or "application/octet-stream"
    address = url if "://" in url else f"{settings.PUBLIC_URL.rstrip('/')}{url}"
    return Media(kind, name, filename, mimetype, address, alt)
