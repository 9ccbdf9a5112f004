"""What came in and what went out, to read. Messages are personal data: only people with
the permission *read_messages* see them."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from bot_flows.models import InboundEvent, OutboundMessage

READ = "bot_flows.read_messages"


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
    add_to_admin_menu = False
    inspect_view_enabled = True
    history_view_enabled = False
    list_select_related = ("contact",)
    list_per_page = 50

    def get_permissions_for_registration(self) -> QuerySet[Permission]:
        return Permission.objects.none()

    def register_indexing(self) -> None:
        """Nothing: an index of references would cost statements with each message."""


class InboundLog(MessageLog):
    model = InboundEvent
    menu_label = _("Mensagens recebidas")
    menu_icon = "download"
    list_display = ("received_at", "contact", "kind", "text", "answered_at", "attempts", "error")
    list_filter = ("kind", "received_at", "answered_at")
    search_fields = ("text", "contact__name", "error")
    ordering = ("-received_at", "-pk")


class OutboundLog(MessageLog):
    model = OutboundMessage
    menu_label = _("Mensagens enviadas")
    menu_icon = "upload"
    list_display = ("created_at", "contact", "text", "status", "sent_at", "attempts", "error")
    list_filter = ("status", "created_at")
    search_fields = ("text", "contact__name", "error")
    ordering = ("-created_at", "-pk")


INBOUND, OUTBOUND = InboundLog(), OutboundLog()
