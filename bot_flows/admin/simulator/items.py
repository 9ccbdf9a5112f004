"""A talk as a page shows it: bubbles, remarks between them, and where each came from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bot_flows import menu_forms, whatsapp
from bot_flows.engine import effects
from bot_flows.engine.effects import Effect, Offer, Say, Source
from bot_flows.engine.release import Media, MenuForm
from bot_flows.engine.release import Release as Bot
from bot_flows.models import Flow, ReplyTemplate
from bot_flows.models.preview import Bubble
from bot_flows.rehearsal import Says, Sends, Waits
from bot_flows.replies import REPLIES
from bot_flows.simulator import wording
from bot_flows.simulator.acts import Act, SearchEnds, StaffSays
from bot_flows.simulator.talk import Exchange, Talk
from bot_flows.simulator.telling import short

NEWEST = "2026.6.1"  # of WAHA, from which on every engine is one edition


@dataclass(frozen=True, slots=True)
class Link:
    """Where words are written. ``url`` is empty for who may not open it."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """``who`` is person, bot, staff or note. ``options`` are those of a poll or a list."""

    who: str
    text: str
    time: str = ""
    why: str = ""
    media: Media | None = None
    form: str = ""
    options: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def formatted(self) -> SafeString:
        """The text as HTML, with WhatsApp's bold, italics and strike."""
        return Bubble(self.who, self.text).formatted


class Editor:
    """Where the words of a talk are written. Two statements, however many words."""

    def __init__(self, talk: Talk, *, may_open: bool) -> None:
        spoken = [item for exchange in talk.exchanges for item in exchange.effects]
        found = [item.source for item in spoken if isinstance(item, Say | Offer)]
        if talk.state.at:
            found.append(Source(talk.state.at.flow, talk.state.at.step))
        flows = {item.flow for item in found if _is_key(item.flow)} if may_open else set()
        replies = {item.reply for item in found if item.reply} if may_open else set()
        self._flows = _rows(Flow, flows)
        self._replies = _rows(ReplyTemplate, replies)

    def links(self, source: Source, bot: Bot) -> Iterator[Link]:
        if source.reply:
            yield Link(_reply_name(source.reply), self._reply_url(source.reply))
        elif source.flow:
            yield Link(wording.spot(bot, source.flow, source.step), self.step_url(source))

    def step_url(self, source: Source) -> str:
        pk = self._flows.get(source.flow)
        return f"{_edit('flow', pk)}#block-{source.step}-section" if pk else ""

    def _reply_url(self, key: str) -> str:
        pk = self._replies.get(key)
        return _edit("replytemplate", pk) if pk else ""


def _rows(kind: type[Any], references: set[str]) -> dict[str, int]:
    rows = kind.objects.filter(key__in=references).values_list("key", "pk")
    return {str(key): pk for key, pk in rows}


def _is_key(reference: str) -> bool:
    """Whether a flow of ours can have this id; a release of long ago may name others."""
    return len(reference) == len(str(UUID(int=0))) and reference.count("-") == 4


def _reply_name(key: str) -> str:
    names = {str(reply): note.name for reply, note in REPLIES.items()}
    return _("Resposta “%s”") % names.get(key, key)


def _edit(model: str, pk: int) -> str:
    return reverse(f"wagtailsnippets_bot_flows_{model}:edit", args=[pk])


def items(talk: Talk, editor: Editor, engine: str) -> list[Item]:
    """Everything that is seen of a talk, in order."""
    return [item for exchange in talk.exchanges for item in _exchange(exchange, editor, engine)]


def _exchange(exchange: Exchange, editor: Editor, engine: str) -> Iterator[Item]:
    if exchange.act:
        why = wording.why(exchange.heard, exchange.release) if exchange.heard else ""
        yield _act(exchange.act, exchange.at, why)
    answered = False
    for effect in exchange.effects:
        for item in _effect(effect, exchange, editor, engine):
            answered = answered or item.who == "bot"
            yield item
    if not answered and isinstance(exchange.act, Says | Sends):
        yield Item("note", _("O bot não respondeu."))


def _act(act: Act, at: datetime, why: str) -> Item:
    match act:
        case Says(text):
            return Item("person", text, _hour(at), why)
        case Sends(kind):
            return Item("person", f"[{wording.MEDIA[kind]}]", _hour(at), why)
        case StaffSays(text):
            return Item("staff", text, _hour(at), why)
        case SearchEnds():
            return Item("note", _("A busca nos sites terminou."))
        case Waits(time):
            words = {"time": short(time), "now": moment(at)}
            return Item("note", _("Passa o tempo: +%(time)s. Agora é %(now)s.") % words)


def _effect(effect: Effect, exchange: Exchange, editor: Editor, engine: str) -> Iterator[Item]:
    match effect:
        case Say() | Offer():
            links = tuple(editor.links(effect.source, exchange.release))
            for part in whatsapp.render(effect):
                yield _bubble(part, effect, exchange, engine, links)
        case effects.SearchVacancies():
            yield Item("note", _search(effect))
        case effects.MarkVacancies():
            yield Item("note", _("Isso fica anotado para a pessoa; aqui, só nesta conversa."))
        case effects.HandOver():
            yield Item("note", _("Uma pessoa da equipe assume: o bot fica calado."))
        case effects.OptOut():
            yield Item("note", _("A partir daqui o bot nunca mais escreve primeiro."))


def _search(effect: effects.SearchVacancies) -> str:
    if effect.saved:
        return _("Procura as vagas que a pessoa guardou nesta conversa.")
    where = _(" em %s") % effect.city if effect.city else ""
    terms = ", ".join(f"“{term}”" for term in effect.terms) or f"“{effect.filters}”"
    return _("Procura vagas de %s; nada é pedido aos sites.") % (terms + where)


def _bubble(
    part: whatsapp.Rendered,
    effect: Say | Offer,
    exchange: Exchange,
    engine: str,
    links: tuple[Link, ...],
) -> Item:
    time, text = _hour(exchange.at), part.text
    if isinstance(effect, Offer) and part.asked:
        question = menu_forms.question_of(part.text, effect.options)
        wanted = exchange.release.settings.menu_form
        form = menu_forms.form(wanted, engine, "", NEWEST, effect.options, question)
        if form is not MenuForm.TEXT:
            said = menu_forms.poll_name(question) if form is MenuForm.POLL else question
            return Item("bot", said, time, form=form, options=effect.options, links=links)
    return Item("bot", text, time, media=part.media, links=links)


def _hour(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def moment(at: datetime) -> str:
    """A day and an hour as people here write them."""
    return date_format(timezone.localtime(at), r"l, d/m/Y, H:i")


def touched(talk: Talk) -> set[str]:
    """The references of flows and replies that had a part in a talk."""
    found: set[str] = set()
    for exchange in talk.exchanges:
        for effect in exchange.effects:
            if isinstance(effect, Say | Offer):
                found |= {effect.source.flow, effect.source.reply}
        found |= _visited(exchange)
    return found - {""}


def _visited(exchange: Exchange) -> set[str]:
    places: Iterable[Any] = (exchange.before.at, exchange.after.at)
    return {place.flow for place in places if place}
