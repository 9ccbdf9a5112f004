"""The newest words of every editor, published or not: what previews and the simulator show."""

from typing import TYPE_CHECKING

from wagtail.models import Revision

if TYPE_CHECKING:
    from .content import BotContent


def newest[T: BotContent](kind: type[T]) -> list[T]:
    """Each piece of this kind as its newest draft says it. One statement, however many."""
    return [_newest(row) for row in kind._default_manager.select_related("latest_revision")]


def _newest[T: BotContent](row: T) -> T:
    # What was published is the row: it may have been written past its revisions.
    if row.latest_revision is None or not row.has_unpublished_changes:
        return row
    draft = revised(row, row.latest_revision)
    draft.latest_revision = row.latest_revision
    return draft


def revised[T: BotContent](row: T, revision: Revision) -> T:
    """The piece as a revision of it says. Nothing is asked of the database, where Wagtail's own
    ``as_object`` looks up each relation."""
    draft: T = type(row).from_serializable_data(revision.content, check_fks=False)
    draft.pk = row.pk
    draft.live = row.live
    draft.has_unpublished_changes = row.has_unpublished_changes
    return draft
