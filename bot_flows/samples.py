"""A small fixed world of vacancies, so that a rehearsal says the same tomorrow."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from zlib import crc32

from vacancies.shortlists import NO_MARKS

from .engine.effects import Effect, MarkVacancies, SearchVacancies
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


class Sample:
    """This world for one student: the same cards for the same words, always.

    ``some`` has EACH cards for every term there is, ``none`` has nothing, and in ``blocked``
    every source turned us away. Nothing is ever refreshing. What the student marks is
    remembered for as long as this object lives.
    """

    def __init__(self, world: World | str) -> None:
        self._world = World(world)
        self._mine = NO_MARKS
        self._seen: dict[int, VacancyCard] = {}

    def __call__(self, effect: SearchVacancies, now: datetime) -> VacanciesFound:
        if effect.saved:
            return self._page([self._seen[pk] for pk in self._mine.saved], effect, "")
        match self._world:
            case World.SOME:
                terms = effect.terms or (effect.filters.rpartition(":")[2].strip(),)
                cards = [card for term in terms for card in _cards(term, effect.city)]
                hidden = self._mine.hidden - set(effect.exclude)
                return self._page([card for card in cards if card.id not in hidden], effect)
            case World.NONE:
                return VacanciesFound((), 0, UPDATED)
            case World.BLOCKED:
                return VacanciesFound((), 0, blocked=True)

    def see(self, effects: Iterable[Effect]) -> None:
        """Remember what the student marked."""
        for effect in effects:
            if isinstance(effect, MarkVacancies):
                known = [pk for pk in effect.vacancies if pk in self._seen]
                self._mine = self._mine.with_mark(effect.mark, known, off=effect.off)

    def _page(
        self, cards: list[VacancyCard], effect: SearchVacancies, updated: str = UPDATED
    ) -> VacanciesFound:
        left = [card for card in cards if card.id not in effect.exclude][: effect.limit]
        self._seen.update((card.id, card) for card in left)
        page = tuple(replace(card, mark=self._mark(card.id)) for card in left)
        return VacanciesFound(page, len(cards), updated)

    def _mark(self, pk: int) -> str:
        if pk in self._mine.applied:
            return "Você se candidatou"
        return "Guardada" if pk in self._mine.saved else ""


def search(world: World | str) -> Sample:
    """A ``chat.Search`` of this world, for one talk."""
    return Sample(world)


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
