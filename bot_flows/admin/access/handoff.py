"""The conversations that a person of ours has: the bot is silent there, until when, and the
way to give one back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DateTimeField, IntegerField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.log_actions import log

from bot_flows import conversations, inbox, tasks
from bot_flows.admin.logs import READ
from bot_flows.masking import hide_address
from bot_flows.models import Conversation, Release
from bot_flows.models.release import load
from bot_flows.waha.payloads import Incoming

GIVEN_BACK = "bot_flows.hand_back"
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Attendance:
    """A conversation in which the bot is silent. ``since`` is None where nobody can tell."""

    contact_id: int
    name: str
    phone: str
    since: datetime | None
    until: datetime
    left: str

    @property
    def messages_url(self) -> str:
        return f"{reverse('bot_flows_inboundevent_modeladmin_index')}?contact__id={self.contact_id}"

    @property
    def give_back_url(self) -> str:
        return reverse("bot_handoff:give_back", args=[self.contact_id])


def silent(now: datetime) -> QuerySet[Conversation]:
    """The conversations in which the bot is silent now; ``until`` is when it speaks again."""
    until = Cast(KT("state__silent_until"), DateTimeField())
    return (
        Conversation.objects.filter(state__has_key="silent_until")
        .annotate(until=until)
        .filter(until__gt=now)
        .order_by("until", "pk")
    )


def in_words(left: timedelta) -> str:
    """Time left, as somebody would say it."""
    minutes = max(1, round(left.total_seconds() / 60))
    if minutes < 60:
        return ngettext("%(n)s minuto", "%(n)s minutos", minutes) % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        said = ngettext("%(n)s hora", "%(n)s horas", hours) % {"n": hours}
        return f"{said} e {rest} min" if rest else said
    return ngettext("%(n)s dia", "%(n)s dias", hours // 24) % {"n": hours // 24}


def _attendances(rows: list[Any], now: datetime) -> list[Attendance]:
    numbers = {row.release_id for row in rows} - {None}
    lengths = _handoff_minutes(numbers)
    return [_attendance(row, lengths.get(row.release_id), now) for row in rows]


def _handoff_minutes(numbers: set[int]) -> dict[int, int]:
    """How long the bot is silent, as each of these releases says."""
    length = Cast(KT("document__settings__handoff_minutes"), IntegerField())
    found = Release.objects.filter(pk__in=numbers).annotate(length=length)
    return {pk: length for pk, length in found.values_list("pk", "length") if length}


def _attendance(row: Any, minutes: int | None, now: datetime) -> Attendance:
    phones = (hide_address(alias.address) for alias in row.contact.aliases.all())
    return Attendance(
        contact_id=row.pk,
        name=row.contact.name or _("Sem nome"),
        phone=next(filter(None, phones), ""),
        since=row.until - timedelta(minutes=minutes) if minutes else None,
        until=row.until,
        left=in_words(row.until - now),
    )


class ReaderMixin:
    """Only for those who may read people's messages."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class AttendancesView(ReaderMixin, generic.BaseListingView):
    """Who is with a person of ours now, the one that comes back first at the top."""

    template_name = "bot_flows/access/attendances.html"
    page_title = gettext_lazy("Atendimentos")
    header_icon = "group"
    index_url_name = "bot_handoff:index"
    paginate_by = PER_PAGE
    is_searchable = False

    def get_queryset(self) -> QuerySet[Conversation]:
        return silent(timezone.now()).select_related("contact").prefetch_related("contact__aliases")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["attendances"] = _attendances(list(context["object_list"]), timezone.now())
        return context


class GiveBackView(ReaderMixin, View):
    """Lets the bot speak again: the word of the staff, as if it had come from the phone."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, contact_id: int) -> HttpResponse:
        rows = Conversation.objects.select_related("contact")
        conversation = get_object_or_404(rows, pk=contact_id)
        if give_back(conversation, timezone.now()):
            title = _("Contato %(id)s") % {"id": conversation.pk}  # no names in the log
            log(instance=conversation, action=GIVEN_BACK, user=request.user, title=title)
            messages.success(request, _("O bot voltou a responder a %s.") % conversation.contact)
        else:
            messages.warning(request, _("O bot já respondia a %s.") % conversation.contact)
        return redirect("bot_handoff:index")


def give_back(conversation: Conversation, now: datetime) -> bool:
    """Record the staff's word and answer it; False where the bot was not silent."""
    until = conversation.state.get("silent_until")
    if not until:
        return False
    for word in _words(conversation):
        with transaction.atomic():
            inbox.receive(_spoken(conversation, word, until, now), now=now)
            tasks.wake(conversations.answer(conversation.pk, now=now))
        conversation.refresh_from_db()
        if conversation.state.get("silent_until") != until:
            return True
    return False


def _words(conversation: Conversation) -> list[str]:
    """The word of the conversation's own release first, then of the one on the air, by which
    the next event may be heard."""
    active = Release.objects.filter(active=True).values_list("pk", flat=True).first()
    numbers = [number for number in (conversation.release_id, active) if number]
    return list(dict.fromkeys(load(number).settings.release_word for number in numbers))


def _spoken(conversation: Conversation, word: str, until: str, now: datetime) -> Incoming:
    """The key names this silence: pressed twice, the button is heard once."""
    aliases = tuple(conversation.contact.aliases.values_list("address", flat=True))
    return Incoming(
        session=inbox.OWN_SESSION,
        key=f"give-back:{conversation.pk}:{until}:{word}",
        kind="staff",
        chat_id=conversation.chat_id,
        aliases=aliases or (conversation.chat_id,),
        name="",
        text=word,
        sent_at=now,
    )
