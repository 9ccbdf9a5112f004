"""What came in and what went out, to read. Messages are personal data: only people with
the permission *read_messages* see them."""

from datetime import datetime
from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from bot_flows.inbox import SEARCH_FINISHED
from bot_flows.models import InboundEvent, OutboundMessage

from .rehearsals.buttons import TestButtons

READ = "bot_flows.read_messages"
LOOKS = ["css/logs.css"]
SHOWN = 90  # characters of a message in a list; all of it is one click away
KINDS: dict[str, Promise] = {
    "text": _("texto"),
    "audio": _("áudio"),
    "image": _("imagem"),
    "video": _("vídeo"),
    "sticker": _("figurinha"),
    "document": _("documento"),
    "location": _("localização"),
    "contact": _("contato"),
    "call": _("ligação"),
    "other": _("outra"),
    "vote": _("toque numa opção"),
    "vote_lost": _("toque que não chegou"),
    "staff": _("da equipe"),
    SEARCH_FINISHED: _("fim de busca"),
}


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


class KindFilter(SimpleListFilter):
    """By kind, in words; the kinds are known and need not be looked for in the table."""

    title = _("tipo")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(KINDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ReaderPermissions(PermissionHelper):
    """Read with the permission; never written."""

    def user_can_list(self, user: Any) -> bool:
        return bool(user.has_perm(READ))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return bool(user.has_perm(READ))

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class MessageLog(ModelAdmin):
    """A log of messages."""

    permission_helper_class = ReaderPermissions
    button_helper_class = TestButtons
    add_to_admin_menu = False
    inspect_view_enabled = True
    history_view_enabled = False
    list_select_related = ("contact",)
    list_per_page = 50
    index_view_extra_css = LOOKS
    empty_value_display = "–"

    @display(description=_("texto"))
    def beginning(self, message: InboundEvent | OutboundMessage) -> str:
        return Truncator(message.text).chars(SHOWN)

    def get_permissions_for_registration(self) -> QuerySet[Permission]:
        return Permission.objects.none()

    def register_indexing(self) -> None:
        """Nothing: an index of references would cost statements with each message."""


class InboundLog(MessageLog):
    model = InboundEvent
    menu_label = _("Mensagens recebidas")
    menu_icon = "download"
    list_display = ("received", "contact", "kind_name", "beginning", "answered", "error")
    list_filter = (KindFilter, "received_at", "answered_at")
    search_fields = ("text", "contact__name", "error")
    ordering = ("-received_at", "-pk")

    @display(description=_("recebida em"), ordering="received_at")
    def received(self, event: InboundEvent) -> str:
        return _moment(event.received_at)

    @display(description=_("respondida em"), ordering="answered_at")
    def answered(self, event: InboundEvent) -> str:
        return _moment(event.answered_at)

    @display(description=_("tipo"), ordering="kind")
    def kind_name(self, event: InboundEvent) -> str:
        return str(KINDS.get(event.kind, event.kind))


class OutboundLog(MessageLog):
    model = OutboundMessage
    menu_label = _("Mensagens enviadas")
    menu_icon = "upload"
    list_display = ("created", "contact", "beginning", "status", "sent", "attempts", "error")
    list_filter = ("status", "created_at")
    search_fields = ("text", "contact__name", "error")
    ordering = ("-created_at", "-pk")

    @display(description=_("criada em"), ordering="created_at")
    def created(self, message: OutboundMessage) -> str:
        return _moment(message.created_at)

    @display(description=_("enviada em"), ordering="sent_at")
    def sent(self, message: OutboundMessage) -> str:
        return _moment(message.sent_at)


INBOUND, OUTBOUND = InboundLog(), OutboundLog()
