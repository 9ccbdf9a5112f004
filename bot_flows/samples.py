"""A small fixed world of vacancies, so that a rehearsal says the same tomorrow."""

from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from zlib import crc32

from .engine.effects import SearchVacancies
from .engine.events import VacanciesFound, VacancyCard
from .engine.reading import fold

EACH = 12  # cards a term: more than the largest page, so that "mais" always has something
UPDATED = "há 3 horas"
CITIES = ("Curitiba/PR", "Remoto", "Londrina/PR", "Ponta Grossa/PR")
COMPANIES = ("Araucária Sistemas", "Capivara Labs", "Ipê Engenharia", "Gralha Azul Saúde")
SALARIES = ("R$ 1.200", "", "R$ 1.500", "")
DAYS = ("hoje", "ontem", "há 3 dias")

type Search = Callable[[SearchVacancies, datetime], VacanciesFound]


class World(StrEnum):
    """What a search for vacancies finds in a test."""

    SOME = "some"
    NONE = "none"
    BLOCKED = "blocked"


def search(world: World | str) -> Search:
    """A ``chat.Search`` of this world: the same cards for the same words, always.

    ``some`` has EACH cards for every term there is, ``none`` has nothing, and in ``blocked``
    every source turned us away. Nothing is ever refreshing.
    """
    match World(world):
        case World.SOME:
            return _some
        case World.NONE:
            return lambda effect, now: VacanciesFound((), 0, UPDATED)
        case World.BLOCKED:
            return lambda effect, now: VacanciesFound((), 0, blocked=True)


def _some(effect: SearchVacancies, now: datetime) -> VacanciesFound:
    cards = [card for term in effect.terms for card in _cards(term, effect.city)]
    left = tuple(card for card in cards if card.id not in effect.exclude)
    return VacanciesFound(left[: effect.limit], len(cards), UPDATED)


def _cards(term: str, city: str) -> Iterator[VacancyCard]:
    first = crc32(fold(term).encode()) % 1_000_000 * 100
    for number in range(EACH):
        yield VacancyCard(
            id=first + number,
            title=f"Estágio em {term} {number + 1}",
            company=COMPANIES[number % len(COMPANIES)],
            place=city or CITIES[number % len(CITIES)],
            kind="Estágio",
            salary=SALARIES[number % len(SALARIES)],
            source="Exemplo",
            published=DAYS[number % len(DAYS)],
            link=f"https://exemplo.com.br/vaga/{first + number}",
        )
