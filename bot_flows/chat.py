"""What the bot does, as lines of a transcript."""

from collections.abc import Iterator

from . import whatsapp
from .engine import effects
from .engine.clean import clean
from .engine.state import Mark
from .transcript import Line

MARKS = {
    Mark.SAVED: "guarda",
    Mark.APPLIED: "anota candidatura",
    Mark.HIDDEN: "esconde",
    Mark.BROKEN: "avisa link quebrado",
}


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
            what = effect.filters or ("vagas guardadas" if effect.saved else "")
            yield Line("*", f"busca {what or ' | '.join(effect.terms)}{where}{stored}")
        case effects.MarkVacancies():
            taken = "desfaz " if effect.off else ""
            yield Line("*", f"{taken}{MARKS[effect.mark]}: {', '.join(map(str, effect.vacancies))}")
        case effects.HandOver():
            yield Line("*", "uma pessoa assume a conversa")
        case effects.OptOut():
            yield Line("*", "nunca mais escrever primeiro")
        case effects.Missed():
            yield Line("*", f"não entendeu: {clean(effect.text, 80)}")
