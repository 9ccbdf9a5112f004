"""What a search for vacancies finds in a talk. Nothing is ever asked of a site."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot_flows import searches
from bot_flows.engine.effects import SearchVacancies
from bot_flows.engine.events import VacanciesFound
from bot_flows.rehearsal import World
from bot_flows.samples import Search, search

EARLY = 2  # of the vacancies that are there before the search ends


class Finds(StrEnum):
    """What is found: our own stored vacancies, or one of the fixed worlds of a test."""

    STORED = "guardadas"
    SOME = "exemplo"
    NEWS = "chegando"
    NONE = "nenhuma"
    BLOCKED = "bloqueadas"


WORLDS = {
    Finds.STORED: World.SOME,
    Finds.SOME: World.SOME,
    Finds.NEWS: World.SOME,
    Finds.NONE: World.NONE,
    Finds.BLOCKED: World.BLOCKED,
}


@dataclass(slots=True)
class Source:
    """Answers the searches of one talk; more has come once the search under way has ended."""

    finds: Finds
    ended: bool = False

    def __call__(self, effect: SearchVacancies, now: datetime) -> VacanciesFound:
        if self.finds is Finds.STORED:
            return searches.look_at(effect, now)
        found = _fixed(self.finds)(effect, now)
        if self.finds is not Finds.NEWS or self.ended:
            return found
        return replace(
            found,
            vacancies=found.vacancies[: max(0, EARLY - len(effect.exclude))],
            total=min(found.total, EARLY),
            refreshing=not effect.stored_only,
        )

    def end(self) -> None:
        self.ended = True


def _fixed(finds: Finds) -> Search:
    return search(WORLDS[finds])
