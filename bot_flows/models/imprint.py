"""Whether anything changed that a release is made of: told by the stored content itself.

Nothing that is derived (times, revision numbers) is trusted: a row that is written past
Wagtail, and a revision that autosave writes over, change the imprint too.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from django.db.models import Case, TextField, Value, When
from django.db.models.functions import MD5, Cast
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.selectors import live_courses

from .content import BotSettings, Flow, ReplyTemplate

DRAFT = Case(
    When(has_unpublished_changes=True, then=MD5(Cast("latest_revision__content", TextField()))),
    default=Value(""),
    output_field=TextField(),
)
SHARED = ("pk", "key", "title", "live", "expire_at", "returns_to")


def imprint() -> str:
    """A digest of the live content, the newest drafts, the settings, courses and files.

    Eight statements, whatever there is of it.
    """
    digest = blake2b(digest_size=16)
    for row in _rows():
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _rows() -> Iterator[Any]:
    steps = MD5(Cast("steps", TextField()))
    yield from Flow.objects.order_by("pk").values_list(*SHARED, "triggers", steps, DRAFT)
    yield from ReplyTemplate.objects.order_by("pk").values_list(*SHARED, "text", DRAFT)
    yield from BotSettings.objects.order_by("pk").values_list()
    yield from live_courses()
    yield from get_image_model().objects.order_by("pk").values_list()
    yield from get_document_model().objects.order_by("pk").values_list()
