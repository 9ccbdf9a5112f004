"""Whom the bot talks with, for staff: masked, unless somebody who may asks for one person.

Each unmasking is an entry in the audit log: who, with which key, which contact.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.log_actions import log

from bot_flows.masking import hide_address, hide_name, mask
from bot_flows.models import Contact, Conversation, InboundEvent, OutboundMessage
from home.integrations import ApiToken, Scope

from . import examples

UNMASKED = "bot_flows.unmask"
MESSAGES, MOST_MESSAGES = 50, 200


class UnmaskQuery(serializers.Serializer):
    unmask = serializers.BooleanField(
        required=False, default=False, help_text="Pede a permissão `unmask`, e fica registrado."
    )


class MessagesQuery(UnmaskQuery):
    messages = serializers.IntegerField(
        required=False, default=MESSAGES, min_value=1, max_value=MOST_MESSAGES
    )
    before = serializers.DateTimeField(
        required=False, help_text="Só mensagens de antes deste momento."
    )


class ContactSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.SerializerMethodField(help_text="Só a inicial, enquanto mascarado.")
    addresses = serializers.SerializerMethodField(
        help_text="No WhatsApp; só o fim do número, enquanto mascarado."
    )
    opted_out = serializers.BooleanField(help_text="Pediu para parar.")
    created_at = serializers.DateTimeField()
    masked = serializers.SerializerMethodField()

    def get_name(self, contact: Contact) -> str:
        return contact.name if self._open else hide_name(contact.name)

    def get_addresses(self, contact: Contact) -> list[str]:
        said = sorted(alias.address for alias in contact.aliases.all())
        return said if self._open else [text for a in said if (text := hide_address(a))]

    def get_masked(self, contact: Contact) -> bool:
        return not self._open

    @property
    def _open(self) -> bool:
        return bool(self.context.get("unmasked"))


class ConversationSerializer(serializers.Serializer):
    """Where somebody is in the bot. Nothing in it says who."""

    contact = serializers.IntegerField(source="pk")
    release = serializers.IntegerField(source="release_id", allow_null=True)
    flow = serializers.SerializerMethodField()
    step = serializers.SerializerMethodField()
    waits_for = serializers.SerializerMethodField(help_text="answer, term, list, news, rescue …")
    silent_until = serializers.SerializerMethodField(help_text="Com uma pessoa até então.")
    sent_count = serializers.IntegerField()
    updated_at = serializers.DateTimeField()

    @extend_schema_field({"type": ["string", "null"]})
    def get_flow(self, row: Conversation) -> str | None:
        return _place(row)[0]

    @extend_schema_field({"type": ["string", "null"]})
    def get_step(self, row: Conversation) -> str | None:
        return _place(row)[1]

    @extend_schema_field({"type": ["string", "null"]})
    def get_waits_for(self, row: Conversation) -> str | None:
        return _place(row)[2]

    @extend_schema_field({"type": ["string", "null"], "format": "date-time"})
    def get_silent_until(self, row: Conversation) -> str | None:
        return row.state.get("silent_until")


class MessageSerializer(serializers.Serializer):
    direction = serializers.ChoiceField(choices=["in", "out"])
    at = serializers.DateTimeField()
    kind = serializers.CharField(help_text="text, audio, image, vote …")
    status = serializers.CharField(help_text="queued, sending, sent, failed; ou answered, waiting.")
    text = serializers.CharField(allow_blank=True)


class ConversationDetailSerializer(ConversationSerializer):
    masked = serializers.BooleanField()
    slots = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        help_text="O que a pessoa respondeu; só os nomes, enquanto mascarado.",
    )
    messages = MessageSerializer(many=True)


class _PeopleViewSet(viewsets.GenericViewSet):
    """``scopes`` is held by the door that this hangs on, which also knows who asks."""

    lookup_value_regex = "[0-9]{1,18}"
    scopes: Mapping[str, str] = dict.fromkeys(("list", "retrieve"), Scope.CONVERSATIONS)

    def may(self, scope: str) -> bool:
        return False

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def unmasks(self, asked: bool, contact: Contact) -> bool:
        """Whether this contact is shown as it is; refused or written down, never in silence."""
        if not asked:
            return False
        if not self.may(Scope.UNMASK):
            raise PermissionDenied(_("Tirar a máscara pede a permissão “%s”.") % Scope.UNMASK)
        log_unmasking(contact, self.request.user)
        return True


class ContactViewSet(_PeopleViewSet):
    serializer_class = ContactSerializer

    def get_queryset(self) -> QuerySet[Contact]:
        return Contact.objects.order_by("-pk").prefetch_related("aliases")

    @extend_schema(summary="Contatos, mascarados", examples=[examples.CONTACT])
    def list(self, request: Request) -> Response:
        return super().list(request)

    @extend_schema(summary="Um contato", parameters=[UnmaskQuery], examples=[examples.CONTACT])
    def retrieve(self, request: Request, pk: str) -> Response:
        said = _read(UnmaskQuery, request)
        contact = get_object_or_404(self.get_queryset(), pk=pk)
        unmasked = self.unmasks(said["unmask"], contact)
        return Response(ContactSerializer(contact, context={"unmasked": unmasked}).data)


class ConversationViewSet(_PeopleViewSet):
    serializer_class = ConversationSerializer

    def get_queryset(self) -> QuerySet[Conversation]:
        return Conversation.objects.order_by("-pk")

    @extend_schema(summary="Conversas", examples=[examples.CONVERSATION])
    def list(self, request: Request) -> Response:
        return super().list(request)

    @extend_schema(
        summary="Uma conversa, com as últimas mensagens",
        parameters=[MessagesQuery],
        responses=ConversationDetailSerializer,
        examples=[examples.CONVERSATION_DETAIL],
    )
    def retrieve(self, request: Request, pk: str) -> Response:
        said = _read(MessagesQuery, request)
        rows = self.get_queryset().select_related("contact")
        row = get_object_or_404(rows, pk=pk)
        unmasked = self.unmasks(said["unmask"], row.contact)
        lines = newest_messages(row.pk, said["messages"], said.get("before"))
        slots = row.state.get("slots", {})
        body = {
            **ConversationSerializer(row).data,
            "masked": not unmasked,
            "slots": {name: str(value) if unmasked else "" for name, value in slots.items()},
            "messages": [_line(line, row.contact, unmasked=unmasked) for line in lines],
        }
        return Response(body)


def log_unmasking(contact: Contact, user: Any) -> None:
    """With no name of the contact's: the log is read by people who may not read messages."""
    token = user if isinstance(user, ApiToken) else None
    title = _("Contato %(id)s") % {"id": contact.pk}
    data = {"token": token.pk, "name": str(token)} if token else {}
    log(instance=contact, action=UNMASKED, user=None if token else user, title=title, data=data)
    if token:
        log(instance=token, action=UNMASKED, data={"contact": contact.pk})


