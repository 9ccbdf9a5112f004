"""A chat with a release, and nothing else: no row, no message, no search sent out."""

from collections.abc import Callable, Iterator
from datetime import datetime

from . import whatsapp
from .engine import effects
from .engine.clean import clean
from .engine.effects import SearchVacancies
from .engine.events import Event, VacanciesFound
from .engine.release import Release
from .engine.state import State
from .engine.turn import play
from .transcript import Line

type Search = Callable[[SearchVacancies, datetime], VacanciesFound]


class Chat:
    """One person's conversation, kept in memory only."""

    def __init__(self, release: Release, search: Search) -> None:
        self.release = release
        self.state = State()
        self._search = search

    def tell(self, event: Event, now: datetime) -> list[Line]:
        """What comes of an event, as lines of a transcript."""
        turn = play(self.release, self.state, event, now, lambda effect: self._search(effect, now))
        self.state = turn.state
        return [line for effect in turn.effects for line in lines(effect)]


def lines(effect: effects.Effect) -> Iterator[Line]:
    """An effect as a transcript shows it."""
    match effect:
        case effects.Say() | effects.Offer():
            for part in whatsapp.render(effect):
                media = f"[{part.media.filename}] " if part.media else ""
                yield Line("<", media + part.text)
        case effects.SearchVacancies():
            stored = ", só guardadas" if effect.stored_only else ""
            where = f" em {effect.city}" if effect.city else ""
            yield Line("*", f"busca {' | '.join(effect.terms)}{where}{stored}")
        case effects.HandOver():
            yield Line("*", "uma pessoa assume a conversa")
        case effects.OptOut():
            yield Line("*", "nunca mais escrever primeiro")
        case effects.Missed():
            yield Line("*", f"não entendeu: {clean(effect.text, 80)}")
