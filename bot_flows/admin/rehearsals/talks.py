"""A conversation test made of what a real student wrote, with personal data taken out.

The lines are masked before they are shown, and once more before they are kept: what the editor
changes by hand may hold a name as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from bot_flows.blocks.script import MEDIA
from bot_flows.engine.events import MediaKind
from bot_flows.masking import NAME, mask
from bot_flows.models import Contact, ConversationTest, InboundEvent
from bot_flows.rehearsal import record
from bot_flows.scripts import Line, Opening, Says, Script, Sends, Waits

from . import bots
from .bots import Source
from .dialogue import passed
from .running import TestPage

RIGHTS = ("bot_flows.read_messages", "bot_flows.add_conversationtest")
LAST = (5, 10, 20, 40)
USUAL = 10
PAUSE = timedelta(hours=1)  # a shorter silence changes nothing in what the bot says
LONGEST = 4096
WORDS = ("text", "vote")  # typed, or tapped: what a tapped option says is understood as well


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a person did, masked. ``kind`` is one of WORDS or of media."""

    id: int
    kind: str
    text: str
    at: str
    pause: timedelta = timedelta()

    @property
    def is_text(self) -> bool:
        return self.kind in WORDS

    @property
    def kind_label(self) -> str:
        return str(dict(MEDIA).get(self.kind, self.kind))

    @property
    def pause_label(self) -> str:
        return passed(self.pause.total_seconds()) if self.pause else ""


def said_by(contact: Contact, last: int) -> list[Said]:
    """The last things this person did, oldest first, masked. Two statements."""
    kinds = (*WORDS, *map(str, MediaKind))
    rows = InboundEvent.objects.filter(contact=contact, kind__in=kinds)
    newest = list(rows.order_by("-sent_at", "-pk")[:last])
    return list(_masked(reversed(newest), names_of(contact)))


def names_of(contact: Contact) -> list[str]:
    """What this person is called: on WhatsApp, and as they told the bot."""
    conversation = getattr(contact, "conversation", None)
    slots = conversation.state.get("slots", {}) if conversation else {}
    return [name for name in (contact.name, slots.get("nome", "")) if name]


def _masked(rows: Iterable[InboundEvent], names: list[str]) -> Iterator[Said]:
    before = None
    for row in rows:
        pause = _pause(row.sent_at - before) if before else timedelta()
        before = row.sent_at
        at = date_format(timezone.localtime(row.sent_at), "SHORT_DATETIME_FORMAT")
        yield Said(row.pk, row.kind, mask(row.text, names)[:LONGEST], at, pause)


def _pause(time: timedelta) -> timedelta:
    """Whole hours, where it was long enough to matter."""
    return timedelta(hours=round(time / PAUSE)) if time >= PAUSE else timedelta()


class FromTalkView(TestPage):
    """Shows what would be kept, line by line, and makes the test."""

    template_name = "bot_flows/rehearsals/from_talk.html"
    page_title = gettext_lazy("Fazer um teste desta conversa")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not all(request.user.has_perm(right) for right in RIGHTS):
            raise PermissionDenied
        contacts = Contact.objects.select_related("conversation")
        self.contact = get_object_or_404(contacts, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def last(self) -> int:
        asked = self.request.GET.get("ultimas", "")
        return int(asked) if asked in map(str, LAST) else USUAL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "lines": said_by(self.contact, self.last),
            "last": self.last,
            "choices": LAST,
            "title": _("Conversa real de %s") % date_format(timezone.localdate(), "d/m/Y"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        bot = Source.AIR.bot()
        lines = tuple(self._lines())
        if bot is None or not lines:
            text = _("Escolha ao menos uma mensagem.") if bot else _("Nada foi publicado ainda.")
            messages.error(request, text)
            return self.get(request, *args, **kwargs)
        opening = Opening(name=NAME, returning=self._talked_before())
        test = self._keep(record(bot, Script(opening, lines)))
        text = _("“%s” foi salvo, com as respostas que o bot dá agora. Confira e ajuste.")
        messages.success(request, text % test)
        return redirect(bots.edit_url(test))

    def _lines(self) -> Iterator[Line]:
        """What was chosen, as the editor left it, masked once more."""
        chosen, names = set(self.request.POST.getlist("line")), names_of(self.contact)
        for said in said_by(self.contact, self.last):
            if str(said.id) not in chosen:
                continue
            if said.pause:
                yield Line(Waits(said.pause))
            if said.kind not in WORDS:
                yield Line(Sends(MediaKind(said.kind)))
            elif text := self.request.POST.get(f"text-{said.id}", said.text).strip():
                yield Line(Says(mask(text[:LONGEST], names)))

    def _talked_before(self) -> bool:
        """Whether the person had talked to the bot before the first of the chosen lines."""
        chosen = [int(pk) for pk in self.request.POST.getlist("line") if pk.isdecimal()]
        first = InboundEvent.objects.filter(contact=self.contact, pk__in=chosen)
        at = first.order_by("sent_at").values_list("sent_at", flat=True).first()
        earlier = InboundEvent.objects.filter(contact=self.contact, sent_at__lt=at)
        return at is not None and earlier.exists()

    def _keep(self, script: Script) -> ConversationTest:
        title = self.request.POST.get("title", "").strip() or _("Conversa real")
        by = cast(User, self.request.user)
        with transaction.atomic():
            test = ConversationTest.of(script, mask(title, names_of(self.contact)))
            test.save()
            test.save_revision(user=by, changed=True)
            data = {"contact": self.contact.pk}
            log(instance=test, action="bot_flows.test_from_talk", user=by, data=data)
        return test
