"""What a search for vacancies finds in a talk. Nothing is ever asked of a site."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot_flows import searches
from bot_flows.engine.effects import Effect, MarkVacancies, SearchVacancies
from bot_flows.engine.events import VacanciesFound
from bot_flows.rehearsal import World
from bot_flows.samples import Sample, search
from vacancies.shortlists import NO_MARKS, Marks

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
    """Answers the searches of one talk; more has come once the search under way has ended.

    What the person marks is remembered here, and nowhere else.
    """

    finds: Finds
    ended: bool = False
    mine: Marks = NO_MARKS
    sample: Sample = field(init=False)

    def __post_init__(self) -> None:
        self.sample = search(WORLDS[self.finds])

    def __call__(self, effect: SearchVacancies, now: datetime) -> VacanciesFound:
        if self.finds is Finds.STORED:
            return searches.look_at(effect, now, self.mine)
        found = self.sample(effect, now)
        if self.finds is not Finds.NEWS or self.ended or effect.saved:
            return found
        return replace(
            found,
            vacancies=found.vacancies[: max(0, EARLY - len(effect.exclude))],
            total=min(found.total, EARLY),
            refreshing=not effect.stored_only,
        )

    def end(self) -> None:
        self.ended = True

    def see(self, effects: Iterable[Effect]) -> None:
        """What came of a turn."""
        self.sample.see(effects)
        for effect in effects:
            if isinstance(effect, MarkVacancies):
                self.mine = self.mine.with_mark(effect.mark, effect.vacancies, off=effect.off)