type Line = tuple[datetime, str, str, str, str]


def newest_messages(contact_id: int, most: int, before: datetime | None) -> list[Line]:
    """What both sides said last, oldest first; two statements."""
    until = before or timezone.now().replace(year=9999)
    heard = InboundEvent.objects.filter(contact=contact_id, sent_at__lt=until)
    said = OutboundMessage.objects.filter(contact=contact_id, created_at__lt=until)
    rows = [*_heard(heard.order_by("-sent_at", "-pk")[:most])]
    rows += _told(said.order_by("-number")[:most])
    return sorted(rows, key=lambda row: row[0])[-most:]


def _heard(rows: QuerySet[InboundEvent]) -> Iterator[Line]:
    for row in rows:
        yield row.sent_at, "in", row.kind, "answered" if row.answered_at else "waiting", row.text


def _told(rows: QuerySet[OutboundMessage]) -> Iterator[Line]:
    for row in rows:
        kind = (row.media or {}).get("kind") or row.form or "text"
        yield row.created_at, "out", kind, row.status, row.text


def _line(line: Line, contact: Contact, *, unmasked: bool) -> dict[str, Any]:
    at, direction, kind, status, text = line
    shown = text if unmasked else mask(text, [contact.name] if contact.name else [])
    row = {"direction": direction, "at": at, "kind": kind, "status": status, "text": shown}
    return dict(MessageSerializer(row).data)


def _place(row: Conversation) -> tuple[str | None, str | None, str | None]:
    flow, step, phase = row.state.get("at") or (None, None, None)
    return flow, step, phase


def _read(query: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    said = query(data=request.query_params.dict())
    said.is_valid(raise_exception=True)
    return said.validated_data
