"""What the bot does, as lines of a transcript."""

from collections.abc import Iterator

from . import whatsapp
from .engine import effects
from .engine.clean import clean
from .transcript import Line


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
