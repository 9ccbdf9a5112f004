"""What lists say of the review of each piece. One statement for the whole list."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.models import Revision, WorkflowState

from .addresses import address


def with_review(pieces: QuerySet[Any]) -> QuerySet[Any]:
    """Each piece with ``review``, the status of its workflow, and ``waits``, whether it is to
    be published at a set time."""
    kind = ContentType.objects.get_for_model(pieces.model)
    own = {"base_content_type": kind, "object_id": Cast(OuterRef("pk"), CharField())}
    state = WorkflowState.objects.active().filter(**own)
    waiting = Revision.objects.filter(**own, approved_go_live_at__isnull=False)
    return pieces.annotate(
        review=Subquery(state.order_by().values("status")[:1]), waits=Exists(waiting)
    )


def review_words(piece: Any) -> str:
    match piece.review:
        case WorkflowState.STATUS_IN_PROGRESS:
            return _("Aguarda revisão")
        case WorkflowState.STATUS_NEEDS_CHANGES:
            return _("Mudanças pedidas")
        case _:
            return ""


class ReviewColumn(Column):
    """Where the review of this piece stands, with a link to it."""

    cell_template_name = "bot_flows/access/review_cell.html"

    def __init__(self) -> None:
        super().__init__("review", label=gettext_lazy("Em revisão"), accessor=review_words)

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "url": address(instance)}


class StateColumn(LiveStatusTagColumn):
    """Wagtail's column of the same words, which asks the database for each row."""

    def get_value(self, instance: Any) -> str:
        if instance.waits:
            return _("online + agendado") if instance.live else _("agendado")
        if not instance.live:
            return _("expirado") if instance.expired else _("rascunho")
        return _("online + rascunho") if instance.has_unpublished_changes else _("online")
