"""Plays a transcript against a release: no database, no network, no clock.

Stored vacancies are a small table; ``! fontes: velhas`` (a new search is under way),
``! fontes: bloqueadas`` and ``! fontes: em dia`` set what the sources are like, and
``! busca terminou: TERM +2`` ends a search that brought two new vacancies.
"""

from collections import Counter
from collections.abc import Iterator
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
from bot_flows.engine.turn import play
from bot_flows.transcript import Line, duration

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
    """What the transcript says that the sources are like."""

    def __init__(self) -> None:
        self.stored = Counter(STORED)
        self.sources = "em dia"

    def search(self, effect: effects.SearchVacancies) -> VacanciesFound:
        """Stored vacancies, oldest number first; half of them are in the city that was asked."""
        cards = [card for term in effect.terms for card in self._cards(fold(term))]
        if effect.city:
            cards = cards[::2]
        left = [card for card in cards if card.id not in effect.exclude]
        return VacanciesFound(
            vacancies=tuple(left[: effect.limit]),
            total=len(cards),
            updated="há 3 horas",
            refreshing=self.sources == "velhas" and not effect.stored_only,
            blocked=self.sources == "bloqueadas",
        )

    def _cards(self, term: str) -> Iterator[VacancyCard]:
        first = sum(map(ord, term)) * 100
        for number in range(1, self.stored[term] + 1):
            yield VacancyCard(
                id=first + number,
                title=f"Estágio em {term} {number}",
                company=f"Empresa {number}",
                place="Curitiba/PR" if number % 2 else "Remoto",
                kind="Estágio",
                salary="R$ 1.200" if number % 3 == 1 else "",
                source="Demonstração",
                published="ontem",
                link=f"https://exemplo.com.br/{first + number}",
            )


def play_again(release: Release, script: list[Line]) -> list[Line]:
    """The transcript as it comes out now: the person's lines kept, the bot's made anew."""
    world, now, place = World(), START, State()
    played: list[Line] = []
    for line in script:
        if line.mark in ("<", "*"):
            continue
        played.append(line)
        if line.mark == "@":
            now += duration(line.text)
            continue
        event = _event(line, world)
        if event is None:
            continue
        place = state.from_json(state.to_json(place))
        turn = play(release, place, event, now, world.search)
        place = turn.state
        played.extend(line for effect in turn.effects for line in lines(effect))
    return played


def _event(line: Line, world: World) -> Event | None:
    if line.mark == ">":
        return TextReceived(line.text, "Ana Souza")
    if line.mark != "!":
        return None
    if line.text in MEDIA:
        return MediaReceived(MEDIA[line.text], "Ana Souza")
    name, _, rest = line.text.partition(": ")
    match name:
        case "fontes":
            world.sources = rest
            return None
        case "atendente":
            return StaffSpoke(rest)
        case "busca terminou":
            return _finished(rest, world)
    raise ValueError(f"no such event: {line.text!r}")


def _finished(text: str, world: World) -> SearchFinished:
    term, _, new = text.rpartition(" +")
    world.stored[fold(term.partition("@")[0])] += int(new)
    words, _, city = term.partition("@")
    return SearchFinished(f"{fold(words)}@{fold(city)}")
