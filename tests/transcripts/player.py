"""Plays a transcript against a release: no database, no network, no clock.

Stored vacancies are a small table; ``! fontes: velhas`` (a new search is under way),
``! fontes: bloqueadas`` and ``! fontes: em dia`` set what the sources are like, and
``! busca terminou: TERM|TERM@CITY +2`` ends a search that brought two new vacancies of the
first term. ``! versão: NAME`` publishes a variant of the release (variants.py), and
``! texto: a\\u200b × 3`` is a text that a file would not show: escapes, and how often.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot_flows.chat import lines
from bot_flows.engine import effects, state
from bot_flows.engine.events import (
    Event,
    MediaKind,
    MediaReceived,
    SearchFinished,
    StaffSpoke,
    TextReceived,
    VacanciesFound,
    VacancyCard,
)
from bot_flows.engine.reading import fold
from bot_flows.engine.release import Release
from bot_flows.engine.state import State
from bot_flows.engine.turn import may_move, play
from bot_flows.transcript import Line, duration
from vacancies import phrases
from vacancies.shortlists import NO_MARKS

from .variants import VARIANTS

NAME = "Ana Souza"
START = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)  # a Monday, ten in the morning in Curitiba
MEDIA = {
    "áudio": MediaKind.AUDIO,
    "foto": MediaKind.IMAGE,
    "vídeo": MediaKind.VIDEO,
    "figurinha": MediaKind.STICKER,
    "documento": MediaKind.DOCUMENT,
    "localização": MediaKind.LOCATION,
    "contato": MediaKind.CONTACT,
    "ligação": MediaKind.CALL,
    "outra mídia": MediaKind.OTHER,
}
STORED = Counter(
    {
        "desenvolvimento web": 12,
        "dados": 7,
        "suporte de ti": 6,
        "testes de software": 3,
        "ux ui": 5,
        "design grafico": 6,
        "python": 2,
    }
)


class World:
    """What the transcript says that the sources are like, and which release is published."""

    def __init__(self, release: Release) -> None:
        self.stored = Counter(STORED)
        self.sources = "em dia"
        self.first = self.active = release
        self.mine = NO_MARKS
        self.seen: dict[int, VacancyCard] = {}

    def search(self, effect: effects.SearchVacancies) -> VacanciesFound:
        """Stored vacancies, oldest number first; in a city, the half of them that is there."""
        cards = [card for card in self._wanted(effect) if card.id not in self.mine.hidden]
        self.seen.update((card.id, card) for card in cards)
        left = [card for card in cards if card.id not in effect.exclude]
        return VacanciesFound(
            vacancies=tuple(replace(card, mark=self._mark(card)) for card in left[: effect.limit]),
            total=len(cards),
            updated="há 3 horas" if cards else "",
            refreshing=self.sources == "velhas" and not effect.stored_only,
            blocked=self.sources == "bloqueadas",
        )

    def _wanted(self, effect: effects.SearchVacancies) -> Iterator[VacancyCard]:
        """Of the clauses of a filter, only its words and its city count here."""
        if effect.saved:
            return (self.seen[pk] for pk in self.mine.saved)
        asked = phrases.read(effect.filters)
        terms = (asked.criteria.text or "dados",) if asked else effect.terms
        city = asked.criteria.city if asked else effect.city
        return (card for term in terms for card in self._cards(term, city))

    def _mark(self, card: VacancyCard) -> str:
        applied = "Você se candidatou" if card.id in self.mine.applied else ""
        return applied or ("Guardada" if card.id in self.mine.saved else "")

    def _cards(self, term: str, city: str) -> Iterator[VacancyCard]:
        first = sum(map(ord, fold(term))) * 100
        for number in range(1, self.stored[fold(term)] + 1, 2 if city else 1):
            yield VacancyCard(
                id=first + number,
                title=f"Estágio em {term} {number}",
                company=f"Empresa {number}",
                place=(city or "Curitiba/PR") if number % 2 else "Remoto",
                kind="Estágio",
                salary="R$ 1.200" if number % 3 == 1 else "",
                facts="20 h por semana · Híbrido" if number % 4 == 1 else "",
                reasons=f"Bate com: {term}" if number % 4 == 1 else "",
                source="Demonstração",
                published="ontem",
                confirmed="Confirmada há 3 h",
                link=f"https://exemplo.com.br/{first + number}",
            )


class Contact:
    """One conversation: its state, and the release that it is answered by."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.release = world.active
        self.state = State()

    def tell(self, event: Event, now: datetime) -> Iterator[Line]:
        """What the bot answers; the state goes through JSON between turns, as in a row."""
        place = state.from_json(state.to_json(self.state))
        if may_move(self.release, place, event, now):
            self.release = self.world.active
        turn = play(self.release, place, event, now, self.world.search)
        self.state = turn.state
        for effect in turn.effects:
            if isinstance(effect, effects.MarkVacancies):
                mine = self.world.mine
                self.world.mine = mine.with_mark(effect.mark, effect.vacancies, off=effect.off)
        return (line for effect in turn.effects for line in lines(effect))


def play_again(release: Release, script: list[Line]) -> list[Line]:
    """The transcript as it comes out now: the person's lines kept, the bot's made anew."""
    world, now = World(release), START
    contact = Contact(world)
    played: list[Line] = []
    for line in script:
        if line.mark in ("<", "*"):
            continue
        played.append(line)
        if line.mark == "@":
            now += duration(line.text)
        elif event := _event(line, world):
            played.extend(contact.tell(event, now))
    return played


def _event(line: Line, world: World) -> Event | None:
    if line.mark == ">":
        return TextReceived(line.text, NAME)
    if line.mark != "!":
        return None
    if line.text in MEDIA:
        return MediaReceived(MEDIA[line.text], NAME)
    name, _, rest = line.text.partition(": ")
    match name:
        case "fontes":
            world.sources = rest
            return None
        case "versão":
            world.active = VARIANTS[rest](world.first)
            return None
        case "texto":
            return TextReceived(_written_out(rest), NAME)
        case "atendente":
            return StaffSpoke(rest)
        case "busca terminou":
            return _finished(rest, world)
    raise ValueError(f"no such event: {line.text!r}")


def _written_out(text: str) -> str:
    said, _, times = text.partition(" × ")
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), said) * int(times or 1)


_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def _finished(text: str, world: World) -> SearchFinished:
    search, _, new = text.rpartition(" +")
    words, _, city = search.partition("@")
    terms = [fold(term) for term in words.split("|")]
    world.stored[terms[0]] += int(new) * (2 if city else 1)
    return SearchFinished(f"{'|'.join(terms)}@{fold(city)}")
